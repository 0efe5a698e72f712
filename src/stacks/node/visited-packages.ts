import type { Inventory } from '../../inventory/types.ts';
import { join, readPackage, type Package } from './package.ts';
import { runLines, visitedIn } from './run-lines.ts';

/** Packages below this one that its commands go to: `cd client && npm run build`. */
export function visitedPackages(
  repo: Inventory,
  own: Package,
  commands: readonly string[],
): readonly Package[] {
  return [...visitedIn(runLines(own, commands))]
    .filter((dir) => !dir.split('/').includes('..'))
    .flatMap((dir) => readPackage(repo, join(own.dir, dir)) ?? []);
}
