import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The index of a repository of a million files. */
const mostBytes = 128_000_000;

/** What builds and tools leave, also where somebody has unpacked an archive. */
const left =
  /^\.|^(target|dist|_?build|out|output|bin|obj|coverage|logs?|te?mp|cache|vendor|v?env|_site|debug|release|bower_components|cmake-build-.*|.*\.egg-info)$/i;

/**
 * Whether a directory that .gitignore names is read all the same: git has something of it (its index keeps every path as it is,
 * https://git-scm.com/docs/index-format), or there is no git, as in an archive, which holds only what git had.
 */
export function looksAtIgnored(root: string): (path: string) => boolean {
  let index: Buffer | 'none' | undefined;
  return (path) => {
    index ??= hasGit(root) ? readIndex(join(root, '.git', 'index')) : 'none';
    return index === 'none' ? !path.split('/').some((name) => left.test(name)) : index.includes(`${path}/`);
  };
}

/** In it or above it. */
function hasGit(dir: string): boolean {
  return existsSync(join(dir, '.git')) || (dirname(dir) !== dir && hasGit(dirname(dir)));
}

/** Empty where there is none to read. */
function readIndex(path: string): Buffer {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile() || stat.size > mostBytes) return Buffer.alloc(0);
      const bytes = Buffer.allocUnsafe(stat.size);
      return bytes.subarray(0, readSync(file, bytes, 0, stat.size, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
