import type { Inventory } from '../../inventory/types.ts';
import { mainFunction } from './plain.ts';
import { isSource } from './sources.ts';
import type { Program, Project } from './types.ts';

/**
 * What a program may be made of: all sources but those that only other programs are made of. First comes what it is said to be
 * made of, beside others with no more than the headers; where there is one program, all sources are its own.
 */
export function sourcesOf(
  repo: Inventory,
  { programs }: Project,
  { sources }: Program,
  all: readonly string[],
  beside: boolean,
): { readonly mine: readonly string[]; readonly first: readonly string[] } {
  const others = sources.length === 0 ? new Set() : othersOf(repo, programs, all);
  const mine = all.filter((path) => !others.has(path) || sources.includes(path));
  const rest = mine.filter(
    (path) => !sources.includes(path) && (!beside || sources.length === 0 || !isSource(path)),
  );
  return { mine, first: [...sources, ...rest] };
}

/** Sources that the build gives to any program, and those in which one begins. */
function othersOf(
  repo: Inventory,
  programs: Project['programs'],
  all: readonly string[],
): ReadonlySet<string> {
  const begins = repo.search(all.filter(isSource), mainFunction, 50).map(({ path }) => path);
  return new Set([...programs.flatMap((each) => each.sources), ...begins]);
}
