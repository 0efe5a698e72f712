import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from '../inventory/text.ts';

/** What git knows of a directory, read from its files: no git is needed. */
export type Git = {
  /** The directory is the root of a repository. */
  readonly isRoot: boolean;
  /** A directory above it is. */
  readonly isBelow: boolean;
  /** The branch that is pushed to production, as far as it can be told. */
  readonly branch: string;
};

const usual = 'main';

export function readGit(root: string): Git {
  const isRoot = existsSync(join(root, '.git'));
  return {
    isRoot,
    isBelow: !isRoot && isInGit(dirname(root)),
    branch: isRoot ? branchOf(join(root, '.git')) : usual,
  };
}

/** Is it, or a directory above it, the root of a repository? */
export function isInGit(dir: string): boolean {
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}

/** What the origin calls its head; else the branch that is checked out, where it has one of the usual names. */
function branchOf(git: string): string {
  const [, remote] =
    /^ref: refs\/remotes\/origin\/([\w./-]+)$/m.exec(read(join(git, 'refs/remotes/origin/HEAD'))) ?? [];
  if (remote !== undefined) return remote;
  const [, local] = /^ref: refs\/heads\/(main|master|trunk|develop)$/m.exec(read(join(git, 'HEAD'))) ?? [];
  return local ?? usual;
}

function read(path: string): string {
  try {
    return readText(path);
  } catch {
    return '';
  }
}

/** Are there changes that are not committed? False where git cannot tell. Nothing that the repository configures is run. */
export async function isDirty(root: string, signal: AbortSignal): Promise<boolean> {
  // A repository that comes with programs of its own for git, or with settings from elsewhere, is not asked.
  if (/filter|include|command|fsmonitor|worktree|textconv/i.test(read(join(root, '.git/config'))))
    return false;
  const { run } = await import('../process/run.ts');
  const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  const args = [
    '-C',
    root,
    ...settings,
    '--no-optional-locks',
    'status',
    '--porcelain',
    '--untracked-files=normal',
  ];
  const { code, stdout } = await run('git', args, { signal, timeoutMs: 5000 });
  return code === 0 && stdout.trim() !== '';
}
