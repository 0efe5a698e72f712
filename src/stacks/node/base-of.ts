import type { Inventory } from '../../inventory/types.ts';
import { valuesOf } from './named-paths.ts';
import { writtenPath, type BaseOf, type Layout } from './written-path.ts';

/** What the names of a program's directories stand for, by the values that its sources give them. */
export function baseOf(repo: Inventory, sources: readonly string[], layout: Layout, steps = 2): BaseOf {
  return (name, file) =>
    valuesOf(repo, sources, file, name).flatMap(({ hit, text, at }) => {
      // What it is put together of may have a name, too.
      const inner = steps > 0 ? baseOf(repo, sources, layout, steps - 1) : () => undefined;
      return writtenPath(layout, hit.path, text, at, inner) ?? [];
    })[0];
}
