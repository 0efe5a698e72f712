import type { Inventory } from '../../inventory/types.ts';
import { valuesOf } from './named-paths.ts';
import { writtenPath, type BaseOf, type Layout } from './written-path.ts';

/** What the names of a program's directories stand for, by the values that its sources give them. */
export function baseOf(repo: Inventory, sources: readonly string[], layout: Layout): BaseOf {
  return (name, file) =>
    valuesOf(repo, sources, file, name).flatMap(
      ({ hit, text, at }) => writtenPath(layout, hit.path, text, at, () => undefined) ?? [],
    )[0];
}
