import { tableOf } from '../../inventory/tables.ts';
import type { Fact, Need } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './manifest.ts';
import { toPort } from '../../detect/names.ts';

/** How a framework is told where to listen that has settings of its own. */
export type Special = {
  readonly port: Fact;
  readonly env: Readonly<Record<string, string>>;
  /** What it is started with, whatever commands its sources have. */
  readonly args?: readonly string[];
  readonly needs: readonly Need[];
  readonly note?: string;
};

export function specialOf(
  repo: Inventory,
  crate: string,
  own: Package,
  context: string,
): Special | undefined {
  if (crate === 'rocket') return rocket(repo, own, context);
  if (crate === 'loco-rs') return loco(repo, own, context);
  return undefined;
}

/** https://rocket.rs/guide/configuration: a program that is built for release takes [release], then [default], then 8000. */
function rocket(repo: Inventory, own: Package, context: string): Special {
  const path = [join(own.dir, 'Rocket.toml'), join(context, 'Rocket.toml')].find((each) => repo.has(each));
  const whole = path === undefined ? {} : tableOf(repo.toml(path));
  const profile = ['release', 'production', 'default', 'global'].find(
    (name) => tableOf(whole[name])['port'] !== undefined,
  );
  const port = profile === undefined ? undefined : toPort(String(tableOf(whole[profile])['port']));
  const secrets = own.dependencies.some(
    ({ crate, features }) => crate === 'rocket' && features.includes('secrets'),
  );
  return {
    port:
      path !== undefined && port !== undefined
        ? { value: port, from: `${path}: ${profile}.port`, confidence: 'high' }
        : { value: '8000', from: 'Rocket’s default', confidence: 'high' },
    env: { ROCKET_ADDRESS: '0.0.0.0', ROCKET_PORT: '{port}' },
    needs: secrets
      ? [{ env: 'ROCKET_SECRET_KEY', from: own.manifest, required: true, about: 'openssl rand -base64 32' }]
      : [],
    note: 'Rocket listens on 127.0.0.1 unless told otherwise: the image sets ROCKET_ADDRESS=0.0.0.0',
  };
}

/** https://loco.rs/docs/the-app/your-project: `start`, with the port of the environment's file in config/. */
function loco(repo: Inventory, own: Package, context: string): Special {
  const paths = ['config/production.yaml', 'config/development.yaml'].flatMap((name) => [
    join(own.dir, name),
    join(context, name),
  ]);
  const [hit] = repo.search(paths, /^\s+port:\s*(?:\{\{.*default="?)?(\d{2,5})/);
  const port = toPort(hit?.match[1] ?? '');
  return {
    port:
      hit && port !== undefined
        ? { value: port, from: `${hit.path}:${hit.line}`, confidence: 'high' }
        : { value: '5150', from: 'Loco’s default', confidence: 'medium' },
    env: {},
    needs: [],
    args: ['start', '--binding', '0.0.0.0', '--port', '{port}'],
  };
}
