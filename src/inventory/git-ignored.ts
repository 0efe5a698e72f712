import { join } from 'node:path';
import ignore from 'ignore';
import { isInIndex } from './git-index.ts';
import { dirOf, inside, within } from './paths.ts';
import type { Inventory } from './types.ts';

/** A longer list is none that people write. */
const longest = 100_000;

/**
 * Whether git leaves a file out: a .gitignore of the repository names it, the deepest that says anything decides, and git does not
 * have it all the same. https://git-scm.com/docs/gitignore
 */
export function isGitIgnored(repo: Inventory, path: string): boolean {
  for (let dir = dirOf(path); ; dir = dirOf(dir)) {
    const text = repo.read(inside(dir, '.gitignore'));
    if (text !== undefined && text.length < longest) {
      const said = ignore({ allowRelativePaths: true }).add(text).test(within(dir, path));
      if (said.unignored) return false;
      if (said.ignored) return !isInIndex(join(repo.root, '.git', 'index'), path);
    }
    if (dir === '') return false;
  }
}
