import type { Engine } from '../../engine/engine.ts';
import { saveImage } from '../../engine/save.ts';
import { readArchive } from './archive.ts';
import type { Image } from './types.ts';

/** Reads an image out of the engine, by its id. */
export async function loadImage(
  engine: Engine,
  name: Pick<Image, 'ref' | 'digest'>,
  signal: AbortSignal,
): Promise<Image> {
  let image: Image | undefined;
  const read = async (archive: AsyncIterable<string | Buffer>) => {
    image = await readArchive(archive, name);
  };
  await saveImage(engine, name.digest, read, signal);
  if (!image) throw new Error(`nothing was read of ${name.ref}`);
  return image;
}
