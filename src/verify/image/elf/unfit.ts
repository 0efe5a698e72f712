import type { ElfProblem } from './types.ts';

/** Ends the reading of one file; the reader turns it into that file's `problem`. */
export class Unfit extends Error {
  readonly problem: ElfProblem;

  constructor(kind: ElfProblem['kind'], what: string) {
    super(what);
    this.problem = { kind, what };
  }
}

export function malformed(what: string): Unfit {
  return new Unfit('malformed', what);
}
