import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text, texts, type Package } from './package.ts';

/** The package in a directory below, as far as a start command needs it. */
export function readPackageBelow(repo: Inventory, own: Package, dir: string): Package | undefined {
  const path = join(own.dir, dir);
  const raw = repo.json(join(path, 'package.json'));
  return isTable(raw)
    ? { ...own, dir: path, scripts: texts(raw['scripts']), main: text(raw['main']) }
    : undefined;
}
