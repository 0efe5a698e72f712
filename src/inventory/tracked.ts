import { join } from 'node:path';
import { isInGit } from '../repo/git.ts';
import { readIndex } from './git-index.ts';

/** What builds and tools leave, also where somebody has unpacked an archive. */
const left =
  /^\.|^(target|dist|_?build|out|output|bin|obj|coverage|logs?|te?mp|cache|vendor|v?env|_site|debug|release|bower_components|cmake-build-.*|.*\.egg-info)$/i;

/**
 * Whether a directory that .gitignore names is read all the same: git has something of it, or there is no git, as in an archive,
 * which holds only what git had.
 */
export function looksAtIgnored(root: string): (path: string) => boolean {
  let tracked: ReadonlySet<string> | 'none' | undefined;
  return (path) => {
    tracked ??= isInGit(root) ? readIndex(join(root, '.git', 'index')) : 'none';
    return tracked === 'none' ? !path.split('/').some((name) => left.test(name)) : tracked.has(path);
  };
}
