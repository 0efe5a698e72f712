import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { readBlob, type Blob, type Reading } from './blob.ts';
import { createBlobs, type Blobs } from './blobs.ts';
import { counted, createBudget, type Budget } from './budget.ts';
import type { Choice } from './choice.ts';
import { parseConfig } from './config.ts';
import { decompressorOf, unpack } from './decompress.ts';
import { chooseFromManifest } from './docker-manifest.ts';
import { eachMember } from './members.ts';
import { chooseFromIndex } from './oci-index.ts';
import { beginInspection, type Begin } from './inspect.ts';
import { peek } from './peek.ts';
import { formatPlatform, isPlatform } from './platform.ts';
import { ArchiveProblem, damaged, forUser, notAnImage, quoted } from './problem.ts';
import { flatten } from './rootfs.ts';
import { looksLikeTar } from './tar-header.ts';
import type { Image, Layer } from './types.ts';

/** What the image is called; its digest is that of its configuration where it is not known already. */
export type Named = { readonly ref: string; readonly digest?: string };

/** Engines take no more: overlayfs has at most 500 lower layers (`OVL_MAX_STACK` in Linux, fs/overlayfs/super.c). */
const mostLayers = 500;
/** Members of an archive that are not layers count too: there must be an end of them. */
const mostMembers = 20_000;

/**
 * Reads what `docker save` writes, or an OCI layout as a tar, in one pass and without keeping file contents.
 * Layers come before the manifest that names them, so all are read and the manifest's are taken.
 * @throws UserError when it is damaged, no image, or more than is read of one
 */
export async function readArchive(
  stream: AsyncIterable<Buffer | string>,
  name: Named,
  {
    choice = {},
    budget = createBudget(),
    begin = beginInspection,
  }: { readonly choice?: Choice; readonly budget?: Budget; readonly begin?: Begin } = {},
): Promise<Image> {
  return forUser(name.ref, async () => {
    const source = counted(stream as AsyncIterable<Buffer>, budget);
    return assemble(await readMembers(source, budget, begin), name, choice, budget);
  });
}

/** Puts the image together that a manifest or an index names. */
export async function assemble(
  blobs: Blobs,
  { ref, digest }: Named,
  choice: Choice,
  budget: Budget,
): Promise<Image> {
  const [manifest, index] = [await blobs.text('manifest.json'), await blobs.text('index.json')];
  const chosen =
    (manifest === undefined ? undefined : await chooseFromManifest(manifest, blobs, choice)) ??
    (index === undefined ? undefined : await chooseFromIndex(index, blobs, choice));
  if (!chosen) throw notAnImage('it has neither a manifest.json nor an index.json that names one');
  const { config, history, variant } = parseConfig(chosen.config);
  const own = { ...config, variant };
  if (choice.platform && !isPlatform(own, choice.platform)) {
    throw new ArchiveProblem(`is for ${formatPlatform(own)}, not ${formatPlatform(choice.platform)}`);
  }
  if (chosen.layers.length > mostLayers) throw damaged(`its image has more than ${mostLayers} layers`);
  const layers = [];
  for (const layerName of chosen.layers) {
    const layer = await blobs.layer(layerName);
    if (!layer) throw damaged(`it lacks the layer ${quoted(layerName)}`);
    layers.push(layer);
  }
  // A layer that is named several times was read, and counted, once.
  budget.spend('entries', filesOf(layers) - filesOf([...new Set(layers)]));
  const id = `sha256:${createHash('sha256').update(chosen.config).digest('hex')}`;
  return { ref, digest: digest ?? id, config, history, layers, files: flatten(layers) };
}

function filesOf(layers: readonly Layer[]): number {
  return layers.reduce((sum, { entries }) => sum + entries.length, 0);
}

/** The archive may be compressed as a whole: `docker save … | gzip`. */
async function readMembers(source: AsyncIterable<Buffer>, budget: Budget, begin: Begin): Promise<Blobs> {
  const [head, content] = await peek(source);
  const decompress = decompressorOf(head);
  if (!decompress) return readTar(head, content, { budget, begin });
  return unpack(content, decompress, 'it', async (unpacked) => {
    const [innerHead, inner] = await peek(counted(unpacked, budget));
    return readTar(innerHead, inner, { budget, begin });
  });
}

async function readTar(head: Buffer, content: AsyncIterable<Buffer>, how: Reading): Promise<Blobs> {
  if (head.length === 0) throw notAnImage('it is empty');
  if (!looksLikeTar(head)) throw notAnImage('it is no tar');
  const blobs = new Map<string, Blob>();
  /** Docker before 25 writes a layer that occurs twice as a link to the first. */
  const links = new Map<string, string>();
  await eachMember(content, async ({ name, type, stored, target = '' }, member) => {
    const path = posix.normalize(name);
    if (type === 'file') blobs.set(path, await readBlob({ name: path, size: stored }, member, how));
    if (type === 'link') links.set(path, posix.normalize(target));
    if (type === 'symlink') links.set(path, posix.join(posix.dirname(path), target));
    if (blobs.size + links.size > mostMembers) throw notAnImage(`it holds more than ${mostMembers} files`);
  });
  return createBlobs(async (name) => blobs.get(name) ?? blobs.get(links.get(name) ?? ''));
}
