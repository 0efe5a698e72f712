import type { BuildOptions, BuildReceipt } from '../../engine/build.ts';
import { buildImage } from '../../engine/build.ts';
import type { Engine } from '../../engine/engine.ts';
import { makeImage, type Made } from './make-image.ts';

/** How what is under test is built again, as it was the first time: the same builder, secrets and platform. */
export type Rebuild = {
  /** The build context, absolute. Nothing may be written to it. */
  readonly context: string;
  /** The Dockerfile, absolute, where it is not the context's own. */
  readonly file?: string;
  /** Text of the Dockerfile. */
  readonly dockerfile: string;
  /** Builds from another context and keeps no image. */
  steps(context: string): Promise<BuildReceipt>;
  /** An image with the hashes of its files: out of the cache, or of a build that uses none. */
  image(how: { readonly cold: boolean }): Promise<Made>;
  /** The first build found nothing in the cache, so that it counts as a cold one. */
  readonly wasCold: boolean;
};

export function openRebuild(
  engine: Engine,
  options: BuildOptions,
  { dockerfile, first }: { readonly dockerfile: string; readonly first: BuildReceipt },
): Rebuild {
  return {
    context: options.context,
    ...(options.file !== undefined && { file: options.file }),
    dockerfile,
    steps: (context) => buildImage(engine, { ...options, context, output: ['--output', 'type=cacheonly'] }),
    image: ({ cold }) => makeImage(engine, { ...options, cold }),
    // A base image that is there counts as cached.
    wasCold: first.steps.every(({ cached, text }) => !cached || text.startsWith('FROM')),
  };
}
