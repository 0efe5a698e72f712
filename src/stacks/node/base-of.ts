import type { Inventory } from '../../inventory/types.ts';
import { valuesOf } from './named-paths.ts';
import { writtenPath, type BaseOf, type Layout } from './written-path.ts';

/** How many names a path may be put together of, each of the next. */
const most = 2;

/** What the names of a program's directories stand for, by the values that its sources give them. */
export function baseOf(repo: Inventory, sources: readonly string[], layout: Layout, step = 0): BaseOf {
  return (name, file) =>
    valuesOf(repo, sources, file, name)
      // On the way `root: …` is an option of something.
      .filter(({ hit }) => step === 0 || hit.match[0].endsWith('='))
      .flatMap(({ hit, text, at }) => {
        const inner = step < most ? baseOf(repo, sources, layout, step + 1) : () => undefined;
        return writtenPath(layout, hit.path, text, at, inner) ?? [];
      })[0];
}
