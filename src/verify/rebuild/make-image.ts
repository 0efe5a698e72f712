import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { buildImage, type BuildOptions } from '../../engine/build.ts';
import type { Engine } from '../../engine/engine.ts';
import { removeImage } from '../../engine/remove.ts';
import { readArchive } from '../image/archive.ts';
import { beginHash } from '../image/hash.ts';
import { loadImage } from '../image/load.ts';
import type { Image } from '../image/types.ts';

/** An image whose files have their hashes, or the last lines of a build that failed. */
export type Made =
  | {
      readonly image: Image;
      /** Of the manifest, where the builder rewrote all times: equal digests are equal images. */
      readonly digest: string | undefined;
    }
  | { readonly failed: readonly string[] };

/** 2000-01-01, in s. Formats that know no year before 1980, such as zip, can say it too. */
const defaultEpoch = '946684800';

/**
 * Builds an image to compare with another. As an archive with rewritten times where the builder can
 * (https://github.com/moby/buildkit/blob/master/docs/build-repro.md#source_date_epoch), else through the engine.
 */
export async function makeImage(engine: Engine, options: BuildOptions): Promise<Made> {
  const args = { SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH || defaultEpoch };
  return (await exported(engine, { ...options, args })) ?? loaded(engine, { ...options, args });
}

const Metadata = v.looseObject({ 'containerimage.digest': v.optional(v.string()) });

/** Undefined when the builder writes no archives (https://docs.docker.com/go/build-exporters/): it says so before the first step. */
async function exported(engine: Engine, options: BuildOptions): Promise<Made | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'create-distroless-image-'));
  try {
    const [archive, metadata] = [join(dir, 'image.tar'), join(dir, 'metadata.json')];
    const output = [
      '--output',
      `type=docker,rewrite-timestamp=true,"dest=${archive.replaceAll('"', '""')}"`,
      '--metadata-file',
      metadata,
      // It tells when it was built.
      '--provenance=false',
    ];
    const { succeeded, steps, tail } = await buildImage(engine, { ...options, output });
    if (!succeeded) return steps.length === 0 ? undefined : { failed: tail };
    const { 'containerimage.digest': digest } = v.parse(
      Metadata,
      JSON.parse(await readFile(metadata, 'utf8')),
    );
    const name = { ref: options.tag, digest: digest ?? '' };
    return { image: await readArchive(createReadStream(archive), name, { begin: beginHash }), digest };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function loaded(engine: Engine, options: BuildOptions): Promise<Made> {
  const tag = `${options.hold ?? options.tag}-${randomBytes(4).toString('hex')}`;
  try {
    const { imageId, tail } = await buildImage(engine, { ...options, tag, hold: tag });
    if (imageId === undefined) return { failed: tail };
    const name = { ref: options.tag, digest: imageId };
    return { image: await loadImage(engine, name, options.signal, beginHash), digest: undefined };
  } finally {
    await removeImage(engine, tag);
  }
}
