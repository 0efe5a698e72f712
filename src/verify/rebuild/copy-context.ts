import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, readdir, readlink, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ignored } from '../../dockerfile/ignored.ts';

/** Sent to the builder also where they are ignored. */
const always = new Set(['Dockerfile', '.dockerignore', 'Dockerfile.dockerignore']);

/**
 * Copies what a build context sends to the builder: by hard links, so that big ones take neither time nor room, where the file
 * system lets it. Nothing may write into such a file: replace it.
 * @param to where the copy is made; nothing is there yet
 * @returns the paths of the regular files, relative to the context, with forward slashes
 */
export async function copyContext(
  context: string,
  { to, ignored }: { readonly to: string; readonly ignored: Ignored },
): Promise<readonly string[]> {
  const files: string[] = [];
  const copyBelow = async (directory: string): Promise<void> => {
    const made = join(to, directory);
    await mkdir(made);
    // Part of what a layer is cached by; mkdir alone would leave out what this process masks. Ours it stays: it is removed later.
    await chmod(made, ((await lstat(join(context, directory))).mode & 0o7777) | 0o700);
    // What cannot be read is ignored, or the first build would have failed.
    const entries = await readdir(join(context, directory), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      const [source, target] = [join(context, path), join(to, path)];
      if (entry.isDirectory()) {
        if (ignored.hasAllBelow(path)) continue;
        await copyBelow(path);
      } else if (!ignored.has(path) || always.has(path)) {
        if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
        else if (entry.isFile()) {
          await linkOrCopy(source, target);
          files.push(path);
        }
      }
    }
  };
  await copyBelow('');
  return files;
}

/** Another file system, one without hard links, or a file that is somebody else's: then a copy. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    const { atime, mtime } = await lstat(source);
    await utimes(target, atime, mtime);
  }
}
