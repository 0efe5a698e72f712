import { shellCommand } from '../../ui/shell.ts';
import type { Edit } from './listen.ts';
import type { Bin, Package } from './manifest.ts';
import type { Native } from './native.ts';
import type { Toolchain } from './toolchain.ts';
import type { Tools } from './tools.ts';
import type { Workspace } from './workspace.ts';

/** What is known of how a program is built. */
export type BuildPlan = {
  readonly own: Package;
  readonly bin: Bin;
  readonly workspace: Workspace;
  /** Directory of the build context, relative to the root: the workspace's, or one above it. */
  readonly context: string;
  /** Cargo.lock is there and fits. */
  readonly locked: boolean;
  readonly tools: Tools;
  readonly native: Native;
  readonly toolchain: Toolchain;
  /** Of a build command that something else than Cargo's files names. */
  readonly words: readonly string[];
  readonly edits: readonly Edit[];
  /** Where it insists on a .env, which no image should have. */
  readonly dotenv: readonly Edit[];
  /** Besides the default ones and those of the program. */
  readonly features: readonly string[];
};

/** The whole command; `shown`: without what only the Dockerfile needs. */
export function buildCommand(plan: BuildPlan): string {
  const { own, bin, workspace, locked, words } = plan;
  const features = [...bin.features, ...plan.features, ...valueOf(words, '--features', '-F')];
  const options = [
    ...(locked ? ['--locked'] : []),
    '--release',
    ...(own.dir === workspace.dir ? [] : ['--package', own.name]),
    '--bin',
    bin.name,
    ...(features.length > 0 ? ['--features', features.join(',')] : []),
    ...['--all-features', '--no-default-features'].filter((flag) => words.includes(flag)),
  ];
  return shellCommand(['cargo', 'build', ...options]);
}

function valueOf(words: readonly string[], ...flags: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const [flag = '', value] = word.split('=', 2);
    if (!flags.includes(flag)) return [];
    const features = value ?? words[at + 1];
    return features === undefined ? [] : features.split(/[\s,]+/);
  });
}
