import type { Step } from '../../engine/steps.ts';
import type { Instruction } from '../../dockerfile/instructions.ts';
import type { Stage } from './dockerfile.ts';

/** The instruction that a step of the build carries out; undefined where the two do not fit each other. */
export function locate(step: Step, stages: readonly Stage[]): Instruction | undefined {
  const stage = stages.find(({ name }) => name === step.stage);
  const keyword = /^[A-Z]+/.exec(step.text)?.[0];
  // What BuildKit counts: FROM only of an image (moby/buildkit:frontend/dockerfile/dockerfile2llb/convert.go).
  const isImage = stage && stage.from !== 'scratch' && !stages.some(({ name }) => name === stage.from);
  const counted = stage?.instructions.filter(({ keyword: each }) =>
    each === 'FROM' ? isImage : ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(each),
  );
  const found = counted?.[step.number - 1];
  return found?.keyword === keyword ? found : undefined;
}

/** A stage and those that it goes on from, by name, itself first. */
export function ancestry(name: string, stages: readonly Stage[]): readonly string[] {
  const chain: string[] = [];
  for (let at: string | undefined = name; at !== undefined && !chain.includes(at);) {
    chain.push(at);
    const from: string | undefined = stages.find((stage) => stage.name === at)?.from.toLowerCase();
    at = stages.some((stage) => stage.name === from) ? from : undefined;
  }
  return chain;
}
