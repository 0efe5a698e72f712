import type { Base, TreeFile } from '../pipeline.ts';

/** What an earlier run did, as far as it is known; empty when there was none. */
export type Past = {
  readonly base: Base;
  /** Its files by path, by today's templates; empty also where its answers mean nothing today. */
  readonly previous: ReadonlyMap<string, TreeFile>;
};
