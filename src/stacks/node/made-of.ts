import type { Inventory } from '../../inventory/types.ts';
import { existing } from './choose-start.ts';
import { join, type Package } from './package.ts';
import { reachedFrom } from './reached-from.ts';
import { sourceNamed } from './source-named.ts';

/** What is run by hand, or by tests. */
const byHand = /(?:^|\/)(?:scripts?|tools?|tasks?|seeds?|seeders?|migrations?|bench(?:marks?)?|dev)\//;

/**
 * The sources that a program is made of, from its entry on. Where that is none of them, as a build writes it by another name, all that
 * nobody runs by hand.
 */
export function madeOf(
  repo: Inventory,
  own: Package,
  sources: readonly string[],
  entry: string,
): readonly string[] {
  const there = existing(repo, own, entry.replace(/^\.\//, ''));
  const first = there === undefined ? sourceNamed(sources, entry) : join(own.dir, there);
  if (first === undefined) return sources.filter((path) => !byHand.test(path));
  return reachedFrom(repo, own, first, sources);
}
