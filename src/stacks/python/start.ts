import type { Fact, Kind, Need } from '../../detect/types.ts';
import type { Written } from './data.ts';

/** A command before the program, as arguments of Python. */
export type Before = {
  readonly argv: readonly string[];
  /** Without it the program is not started. */
  readonly must: boolean;
};

/** What stands between Python and a file that is run: see launch.ts. */
export type Program = 'flask' | 'bottle' | 'uvicorn' | 'nicegui' | 'socket' | 'plain';

/** How a project is started: whoever found it out, the recipe only needs this. */
export type Start = {
  readonly framework: Fact;
  readonly kind: Kind;
  /** Where the program is made. */
  readonly entry: Fact;
  /** Arguments of Python; `$PORT` in one of them stands for the port. */
  readonly argv: readonly string[];
  readonly before: readonly Before[];
  /** A program of ours in place of `argv`. */
  readonly program?: Program;
  /** A command that the project itself installs, such as `http`: `argv` are the words that it is given by default. */
  readonly script?: string;
  readonly port?: Fact;
  /** PORT says which it is; where it does not, the port is a part of the program. */
  readonly portByEnv: boolean;
  /** Directories to import from besides the working directory, relative to the project's. */
  readonly bases: readonly string[];
  /** Relative to the project's directory. */
  readonly workdir: string;
  /** Distributions that it takes, installed where the project does not bring them. */
  readonly servers: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly health?: Fact;
  /** What the program that serves it writes where it is started. */
  readonly writes?: readonly Written[];
  /** Commands of the build, in the working directory, shell text of ours. */
  readonly build: readonly { readonly comment: string; readonly run: string }[];
  readonly needs: readonly Need[];
  readonly notes: readonly string[];
  readonly rank: number;
};

/** What most have in common; 0.0.0.0 and the rest is up to each. */
export const plain = {
  before: [],
  portByEnv: false,
  bases: [],
  workdir: '',
  servers: [],
  env: {},
  build: [],
  needs: [],
  notes: [],
} as const;

export function high(value: string, from: string): Fact {
  return { value, from, confidence: 'high' };
}

export function medium(value: string, from: string): Fact {
  return { value, from, confidence: 'medium' };
}
