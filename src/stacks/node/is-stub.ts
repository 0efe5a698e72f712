import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './package.ts';

/** A directory of another package's sources whose manifest only says what `import` of it loads. */
export function isStub(repo: Inventory, { dir, scripts, bin, raw }: Package): boolean {
  const above = dir.split('/').map((_, at, parts) => parts.slice(0, at).join('/'));
  const says = ['dependencies', 'devDependencies', 'workspaces'].some((field) => field in raw);
  return (
    dir !== '' &&
    !says &&
    Object.keys({ ...scripts, ...bin }).length === 0 &&
    above.some((each) => repo.has(join(each, 'package.json')))
  );
}
