import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { existing } from './choose-start.ts';
import { join, type Package } from './package.ts';

/** https://esbuild.github.io/api/#packages */
const outside = /--packages[= ]external\b/;
const relative = /^(?:import|export)\b(?!\s+type\b)[^'"\n]{0,300}['"](\.{1,2}\/[\w./-]+)['"]/;
const most = 200;

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
  const files = [join(own.dir, posix.normalize(entry))];
  for (const file of files) {
    if (files.length > most) break;
    for (const { match } of repo.search([file], relative, 100)) {
      const from = within(own.dir, posix.join(dirOf(file), match[1] as string));
      const found = existing(repo, own, from) ?? existing(repo, own, from.replace(/\.[cm]?js$/, ''));
      const path = found === undefined ? undefined : join(own.dir, found);
      if (path !== undefined && !files.includes(path)) files.push(path);
    }
  }
  return files;
}
