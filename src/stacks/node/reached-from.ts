import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { existing } from './choose-start.ts';
import { join, type Package } from './package.ts';

/** `import … from './x'`, also its last line, `import './x'`, `import('./x')`, `require('./x')`. */
const relative =
  /(?:\bfrom[ \t]*|\bimport[ \t]*(?:\([ \t]*)?|\brequire[ \t]*\([ \t]*)['"](\.{1,2}(?:\/[\w.@/-]*)?)['"]/;
const types = /^[ \t]*(?:import|export)\s+type\b/;
const most = 200;

/** The sources that a file is made of: itself and what it imports by relative paths, those first that are nearest to it. */
export function reachedFrom(repo: Inventory, own: Package, entry: string): readonly string[] {
  const files = [entry];
  for (const file of files) {
    for (const { match } of repo.search([file], relative, 100)) {
      if (files.length >= most) return files;
      if (types.test(match.input ?? '')) continue;
      const from = within(own.dir, posix.join(dirOf(file), match[1] as string)).replace(/\/$/, '');
      const found = existing(repo, own, from) ?? existing(repo, own, from.replace(/\.[cm]?js$/, ''));
      const path = found === undefined ? undefined : join(own.dir, found);
      if (path !== undefined && !files.includes(path)) files.push(path);
    }
  }
  return files;
}
