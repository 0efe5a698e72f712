import type { Inventory } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Install } from './install.ts';
import { allDependencies, join, type Package } from './package.ts';
import { commandsFor, inside, started, type Planned } from './planned.ts';

/**
 * The build writes a program of its own, with a package.json beside it; undefined where the sources are JavaScript, which run as
 * they are: https://docs.adonisjs.com/guides/getting-started/deployment
 */
export function planAdonis(
  repo: Inventory,
  own: Package,
  found: ChosenStart | undefined,
  install: Install,
): Planned | undefined {
  const entry = ['bin/server', 'server'].find((name) => repo.has(join(own.dir, `${name}.ts`)));
  if (entry === undefined) return undefined;
  const asked = allDependencies(own);
  const dir = join('/app', inside(install, own));
  return {
    chosen: started(own, found, { entry: `build/${entry}.js` }),
    cwd: 'build',
    shape: { kind: 'tree', only: ['build/'] },
    commands: commandsFor(own, install, 'node ace build'),
    env: { HOST: '0.0.0.0' },
    ...((asked['better-sqlite3'] !== undefined || asked['sqlite3'] !== undefined) && {
      writable: [{ path: `${dir}/build/tmp`, why: 'SQLite’s database', volume: true }],
    }),
  };
}
