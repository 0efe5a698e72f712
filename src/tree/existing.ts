import { lstat, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';

const mostBytes = 16_000_000;

/**
 * The content of a file below the root; undefined when there is none.
 * @throws UserError when it is reached through a symbolic link or is no regular file: nothing outside the root is touched.
 */
export async function readExisting(root: string, path: string): Promise<Buffer | undefined> {
  await checkParents(root, path);
  const stat = await lstat(join(root, path)).catch(() => undefined);
  if (!stat) return undefined;
  if (!stat.isFile()) {
    const what = stat.isSymbolicLink()
      ? 'a symbolic link'
      : stat.isDirectory()
        ? 'a directory'
        : 'not a regular file';
    throw new UserError(`${path} is ${what}; move it away first`, { exitCode: 1 });
  }
  if (stat.size > mostBytes)
    throw new UserError(`${path} is longer than any file of ours; move it away first`, { exitCode: 1 });
  return readFile(join(root, path));
}

async function checkParents(root: string, path: string): Promise<void> {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const stat = await lstat(join(root, parent)).catch(() => undefined);
    if (!stat || stat.isDirectory()) continue;
    const what = stat.isSymbolicLink() ? 'a symbolic link' : 'a file';
    throw new UserError(`${parent} is ${what}, so ${path} cannot be written there`, { exitCode: 1 });
  }
}
