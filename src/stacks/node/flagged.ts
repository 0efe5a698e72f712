import type { Package } from './package.ts';
import type { Start } from './start.ts';

/** A development dependency that node is told to load before the program: `-r tsconfig-paths/register`. */
export function loadedByFlag(
  { dependencies, devDependencies }: Package,
  { flags }: Start,
): string | undefined {
  return flags
    .map((each) => /^(?:--[\w-]+=)?((?:@[\w.-]+\/)?[\w-][\w.-]*)/.exec(each)?.[1] ?? '')
    .find((name) => devDependencies[name] !== undefined && dependencies[name] === undefined);
}
