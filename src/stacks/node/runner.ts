import type { Runtime } from '../../recipe/types.ts';
import { openBunHost } from './bun-host.ts';
import { bunEnvironment, bunProgram } from './bun.ts';
import { openHost } from './host.ts';

/** What runs a program in its image, and how it is told so. */
export type Runner = {
  /** Absolute. */
  readonly program: string;
  /** The flag of a file that it loads first. */
  readonly load: string;
  /** Evaluates the word that follows. */
  readonly evaluate: readonly string[];
  /** The part that has it end when it is told to stop, and the file of ours. */
  readonly stop: string;
  /** Has it listen on every address. */
  readonly openHost: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Brings it into an image that has it not. */
  readonly steps: Runtime['steps'];
};

const node: Runner = {
  program: '/nodejs/bin/node',
  load: '--require',
  evaluate: ['/nodejs/bin/node', '-e'],
  stop: 'stop-on-sigterm',
  openHost,
  environment: {},
  steps: [],
};

const bun: Runner = {
  program: bunProgram,
  load: '--preload',
  // Elsewhere, where it finds no settings of the program.
  evaluate: [bunProgram, '--cwd=/', '-e'],
  stop: 'stop-bun-on-sigterm',
  openHost: openBunHost,
  environment: bunEnvironment,
  steps: [{ copy: ['/bun/bun'], to: bunProgram, from: 'bun' }],
};

/** @param version of Bun, where that runs it */
export function runnerOf(version: string | undefined): Runner {
  return version === undefined ? node : bun;
}
