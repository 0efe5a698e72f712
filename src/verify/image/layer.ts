import type { Readable } from 'node:stream';
import { posix } from 'node:path';
import tar from 'tar-stream';
import { inspectContent } from './inspect.ts';
import type { FileEntry, Layer } from './types.ts';

const types: Readonly<Record<string, FileEntry['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'link',
};

/** Reads an uncompressed layer as a stream: content is looked at as it passes and never kept. */
export async function readLayer(
  stream: Readable,
  inspect = inspectContent,
): Promise<Pick<Layer, 'entries' | 'fileBytes'>> {
  const extract = tar.extract();
  stream.on('error', (error) => extract.destroy(error));
  stream.pipe(extract);
  const entries: FileEntry[] = [];
  let fileBytes = 0;
  for await (const entry of extract) {
    const { header } = entry;
    const type = types[header.type ?? 'file'] ?? 'other';
    const file = {
      path: posix.resolve('/', header.name),
      mode: (header.mode ?? 0) & 0o7777,
      size: type === 'file' ? (header.size ?? 0) : 0,
    };
    fileBytes += file.size;
    const facts = type === 'file' ? await inspect(file, entry as unknown as AsyncIterable<Buffer>) : {};
    entry.resume();
    entries.push({
      ...file,
      type,
      uid: header.uid ?? 0,
      gid: header.gid ?? 0,
      ...(header.linkname != null && { target: header.linkname }),
      ...facts,
    });
  }
  return { entries, fileBytes };
}
