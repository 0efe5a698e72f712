import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { emptyDir } from '../../support/cli.ts';

/** Builds a service, and its image's root filesystem as a directory; nothing of it runs. */
export async function exportImage(service: string, ...args: readonly string[]): Promise<string> {
  const out = emptyDir();
  await execa('docker', ['build', ...args, '--output', `type=local,dest=${out}`, service]);
  return out;
}

/** The regular files below a directory: sorted paths from there, with a slash at the front. */
export async function listFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length)).toSorted();
}

/** Of each regular file below a directory, by its path as `listFiles` has it. */
export async function hashFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const hashes: [string, string][] = [];
  for (const path of await listFiles(root)) {
    const hash = createHash('sha256').update(await readFile(join(root, path)));
    hashes.push([path, hash.digest('hex')]);
  }
  return new Map(hashes);
}
