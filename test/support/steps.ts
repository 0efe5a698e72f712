/** A step of a build, as `docker build --progress plain` tells it. */
export type Step = {
  readonly stage: string;
  /** From 1, in its stage. */
  readonly number: number;
  /** The instruction, such as `RUN make`. */
  readonly text: string;
  readonly cached: boolean;
};

/** The steps of the stages in a build's plain output; those that only fetch a base image are left out. */
export function readSteps(output: string): readonly Step[] {
  const named = [...output.matchAll(/^#(\d+) \[([^\]]*?) *(\d+)\/\d+\] ([A-Z].*)$/gm)];
  const cached = new Set([...output.matchAll(/^#(\d+) CACHED$/gm)].map(([, id]) => id));
  const steps = new Map(
    named.map(([, id, stage = '', number, text = '']) => [
      id,
      { stage, number: Number(number), text, cached: cached.has(id) },
    ]),
  );
  return [...steps.values()].filter(({ text }) => !text.startsWith('FROM'));
}

/**
 * The first step of each stage that was carried out again. A stage that goes on from one of those is left out: all of it
 * comes after what made the other run again.
 */
export function firstUncached(steps: readonly Step[], dockerfile: string): readonly Step[] {
  const stages = new Map<string, Step>();
  for (const step of steps.toSorted((a, b) => b.number - a.number)) {
    if (!step.cached) stages.set(step.stage, step);
  }
  const parents = parentsIn(dockerfile);
  return [...stages.values()].filter(({ stage }) => !stages.has(parents.get(stage) ?? ''));
}

/** What each stage is made from, by its name; BuildKit calls those without one by their number. */
function parentsIn(dockerfile: string): ReadonlyMap<string, string> {
  const froms = dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)(?: AS (\S+))?$/gm);
  return new Map([...froms].map(([, parent = '', name], number) => [name ?? `stage-${number}`, parent]));
}
