import type { StackManifest } from '../stacks/schema.ts';

/** A builder and the runtime that was chosen with it. */
export type Pair = {
  readonly stack: string;
  readonly target: string;
  readonly build: string;
  readonly runtime: string;
  readonly reason: string;
};

/** The pairs of every target of every stack, in the stacks' order. */
export function listPairs(stacks: readonly StackManifest[]): readonly Pair[] {
  return stacks.flatMap(({ id: stack, targets }) =>
    Object.entries(targets).map(([target, { build, runtime, reason }]) => ({
      stack,
      target,
      build,
      runtime,
      reason,
    })),
  );
}
