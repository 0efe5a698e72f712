import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { existing } from './choose-start.ts';
import { join, type Package } from './package.ts';

/** `import … from './x'`, also its last line, `import './x'`, `import('./x')`, `require('./x')`. */
const relative =
  /(?:\bfrom[ \t]*|\bimport[ \t]*(?:\([ \t]*)?|\brequire[ \t]*\([ \t]*)['"](\.{1,2}(?:\/[\w.@/-]*)?)['"]/;
/** `@/config/env`, `~/env`, `#env`, `src/env`: names that stand for a directory of the sources, or for a package. */
const aliased =
  /(?:\bfrom[ \t]*|\bimport[ \t]*(?:\([ \t]*)?|\brequire[ \t]*\([ \t]*)['"](?:[@~#][\w-]{0,40}\/|#|src\/)([\w./-]{1,200})['"]/;
const types = /^[ \t]*(?:import|export)\s+type\b/;
const most = 200;

/**
 * The sources that a file is made of: itself and what it imports by relative paths, those first that are nearest to it.
 * @param among what names that stand for a directory are looked for in
 */
export function reachedFrom(
  repo: Inventory,
  own: Package,
  entry: string,
  among: readonly string[] = [],
): readonly string[] {
  const files = [entry];
  const add = (path: string | undefined) => {
    if (path !== undefined && !files.includes(path)) files.push(path);
  };
  for (const file of files) {
    for (const { match } of repo.search([file], relative, 100)) {
      if (files.length >= most) return files;
      if (types.test(match.input ?? '')) continue;
      const from = within(own.dir, posix.join(dirOf(file), match[1] as string)).replace(/\/$/, '');
      const found = existing(repo, own, from) ?? existing(repo, own, from.replace(/\.[cm]?js$/, ''));
      add(found === undefined ? undefined : join(own.dir, found));
    }
    if (among.length === 0) continue;
    for (const { match } of repo.search([file], aliased, 100)) {
      if (files.length >= most) return files;
      const name = stem(match[1] as string);
      if (!types.test(match.input ?? ''))
        add(among.find((path) => stem(path) === name || stem(path).endsWith(`/${name}`)));
    }
  }
  return files;
}

function stem(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}
