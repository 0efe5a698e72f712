import type { Engine } from '../../engine/engine.ts';
import { saveImage } from '../../engine/save.ts';
import { readArchive } from './archive.ts';
import { beginInspection } from './inspect.ts';
import type { Image } from './types.ts';

/**
 * Reads an image out of the engine, by its id.
 * @param inspect what is looked for in the files' contents
 */
export async function loadImage(
  engine: Engine,
  name: Pick<Image, 'ref' | 'digest'>,
  signal: AbortSignal,
  begin = beginInspection,
): Promise<Image> {
  let image: Image | undefined;
  const read = async (archive: AsyncIterable<string | Buffer>) => {
    image = await readArchive(archive, name, { begin });
  };
  await saveImage(engine, name.digest, read, signal);
  if (!image) throw new Error(`nothing was read of ${name.ref}`);
  return image;
}
