import type { Image } from '../verify/image/types.ts';
import type { Instruction } from '../dockerfile/instructions.ts';

/**
 * The instructions that made the steps of an image's history, by the index of the step. Each makes one
 * (moby/buildkit:frontend/dockerfile/dockerfile2llb/convert.go, `commitToHistory`), so they are matched from the end; the first that
 * does not match is where the base image's own steps begin.
 */
export function matchHistory(
  { history }: Pick<Image, 'history'>,
  steps: readonly Instruction[],
): ReadonlyMap<number, Instruction> {
  const matched = new Map<number, Instruction>();
  for (let back = 1; back <= Math.min(history.length, steps.length); back++) {
    const instruction = steps.at(-back);
    if (!instruction || keywordOf(history.at(-back)?.createdBy ?? '') !== instruction.keyword) break;
    matched.set(history.length - back, instruction);
  }
  return matched;
}

/** The instruction that brought a file: the one whose layer is the highest to hold the path. */
export function instructionOf(
  image: Pick<Image, 'history' | 'layers'>,
  steps: readonly Instruction[],
  path: string,
): Instruction | undefined {
  const layer = image.layers.findLastIndex(({ entries }) => entries.some((entry) => entry.path === path));
  const made = image.history.flatMap(({ emptyLayer }, at) => (emptyLayer ? [] : [at]));
  const step = made[layer];
  // Some builders keep no history, or squash it.
  if (step === undefined || made.length !== image.layers.length) return undefined;
  return matchHistory(image, steps).get(step);
}

/** `COPY /app /app # buildkit`, `/bin/sh -c #(nop)  USER 65532` of other builders, and their `/bin/sh -c make` for a RUN. */
function keywordOf(createdBy: string): string | undefined {
  const [, nop, shell, plain] =
    /^(?:\/bin\/sh -c #\(nop\)\s+([A-Z]+)\b|(\/bin\/sh -c )|([A-Z]+)\b)/.exec(createdBy) ?? [];
  return nop ?? plain ?? (shell && 'RUN');
}
