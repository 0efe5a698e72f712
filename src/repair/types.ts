import type { OptionId } from '../pipeline.ts';

/** What went wrong, as far as a repair can be read from it. */
export type Failure = {
  /** The last lines of a build that failed; empty when it was built. */
  readonly build: string;
  /** What the container printed before it failed to answer; empty when it answered. */
  readonly logs: string;
  /** Libraries that programs in the image lack, by their soname. */
  readonly libraries: readonly string[];
  /** Where it was probed; 0 for what is no server. */
  readonly port: number;
  /** Working directory in the image, absolute. */
  readonly workdir: string;
  /** Files of the repository, relative to it. */
  readonly files: readonly string[];
};

/** An answer that would have prevented it. */
export type Repair = {
  readonly answer: Extract<OptionId, 'packages' | 'apt' | 'files' | 'writable'> | 'port';
  /** Joins what is there already, but for a port. */
  readonly value: string;
  /** What was seen, a sentence: `the build found no pg_config` */
  readonly why: string;
};

/** One known cause a file. */
export type Cause = (failure: Failure) => Repair | undefined;
