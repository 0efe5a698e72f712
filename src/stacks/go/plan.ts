import type { StackManifest } from '../schema.ts';
import type { Cgo } from './cgo.ts';
import type { EnvFile } from './env-file.ts';
import type { Frontend } from '../frontend/frontend.ts';
import type { Generator } from './generated.ts';
import type { HealthWords } from './health.ts';
import type { LinkValue } from './link-values.ts';
import type { ModulesState } from './modules-state.ts';
import type { Outdated } from './outdated.ts';
import type { Patch } from './place.ts';
import type { Program } from './program.ts';
import type { RunTimeFiles } from './run-time-files.ts';
import type { Write } from './writes.ts';

/** What the detectors found of a program, as far as its image depends on it. */
export type Plan = {
  readonly program: Program;
  readonly name: string;
  readonly state: ModulesState;
  readonly outdated: readonly Outdated[];
  readonly tags: readonly string[];
  readonly values: readonly LinkValue[];
  readonly cgo?: Cgo;
  readonly generators: readonly Generator[];
  /** Files that are embedded and that nothing makes, relative to the root. */
  readonly placeholders: readonly string[];
  readonly frontends: readonly Frontend[];
  readonly patches: readonly Patch[];
  readonly runTime: RunTimeFiles;
  readonly envFile?: EnvFile;
  readonly writes: readonly Write[];
  readonly needsHome: boolean;
  readonly health: HealthWords;
  /** Set in the image; `$PORT` stands for the port. */
  readonly env: Readonly<Record<string, string>>;
  /** What the program is called with unless the user says otherwise. */
  readonly args: readonly string[];
  /** The toolchain is newer than the builder's. */
  readonly newer: boolean;
  readonly isPrivate: boolean;
  /** What frontends are built by. */
  readonly nodeStack: StackManifest | undefined;
  /** The directory of the build context, relative to the root. */
  readonly context: string;
  readonly serves: boolean;
};

/** Where commands and the program's files are in the image. */
export const places = {
  caches: ['/go/pkg/mod', '/root/.cache/go-build'],
  bin: '/usr/local/bin',
  work: '/app',
} as const;

/** The working directory: further down where the program writes or reads above it, by the names of its own directory. */
export function workOf({ writes, runTime }: Pick<Plan, 'writes' | 'runTime'>): string {
  const above = Math.max(
    0,
    ...runTime.files.map(({ path }) => path.split('/').filter((part) => part === '..').length),
  );
  if (above > 0) return [places.work, ...runTime.base.split('/').slice(-above)].join('/');
  return writes.some(({ path }) => path.startsWith('..')) ? `${places.work}/run` : places.work;
}
