import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './package.ts';
import { reachedFrom } from './reached-from.ts';

/** https://esbuild.github.io/api/#packages */
const outside = /--packages[= ]external\b/;

/**
 * What esbuild puts into one file where it is told to leave packages outside, so that they are imported when that starts: the
 * sources from its entry on, relative to the root. Undefined: no script of the build says so.
 */
export function leftOutside(repo: Inventory, own: Package): readonly string[] | undefined {
  const parts = Object.entries(own.scripts)
    .filter(([id]) => /^(?:pre|post)?build|^bundle|^compile/.test(id))
    .flatMap(([, line]) => line.split(/&&|;/));
  const words = parts.find((part) => /\besbuild\b/.test(part) && outside.test(part))?.split(/\s+/);
  const entry = words?.find((word) => /^[\w./][\w./-]*\.[cm]?[jt]sx?$/.test(word));
  if (entry === undefined) return undefined;
  return reachedFrom(repo, own, join(own.dir, posix.normalize(entry)));
}
