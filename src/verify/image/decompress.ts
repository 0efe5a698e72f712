import { Readable, type Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import zlib, { createGunzip } from 'node:zlib';
import { ArchiveProblem, damaged } from './problem.ts';

const magics = {
  gzip: [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  bzip2: [0x42, 0x5a, 0x68],
} as const;

/** Bytes that are decompressed at a time. */
const chunkSize = 262_144;

/**
 * What undoes a compression, which is told by the first bytes: layers of several kinds occur in one archive.
 * @returns undefined for what is not compressed
 * @throws ArchiveProblem when it is a compression that cannot be read
 */
export function decompressorOf(head: Buffer): Transform | undefined {
  const [kind] =
    Object.entries(magics).find(([, magic]) => magic.every((byte, at) => head[at] === byte)) ?? [];
  if (kind === undefined) return undefined;
  if (kind === 'gzip') return createGunzip({ chunkSize });
  if (kind !== 'zstd') {
    throw new ArchiveProblem(`is compressed with ${kind}, which no image is`, `unpack it first: ${kind} -d`);
  }
  // https://nodejs.org/api/zlib.html#zlibcreatezstddecompressoptions
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: object) => Transform };
  if (createZstdDecompress) return createZstdDecompress({ chunkSize });
  throw new ArchiveProblem(
    `is compressed with zstd, which Node ${process.versions.node} cannot read`,
    'Node 22.15 or newer can',
  );
}

/**
 * Reads what a stream unpacks to.
 * @param what names it in a message
 * @throws ArchiveProblem when it is damaged; what `read` throws
 */
export async function unpack<T>(
  content: AsyncIterable<Buffer>,
  decompress: Transform,
  what: string,
  read: (unpacked: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const source = Readable.from(content, { objectMode: false });
  source.on('error', (error) => decompress.destroy(error));
  try {
    const value = await read(source.pipe(decompress));
    // What comes after the end is nothing to gzip; its digest covers it.
    await finished(source.unpipe(decompress).resume());
    return value;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw damaged(`${what} ends too soon`);
    if (typeof code !== 'string' || !/^(Z_|ZSTD|ERR_ZSTD)/.test(code)) throw error;
    throw damaged(`${what} cannot be decompressed (${code})`);
  } finally {
    source.destroy();
    decompress.destroy();
  }
}
