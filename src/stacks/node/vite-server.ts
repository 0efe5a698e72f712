import type { Inventory } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Install } from './install.ts';
import { allDependencies, join, type Package } from './package.ts';
import { commandsFor, started, type Planned } from './planned.ts';

/** Directory beside the build, in which the server is installed. */
const dir = 'srvx';
const version = '1';

/**
 * A build of Vite's own, where no Nitro is asked for: `dist/server/server.js` answers requests and listens to none. The server
 * is the one that its guide names: https://tanstack.com/start/latest/docs/framework/react/guide/hosting#nodejs--docker
 */
export function planVite(own: Package, found: ChosenStart | undefined, install: Install): Planned {
  return {
    chosen: started(own, found, {
      entry: `${dir}/node_modules/srvx/bin/srvx.mjs`,
      args: ['--prod', '-s', '../client', 'dist/server/server.js'],
    }),
    // Packages too: the build leaves some of them where they are.
    shape: { kind: 'tree', only: ['package.json', 'dist/', `${dir}/`] },
    commands: commandsFor(own, install, 'vite build'),
    before: [
      { comment: 'What the build writes answers requests; this listens for them.' },
      {
        run: [`npm install --prefix ${dir} --no-audit --no-fund srvx@${version}`],
        caches: ['/root/.npm'],
        network: true,
      },
    ],
    env: { HOST: '0.0.0.0' },
  };
}

/** Does the build write a server of Nitro? Vinxi, which came before, brought it. */
export function usesNitro(repo: Inventory, own: Package): boolean {
  const asked = Object.keys(allDependencies(own));
  if (asked.some((name) => /^(nitro|nitropack|nitro-nightly|vinxi)$|nitro/.test(name))) return true;
  if (/\.output\//.test(`${own.scripts['start'] ?? ''} ${own.scripts['preview'] ?? ''}`)) return true;
  const settings = ['ts', 'js', 'mts', 'mjs'].map((each) => join(own.dir, `vite.config.${each}`));
  return settings.every((path) => !repo.has(path));
}
