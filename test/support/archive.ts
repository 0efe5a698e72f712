import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import tar, { type Header } from 'tar-stream';
import type { Choice } from '../../src/verify/image/choice.ts';
import { readArchive } from '../../src/verify/image/archive.ts';
import type { createBudget } from '../../src/verify/image/budget.ts';
import type { Image } from '../../src/verify/image/types.ts';

/** An entry of a tar: content, or a header of any kind. */
export type Entry = string | Buffer | Partial<Omit<Header, 'name'>>;

/** A tar of these entries by name, or in this order where a name occurs twice. */
export async function pack(
  entries: Readonly<Record<string, Entry>> | readonly (readonly [string, Entry])[],
): Promise<Buffer> {
  const archive = tar.pack();
  for (const [name, entry] of Array.isArray(entries) ? entries : Object.entries(entries)) {
    if (typeof entry === 'string' || Buffer.isBuffer(entry)) archive.entry({ name, mode: 0o755 }, entry);
    else archive.entry({ name, ...entry });
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const config = {
  os: 'linux',
  architecture: 'arm64',
  config: { User: '65532', Entrypoint: ['/app'], Cmd: null },
};

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The files of what `docker save` writes. */
export function dockerFiles(
  layers: readonly Buffer[],
  { json = JSON.stringify(config), tags = ['app:1'] }: { json?: string; tags?: readonly string[] } = {},
): Record<string, Buffer | string> {
  const names = layers.map((layer) => `blobs/sha256/${sha256(layer)}`);
  const configName = `blobs/sha256/${sha256(json)}`;
  return {
    ...Object.fromEntries(layers.map((layer, at) => [names[at] as string, layer])),
    [configName]: json,
    'manifest.json': JSON.stringify([{ Config: configName, RepoTags: tags, Layers: names }]),
  };
}

export type OciImage = {
  readonly layers: readonly Buffer[];
  readonly config?: object;
  readonly platform?: object;
  readonly annotations?: object;
  readonly layerType?: string;
  readonly configType?: string;
  readonly urls?: readonly string[];
};

const oci = 'application/vnd.oci.image';

/** The files of an OCI layout with these images; `nested` puts an index between. */
export function ociFiles(
  images: readonly OciImage[],
  { nested = false }: { nested?: boolean } = {},
): Record<string, Buffer | string> {
  const files: Record<string, Buffer | string> = { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}' };
  const add = (mediaType: string, content: Buffer | string, more: object = {}) => {
    files[`blobs/sha256/${sha256(content)}`] = content;
    return { mediaType, digest: `sha256:${sha256(content)}`, size: content.length, ...more };
  };
  const manifests = images.map((image) => {
    const { layers, platform, annotations, urls } = image;
    const layerType = image.layerType ?? `${oci}.layer.v1.tar+gzip`;
    const manifest = {
      schemaVersion: 2,
      config: add(image.configType ?? `${oci}.config.v1+json`, JSON.stringify(image.config ?? config)),
      layers: layers.map((layer) => add(layerType, layer, urls && { urls })),
    };
    return add(`${oci}.manifest.v1+json`, JSON.stringify(manifest), { platform, annotations });
  });
  const index = { schemaVersion: 2, manifests };
  const top = nested ? { ...index, manifests: [add(`${oci}.index.v1+json`, JSON.stringify(index))] } : index;
  return { ...files, 'index.json': JSON.stringify(top) };
}

/** Reads an archive that comes in chunks of an odd size, so that headers and magic numbers come in pieces. */
export function read(
  archive: Buffer,
  {
    choice,
    budget,
    digest,
    chunkBytes = 700,
  }: {
    choice?: Choice;
    budget?: ReturnType<typeof createBudget>;
    digest?: string;
    chunkBytes?: number;
  } = {},
): Promise<Image> {
  const chunks = Array.from({ length: Math.ceil(archive.length / chunkBytes) }, (_, at) =>
    archive.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  const name = { ref: 'x', ...(digest !== undefined && { digest }) };
  return readArchive(Readable.from(chunks, { objectMode: false }), name, {
    ...(choice && { choice }),
    ...(budget && { budget }),
  });
}
