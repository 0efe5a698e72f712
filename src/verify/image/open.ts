import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ExitCode, UserError } from '../../errors.ts';
import { readArchive } from './archive.ts';
import type { Choice } from './choice.ts';
import { readLayout } from './layout.ts';
import type { Image } from './types.ts';

/** Bytes of an archive that are read at a time. */
const highWaterMark = 262_144;

/**
 * Reads an image without an engine: of an archive, an OCI layout directory, or with `-` of an archive on stdin.
 * @throws UserError (usage) when nothing is there; (failed) when it holds no image that can be read
 */
export async function openImage(path: string, choice: Choice, signal: AbortSignal): Promise<Image> {
  if (path === '-') {
    if (process.stdin.isTTY) {
      throw new UserError('--archive - reads stdin, which is a terminal', { exitCode: ExitCode.usage });
    }
    return readArchive(process.stdin, { ref: 'stdin' }, { choice });
  }
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : error.code;
    throw new UserError(`--archive ${path}: ${reason}`, { exitCode: ExitCode.usage });
  });
  if (found.isDirectory()) return readLayout(path, { ref: path }, choice, signal);
  return readArchive(createReadStream(path, { signal, highWaterMark }), { ref: path }, { choice });
}
