import { parseInstructions, type Instruction } from '../dockerfile/instructions.ts';

export type ImageSource = {
  /** The FROM of the last stage. */
  readonly from: Instruction;
  /** The instructions that the image was made by, oldest first: those of the last stage, after those of the stages it is built upon. */
  readonly steps: readonly Instruction[];
};

/** What of a Dockerfile makes the image that it builds; undefined for a text without a FROM. */
export function readImageSource(dockerfile: string): ImageSource | undefined {
  const stages: { from: Instruction; steps: Instruction[] }[] = [];
  for (const instruction of parseInstructions(dockerfile)) {
    if (instruction.keyword === 'FROM') stages.push({ from: instruction, steps: [] });
    // It makes nothing of this image.
    else if (instruction.keyword !== 'ONBUILD') stages.at(-1)?.steps.push(instruction);
  }
  const last = stages.at(-1);
  if (!last) return undefined;
  const steps = [...last.steps];
  let at = stages.length - 1;
  for (;;) {
    const base = wordsOf(stages[at]?.from)[0]?.toLowerCase();
    at = stages.slice(0, at).findLastIndex(({ from }) => base !== undefined && nameOf(from) === base);
    if (at < 0) return { from: last.from, steps };
    steps.unshift(...(stages[at]?.steps ?? []));
  }
}

/** `FROM golang:1.26 AS build` -> `build`. */
function nameOf(from: Instruction): string | undefined {
  const [, as, name] = wordsOf(from);
  return as?.toLowerCase() === 'as' ? name?.toLowerCase() : undefined;
}

function wordsOf(from: Instruction | undefined): readonly string[] {
  return (from?.rest ?? '').split(/\s+/);
}
