import * as v from 'valibot';
import type { Blobs } from './blobs.ts';
import { chooseImage, type Candidate, type Choice } from './choice.ts';
import { parseJson } from './config.ts';
import type { Chosen } from './docker-manifest.ts';
import { ArchiveProblem, damaged, notAnImage, quoted } from './problem.ts';

const text = v.nullish(v.string(), '');
const texts = v.nullish(v.record(v.string(), v.string()), {});
const Descriptor = v.object({
  mediaType: text,
  digest: v.string(),
  annotations: texts,
  urls: v.nullish(v.array(v.string()), []),
  platform: v.nullish(
    v.object({ os: v.string(), architecture: v.string(), variant: v.optional(v.string()) }),
  ),
});
type Descriptor = v.InferOutput<typeof Descriptor>;
const Index = v.object({ manifests: v.nullish(v.array(Descriptor), []) });
const Manifest = v.object({ config: Descriptor, layers: v.array(Descriptor) });

/** Indexes within indexes: engines make two of them. */
const deepest = 5;
const mostManifests = 1000;

type Found = Candidate & { readonly digest: string; readonly json: string };

/**
 * Chooses an image by the index of an OCI layout (https://github.com/opencontainers/image-spec/blob/main/image-index.md).
 * Manifests that are not there (of other platforms) and attestations are passed over.
 */
export async function chooseFromIndex(json: string, blobs: Blobs, choice: Choice): Promise<Chosen> {
  const found = new Map<string, Found>();
  await collect(json, 'index.json', { blobs, found, names: [], depth: 0 });
  if (found.size === 0) throw notAnImage('its index names no image that is in it');
  const { json: manifestJson, digest } = chooseImage([...found.values()], choice);
  const { config, layers } = parseJson(Manifest, manifestJson, `the manifest ${digest}`);
  if (config.mediaType !== '' && !/\.image\.(config\.)?v1\+json$/.test(config.mediaType)) {
    throw notAnImage(`it holds ${quoted(config.mediaType)}`);
  }
  for (const [at, layer] of layers.entries()) assertReadable(layer, at);
  const configJson = await blobs.text(pathOf(config.digest));
  if (configJson === undefined) throw damaged(`its configuration ${config.digest} is not there`);
  return { config: configJson, layers: layers.map((layer) => pathOf(layer.digest)) };
}

type Walk = {
  readonly blobs: Blobs;
  readonly found: Map<string, Found>;
  readonly names: readonly string[];
  readonly depth: number;
};

async function collect(json: string, what: string, walk: Walk): Promise<void> {
  const { blobs, found, depth } = walk;
  for (const each of parseJson(Index, json, what).manifests) {
    const { digest, mediaType, platform } = each;
    if (isAttestation(each) || found.has(digest)) continue;
    const content = await blobs.text(pathOf(digest));
    if (content === undefined) continue;
    const names = [...namesOf(each), ...walk.names];
    if (/\bindex\b|manifest\.list/.test(mediaType)) {
      if (depth === deepest) throw damaged('its indexes are nested without end');
      await collect(content, `the index ${digest}`, { ...walk, names, depth: depth + 1 });
    } else {
      if (found.size === mostManifests) throw damaged(`its index names more than ${mostManifests} images`);
      found.set(digest, { names, digest, json: content, platform: platform ?? undefined });
    }
  }
}

function isAttestation({ annotations, platform }: Descriptor): boolean {
  // https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md
  return platform?.os === 'unknown' || annotations['vnd.docker.reference.type'] === 'attestation-manifest';
}

function namesOf({ annotations }: Descriptor): readonly string[] {
  const keys = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];
  return keys.flatMap((key) => annotations[key] ?? []);
}

/** Nothing but a digest may choose a file: in a layout directory anything else could name one outside. */
function pathOf(digest: string): string {
  const [, algorithm, hex] = /^(sha256|sha512):([a-f0-9]{64}(?:[a-f0-9]{64})?)$/.exec(digest) ?? [];
  if (hex === undefined) throw damaged(`${quoted(digest)} is no digest`);
  return `blobs/${algorithm}/${hex}`;
}

function assertReadable({ mediaType, urls }: Descriptor, at: number): void {
  const layer = `layer ${at + 1}`;
  if (mediaType.endsWith('+encrypted')) {
    throw new ArchiveProblem(`has an encrypted ${layer}`, 'decrypt it first: skopeo copy --decryption-key');
  }
  if (mediaType !== '' && !/\btar\b/.test(mediaType)) {
    throw notAnImage(`its ${layer} is ${quoted(mediaType)}`);
  }
  if (urls.length > 0 && /foreign|nondistributable/.test(mediaType)) {
    throw new ArchiveProblem(
      `does not hold its ${layer}, which is to be fetched from ${quoted(urls[0] ?? '')}`,
    );
  }
}
