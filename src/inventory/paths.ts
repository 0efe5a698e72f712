import { posix } from 'node:path';

/** A path in a directory of the inventory, where the root is ''. */
export function inside(dir: string, path: string): string {
  return dir === '' ? path : path === '' ? dir : `${dir}/${path}`;
}

/** The same for a path that may lead out of the directory: `cmd/app` and `../../configs`. */
export function joined(dir: string, path: string): string {
  return clean(posix.join(dir, path));
}

/** The path as seen from a directory that it lies in. */
export function within(dir: string, path: string): string {
  return dir === '' ? path : path === dir ? '' : path.slice(dir.length + 1);
}

/** Is it the directory, or does it lie in it? What leads out of the repository, `../x`, lies in none. */
export function isIn(path: string, dir: string): boolean {
  return dir === '' ? !/^\.\.(?:\/|$)/.test(path) : path === dir || path.startsWith(`${dir}/`);
}

/** The directory that a path lies in. */
export function dirOf(path: string): string {
  const dir = posix.dirname(path);
  return dir === '.' ? '' : dir;
}

/** `./a/../b/` as the inventory names it. */
export function clean(path: string): string {
  return posix.normalize(path).replace(/^\.\/?$|\/$/g, '');
}
