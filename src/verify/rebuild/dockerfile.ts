import { parseInstructions, type Instruction } from '../../dockerfile/instructions.ts';

/** A stage as a builder's progress tells of it. */
export type Stage = {
  /** As BuildKit calls it: in lower case, `stage-2` where it has none, empty where it is the only one. */
  readonly name: string;
  /** The image or stage that it goes on from, as written. */
  readonly from: string;
  /** FROM is the first. */
  readonly instructions: readonly Instruction[];
};

/** The stages of a Dockerfile, each with its instructions. What is in front of the first FROM is left out. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const instruction of parseInstructions(text)) {
    if (instruction.keyword === 'FROM') {
      const [from = '', , name] = instruction.rest.split(/\s+/);
      stages.push({ name: (name ?? `stage-${stages.length}`).toLowerCase(), from, instructions: [] });
    }
    stages.at(-1)?.instructions.push(instruction);
  }
  const [only] = stages;
  if (only && stages.length === 1 && only.name === 'stage-0') only.name = '';
  return stages;
}
