import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from '../node/package.ts';

/** A setting of one of the tool's own files. */
export function setting(names: readonly string[], pattern: RegExp) {
  return (repo: Inventory, { dir }: Package) => {
    const paths = names.flatMap((name) =>
      ['js', 'mjs', 'cjs', 'ts', 'mts'].map((ext) => join(dir, `${name}.${ext}`)),
    );
    return repo.search(paths, pattern).length > 0;
  };
}
