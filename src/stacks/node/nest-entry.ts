import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text, type Package } from './package.ts';

/**
 * The file that `nest start` runs: of several projects that of the one that it names, else of the default one.
 * https://docs.nestjs.com/cli/monorepo
 * @param name the project
 */
export function nestEntry(repo: Inventory, { dir }: Package, name: string | undefined): string {
  const settings = repo.json(join(dir, 'nest-cli.json'));
  if (!isTable(settings) || settings['monorepo'] !== true) return 'dist/main.js';
  const projects = isTable(settings['projects']) ? settings['projects'] : {};
  const named = name === undefined ? undefined : projects[name];
  const root = text((isTable(named) ? named : settings)['root']).replace(/^\.\//, '');
  return /^[\w./-]+$/.test(root) ? `dist/${root}/main.js` : 'dist/main.js';
}
