import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A repository that is nested deeper has been made to be. */
const most = 40;

/**
 * The nearest directory above one, within its git repository, that has a file of this name; relative, such as `../..`.
 * Undefined where there is none, or the directory is in no repository or is its root. Nothing is read.
 */
export function findAbove(root: string, name: string): string | undefined {
  if (existsSync(join(root, '.git'))) return undefined;
  let found: string | undefined;
  let dir = dirname(root);
  for (let up = 0; up < most; up++) {
    if (found === undefined && existsSync(join(dir, name))) found = dir;
    if (existsSync(join(dir, '.git')))
      return found === undefined ? undefined : relative(root, found).replaceAll('\\', '/');
    const parent = dirname(dir);
    if (parent === dir) return undefined;
    dir = parent;
  }
  return undefined;
}
