import { createHash, type Hash } from 'node:crypto';
import { formatSize } from '../../units.ts';
import { counted, type Budget } from './budget.ts';
import { decompressorOf, unpack } from './decompress.ts';
import type { Begin } from './inspect.ts';
import { readLayer } from './layer.ts';
import { peek } from './peek.ts';
import { ArchiveProblem, damaged, quoted, TooMuch } from './problem.ts';
import { looksLikeTar } from './tar-header.ts';
import type { Layer } from './types.ts';
import { createWeigher } from './weigh.ts';

/** What a file of an archive was found to be. A problem is one only if the image has use for the file. */
export type Blob =
  | { readonly layer: Layer }
  | { readonly text: string }
  | { readonly problem: ArchiveProblem };

/** What is looked for in the files, and how much may be read in all. */
export type Reading = { readonly budget: Budget; readonly begin?: Begin };

/** Registries take no larger manifests (`maxManifestBodySize` in distribution/distribution:registry/handlers/manifests.go). */
const largestText = 4 * 1024 * 1024;

/** The name of a file in an OCI layout says what it holds (https://github.com/opencontainers/image-spec/blob/main/image-layout.md). */
const digestName = /^blobs\/(sha256|sha512)\/([a-f0-9]+)$/;

/**
 * Reads a file of an archive. It is known by its first bytes: its name is a digest in one kind of archive, `…/layer.tar` in the other.
 * @throws TooMuch when it exhausts the budget; whatever else is wrong with it is the result
 */
export async function readBlob(
  file: { readonly name: string; readonly size: number },
  content: AsyncIterable<Buffer>,
  how: Reading,
): Promise<Blob> {
  const { name } = file;
  const [, algorithm, digest] = digestName.exec(name) ?? [];
  const hash = algorithm === undefined ? undefined : createHash(algorithm);
  try {
    const [head, all] = await peek(hash ? hashed(content, hash) : content);
    const blob = await readContent(file, head, all, how);
    if (!hash || hash.digest('hex') === digest) return blob;
    return { problem: damaged(`the content of ${quoted(name)} is not what its digest says`) };
  } catch (error) {
    if (!(error instanceof ArchiveProblem) || error instanceof TooMuch) throw error;
    return { problem: error };
  }
}

async function readContent(
  { name, size }: { readonly name: string; readonly size: number },
  head: Buffer,
  content: AsyncIterable<Buffer>,
  { budget, begin }: Reading,
): Promise<Blob> {
  const decompress = decompressorOf(head);
  if (decompress) {
    const layer = await unpack(content, decompress, quoted(name), (unpacked) =>
      readLayer(counted(unpacked, budget), budget, begin),
    );
    return { layer: { compressedBytes: size, ...layer } };
  }
  if (looksLikeTar(head)) {
    const weigher = createWeigher();
    const layer = await readLayer(tee(content, weigher.add), budget, begin);
    return { layer: { compressedBytes: await weigher.end(), ...layer } };
  }
  if (!isJson(head)) {
    for await (const _ of content);
    return { text: '' };
  }
  if (size > largestText) throw new ArchiveProblem(`has a manifest or configuration of ${formatSize(size)}`);
  return { text: await readText(content, size, budget) };
}

/** Only what can be a manifest or a configuration is kept. */
function isJson(head: Buffer): boolean {
  return /^\s*[[{]/.test(head.toString('latin1', 0, 64));
}

async function readText(content: AsyncIterable<Buffer>, size: number, budget: Budget): Promise<string> {
  budget.spend('texts', size);
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function* tee(
  content: AsyncIterable<Buffer>,
  add: (chunk: Buffer) => Promise<void> | undefined,
): AsyncIterable<Buffer> {
  for await (const chunk of content) {
    await add(chunk);
    yield chunk;
  }
}

async function* hashed(content: AsyncIterable<Buffer>, hash: Hash): AsyncIterable<Buffer> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}
