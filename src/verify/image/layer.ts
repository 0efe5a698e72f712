import type { Readable } from 'node:stream';
import { posix } from 'node:path';
import tar, { type Header } from 'tar-stream';
import { createRecogniser } from './fingerprint.ts';
import type { FileEntry, Layer } from './types.ts';

const types: Readonly<Record<string, FileEntry['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'link',
};

/** Reads an uncompressed layer as a stream: content is looked at as it passes and never kept. */
export async function readLayer(stream: Readable): Promise<Pick<Layer, 'entries' | 'fileBytes'>> {
  const extract = tar.extract();
  stream.on('error', (error) => extract.destroy(error));
  stream.pipe(extract);
  const entries: FileEntry[] = [];
  let fileBytes = 0;
  for await (const entry of extract) {
    const { header } = entry;
    const type = types[header.type ?? 'file'] ?? 'other';
    const size = type === 'file' ? (header.size ?? 0) : 0;
    fileBytes += size;
    const content = type === 'file' ? await inspect(entry as unknown as AsyncIterable<Buffer>, header) : {};
    entry.resume();
    entries.push({
      path: posix.resolve('/', header.name),
      type,
      mode: (header.mode ?? 0) & 0o7777,
      uid: header.uid ?? 0,
      gid: header.gid ?? 0,
      size,
      ...(header.linkname != null && { target: header.linkname }),
      ...content,
    });
  }
  return { entries, fileBytes };
}

async function inspect(
  stream: AsyncIterable<Buffer>,
  { mode = 0 }: Header,
): Promise<Pick<FileEntry, 'executable' | 'programs'>> {
  const recogniser = createRecogniser();
  let executable: FileEntry['executable'];
  let head: Buffer = Buffer.alloc(0);
  let isKnown = false;
  for await (const chunk of stream) {
    // A chunk may end anywhere, also within the first four bytes.
    const content: Buffer = isKnown ? chunk : Buffer.concat([head, chunk]);
    if (content.length < 4) {
      head = content;
      continue;
    }
    if (!isKnown) executable = kindOf(content, mode);
    isKnown = true;
    if (executable === 'elf') recogniser.update(content);
  }
  if (!executable) return {};
  const programs = recogniser.programs();
  return { executable, ...(programs.length > 0 && { programs }) };
}

function kindOf(head: Buffer, mode: number): FileEntry['executable'] {
  // ELF counts without the execute bit too: a loader or a later chmod runs it all the same.
  if (head.subarray(0, 4).equals(Buffer.from('\u007FELF', 'latin1'))) return 'elf';
  return mode & 0o111 && head.subarray(0, 2).toString('latin1') === '#!' ? 'script' : undefined;
}
