import { posix } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import zlib, { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';
import * as v from 'valibot';
import { ExitCode, UserError } from '../../errors.ts';
import { inspectContent } from './inspect.ts';
import { readLayer } from './layer.ts';
import { flatten } from './rootfs.ts';
import type { Image, Layer } from './types.ts';

/** What one pass over an archive found, by the name of the member. */
type Members = {
  readonly layers: Map<string, Layer>;
  readonly texts: Map<string, string>;
  /** Docker before 25 writes a layer that occurs twice as a link to the first. */
  readonly links: Map<string, string>;
};

const largestText = 8_000_000;

const Manifest = v.pipe(
  v.array(v.object({ Config: v.string(), Layers: v.array(v.string()) })),
  v.minLength(1, 'no image in the archive'),
);

const strings = v.nullish(v.array(v.string()), []);
const keys = v.pipe(v.nullish(v.record(v.string(), v.unknown()), {}), v.transform(Object.keys));
const text = v.nullish(v.string(), '');
const HistoryFile = v.object({
  created_by: text,
  comment: text,
  empty_layer: v.nullish(v.boolean(), false),
});
const ConfigFile = v.object({
  os: v.string(),
  architecture: v.string(),
  history: v.nullish(v.array(HistoryFile), []),
  config: v.optional(
    v.object({
      User: v.nullish(v.string(), ''),
      Entrypoint: strings,
      Cmd: strings,
      Env: strings,
      ExposedPorts: keys,
      Healthcheck: v.nullish(v.object({ Test: strings, Timeout: v.nullish(v.number(), 0) }), {
        Test: [],
        Timeout: 0,
      }),
      StopSignal: v.nullish(v.string(), ''),
      WorkingDir: v.nullish(v.string(), ''),
      Labels: v.nullish(v.record(v.string(), v.string()), {}),
    }),
    {},
  ),
});

/**
 * Reads what `docker save` writes, in one pass and without keeping file contents.
 * Layers come before the manifest that names them, so all are read and the manifest's are taken.
 * @param inspect what is looked for in the files' contents
 */
export async function readArchive(
  stream: NodeJS.ReadableStream,
  name: Pick<Image, 'ref' | 'digest'>,
  inspect = inspectContent,
): Promise<Image> {
  const { layers, texts, links } = await readMembers(stream, inspect);
  const [manifest] = v.parse(Manifest, JSON.parse(texts.get('manifest.json') ?? '[]'));
  const { config, history } = parseConfig(texts.get(manifest?.Config ?? ''));
  const chosen = (manifest?.Layers ?? []).map((member) => {
    const layer = layers.get(links.get(member) ?? member);
    if (!layer) throw new Error(`the archive lacks its layer ${member}`);
    return layer;
  });
  return { ...name, config, history, layers: chosen, files: flatten(chosen) };
}

function parseConfig(json: string | undefined): Pick<Image, 'config' | 'history'> {
  const { os, architecture, config, history } = v.parse(ConfigFile, JSON.parse(json ?? 'null'));
  return {
    config: { os, architecture, ...config },
    history: history.map(({ created_by: createdBy, comment, empty_layer: emptyLayer }) => ({
      createdBy,
      comment,
      emptyLayer,
    })),
  };
}

async function readMembers(stream: NodeJS.ReadableStream, inspect: typeof inspectContent): Promise<Members> {
  const members: Members = { layers: new Map(), texts: new Map(), links: new Map() };
  const extract = tar.extract();
  stream.on('error', (error) => extract.destroy(error as Error));
  stream.pipe(extract);
  for await (const entry of extract) {
    const { name, type, size, linkname } = entry.header;
    if (type === 'file') {
      // tar-stream's entries are streamx streams: Readable in all that is used here.
      await readMember(members, { name, size: size ?? 0, inspect }, entry as unknown as Readable);
    }
    if (type === 'symlink' && linkname != null) {
      members.links.set(name, posix.join(posix.dirname(name), linkname));
    }
    entry.resume();
  }
  return members;
}

/** A member is known by its first bytes: its name is a digest in one kind of archive, `…/layer.tar` in the other. */
async function readMember(
  members: Members,
  { name, size, inspect }: { name: string; size: number; inspect: typeof inspectContent },
  entry: Readable,
): Promise<void> {
  const [head, content] = await peek(entry);
  const decompress = decompressorOf(head);
  if (decompress) {
    content.on('error', (error) => decompress.destroy(error));
    const layer = await readLayer(content.pipe(decompress), inspect);
    members.layers.set(name, { compressedBytes: size, ...layer });
    return;
  }
  if (head.subarray(257, 262).toString('latin1') === 'ustar' || isEmptyTar(head, size)) {
    const compressed = countGzip(content);
    const layer = await readLayer(content, inspect);
    members.layers.set(name, { compressedBytes: await compressed, ...layer });
    return;
  }
  if (size <= largestText) members.texts.set(name, await textOf(content));
}

/** By the magic number, as layers of both kinds occur in one archive; undefined for what is not compressed. */
function decompressorOf(head: Buffer): Transform | undefined {
  if (head.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return createGunzip({ chunkSize: 262_144 });
  if (!head.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) return undefined;
  // https://nodejs.org/api/zlib.html#zlibcreatezstddecompressoptions
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  if (createZstdDecompress) return createZstdDecompress();
  throw new UserError(`a layer is compressed with zstd, which Node ${process.versions.node} cannot read`, {
    exitCode: ExitCode.failed,
    hint: 'Node 22.15 or newer can',
  });
}

/** An empty layer is nothing but the two zero blocks that end a tar. */
function isEmptyTar(head: Buffer, size: number): boolean {
  return size >= 1024 && size % 512 === 0 && head.subarray(0, 512).every((byte) => byte === 0);
}

/** At least the first block of a stream if it has one, and a stream that still begins with it. */
async function peek(entry: Readable): Promise<[Buffer, Readable]> {
  const chunks = entry[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 512) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value as Buffer]);
  }
  async function* rest() {
    yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value as Buffer;
  }
  return [head, Readable.from(rest(), { objectMode: false })];
}

/** What gzip makes of a stream, in bytes: about what a push would send. */
async function countGzip(content: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of content.pipe(createGzip())) bytes += (chunk as Buffer).length;
  return bytes;
}

async function textOf(content: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
