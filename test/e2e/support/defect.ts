import type { Status } from '../../../src/verify/types.ts';
import { parts } from './fixtures.ts';
import type { createRandom } from './random.ts';
import { drawNames, type Names, type Recipe } from './recipe.ts';

/** An image with one defect, what its check must say, and the same image without the defect. */
export type Defect = {
  readonly check: string;
  readonly what: string;
  readonly bad: Recipe;
  readonly good?: Recipe;
  /** `fail` unless said. */
  readonly status?: Status;
  /** Texts or patterns that message and hint must hold. */
  readonly says: readonly (string | RegExp)[];
  /** Checks that cannot pass on such an image either: those that fail by their id, `id warn` for those that warn. */
  readonly also?: readonly string[];
};

/** What a file of test/e2e/defects may draw from. */
export type Draw = {
  /** Those of the image under test. */
  readonly names: Names;
  /** Names that nothing has yet, for what a defect adds. */
  readonly other: Names;
  readonly random: ReturnType<typeof createRandom>;
};

export function draw(random: ReturnType<typeof createRandom>): Draw {
  return { names: drawNames(random), other: drawNames(random), random };
}

/** For images that do not come up: nobody waits long for them. */
export const soon = { boot: '2s' };

/** A line that brings a real tool into the image, under any name. */
export function toolAt(tool: string, path: string, flags = ''): string {
  return `COPY --from=${parts} ${flags} /tools/${tool} ${path}`;
}

/** A line that runs a tool without leaving it in the image, as a scratch image has none. */
export function runBusybox(...args: readonly string[]): string {
  const mount = `--mount=type=bind,from=${parts},source=/tools,target=/tools`;
  return `RUN ${mount} ${JSON.stringify(['/tools/busybox', ...args])}`;
}

/** A base image whose entrypoint is the program, at this path. */
export function baseWith(entrypoint: string): string {
  return `FROM scratch AS base\nCOPY --from=${parts} /server ${entrypoint}\nENTRYPOINT ["${entrypoint}"]`;
}
