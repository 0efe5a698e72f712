import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble, type Named } from './archive.ts';
import { readBlob } from './blob.ts';
import { createBlobs } from './blobs.ts';
import { counted, createBudget, type Budget } from './budget.ts';
import type { Choice } from './choice.ts';
import { ArchiveProblem, forUser, quoted } from './problem.ts';
import type { Image } from './types.ts';

/**
 * Reads an OCI layout directory: of its files only those of the image that is chosen.
 * @throws UserError when it is damaged, no image, or more than is read of one
 */
export async function readLayout(
  dir: string,
  name: Named,
  choice: Choice,
  signal: AbortSignal,
  budget: Budget = createBudget(),
): Promise<Image> {
  const blobs = createBlobs(async (file) => {
    // Such directories have no manifest.json of their own; in one that has, it could name any file.
    if (file !== 'index.json' && !file.startsWith('blobs/')) return undefined;
    const path = join(dir, file);
    const size = await sizeOf(path);
    if (size === undefined) return undefined;
    const content = createReadStream(path, { signal, highWaterMark: 262_144 });
    return readBlob({ name: file, size }, counted(content as AsyncIterable<Buffer>, budget), { budget });
  });
  return forUser(name.ref, () => assemble(blobs, name, choice, budget));
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ArchiveProblem(`cannot be read: ${code}`);
  }
  // A pipe would be waited for, a device never end.
  throw new ArchiveProblem(`is damaged: ${quoted(path)} is no file`);
}
