import { within } from '../../inventory/paths.ts';
import type { Fact } from '../../detect/types.ts';
import { toPort } from '../../detect/names.ts';
import type { Inventory } from '../../inventory/types.ts';
import { joinPath } from './join-path.ts';
import { readSettings, type Setting } from './settings.ts';

/** What a Dropwizard service is started with: https://www.dropwizard.io/en/stable/getting-started.html#running-your-application */
export type Dropwizard = {
  readonly command: readonly string[];
  readonly files: readonly string[];
  readonly written: readonly { readonly path: string; readonly why: string }[];
  readonly port: Fact;
  readonly portEnv: string | undefined;
};

export function dropwizardOf(
  repo: Inventory,
  dir: string,
  framework: string | undefined,
): Dropwizard | undefined {
  if (framework !== 'dropwizard') return undefined;
  const inside = (path: string) => within(dir, path);
  const files = repo
    .below(dir)
    .filter(
      (path) =>
        /^((config|conf|src\/main\/resources)\/)?[\w.-]+\.ya?ml$/.test(inside(path)) &&
        !/(compose|test|mkdocs|travis|openapi|swagger)/.test(path),
    );
  const [hit] = repo.search(
    files.toSorted((a, b) => rank(a) - rank(b)),
    /^(server|logging|database|template|defaultName):/,
  );
  const path = hit?.path;
  const settings = path === undefined ? [] : readSettings(repo, [path]);
  const port = portOf(settings);
  const default8080: Fact = {
    value: '8080',
    from: path === undefined ? 'default of dropwizard' : path,
    confidence: 'medium',
  };
  const read = settings.flatMap(({ value }) => {
    const target = /^[\w][\w./-]*$/.test(value) ? joinPath(dir, value) : undefined;
    return target !== undefined && repo.has(target) ? [inside(target)] : [];
  });
  const stores = settings.flatMap(({ value }) => {
    const found = /^jdbc:(?:h2|sqlite|hsqldb:file|derby):(?:file:)?(\.?\/?[\w][\w./-]*)/.exec(value);
    if (!found || /^(mem|tcp)/.test(found[1] as string)) return [];
    const plain = (found[1] as string).replace(/^\.\//, '');
    return [
      {
        path: plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) : '.',
        why: 'the database in a file',
      },
    ];
  });
  const logs = settings.flatMap(({ key, value }) => {
    const plain = value.replace(/^\.\//, '');
    return /logFilename|logFilenamePattern/.test(key) && /^[\w./%-]+$/.test(plain)
      ? [
          {
            path: plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) || '/' : '.',
            why: 'log files',
          },
        ]
      : [];
  });
  return {
    command: path === undefined ? ['server'] : ['server', inside(path)],
    files: path === undefined ? [] : [inside(path), ...read],
    written: [...stores, ...logs],
    port: port?.fact ?? default8080,
    portEnv: port?.env,
  };
}

/** config.yml before example.yml before dev.yml. */
function rank(path: string): number {
  const order = [
    'config',
    'configuration',
    'app',
    'server',
    'prod',
    'production',
    'example',
    'default',
    'dev',
    'local',
  ];
  const at = order.findIndex((name) => new RegExp(`(^|/)${name}\\.ya?ml$`).test(path));
  return at < 0 ? order.length : at;
}

/** `${PORT:-8080}` is its own way to write a default. */
function portOf(settings: readonly Setting[]): { readonly fact: Fact; readonly env?: string } | undefined {
  const setting = settings.find(({ key }) => /^server\.(applicationConnectors\.|connector\.)port$/.test(key));
  if (!setting) return undefined;
  const found = /^(?:\$\{(\w+)(?::-?(\d+))?\}|(\d+))$/.exec(setting.value);
  const port = found && toPort(found[3] ?? found[2] ?? '8080');
  if (!found || !port) return undefined;
  const fact: Fact = { value: port, from: `${setting.path}:${setting.line}`, confidence: 'high' };
  return found[1] === undefined ? { fact } : { fact, env: found[1] };
}
