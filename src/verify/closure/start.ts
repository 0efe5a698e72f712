import { posix } from 'node:path';
import { programDirs, resolveProgram } from '../image/resolve.ts';
import type { FileEntry, Image } from '../image/types.ts';
import type { Finder } from './finder.ts';
import type { Problem } from './types.ts';

/** What becomes of starting a program: the file that the kernel runs in the end, or why there is none. */
export type Start = { readonly runs: FileEntry } | { readonly problem: Problem } | undefined;

/** The kernel follows scripts to scripts five times: exec_binprm in torvalds/linux:fs/exec.c. */
const mostScripts = 5;

/**
 * Starts a program as the engine and the kernel do: through PATH, symlinks and `#!` lines, `env` included. Undefined when there is nothing of that
 * name, not even a symlink: that is for the entrypoint check to say.
 */
export function startProgram(program: string, image: Image, find: Finder): Start {
  const entry = resolveProgram(image, program);
  if (entry) return runFile(entry, image, find, mostScripts);
  const dirs = program.includes('/') ? [image.config.WorkingDir || '/'] : programDirs(image);
  for (const dir of dirs) {
    const path = posix.resolve('/', dir, program);
    const problem = danglingAt(path, find);
    if (problem) return { problem };
  }
  return undefined;
}

/** Follows the `#!` lines from a file on. */
export function runFile(entry: FileEntry, image: Image, find: Finder, left = mostScripts): Start {
  const { path, shebang } = entry;
  if (!shebang) return { runs: entry };
  const { interpreter } = shebang;
  const workingDir = image.config.WorkingDir || '/';
  const next = find.file(posix.resolve('/', workingDir, interpreter));
  if (!next || next.type !== 'file' || left === 0) {
    const dangling = danglingAt(posix.resolve('/', workingDir, interpreter), find);
    return { problem: dangling ?? { kind: 'shebang', path, needs: interpreter } };
  }
  const name = posix.basename(interpreter) === 'env' && programOfEnv(shebang.argument ?? '');
  if (!name) return runFile(next, image, find, left - 1);
  const found = resolveProgram(image, name);
  if (!found) return { problem: { kind: 'shebang', path, needs: name, by: interpreter } };
  return runFile(found, image, find, left - 1);
}

/** What `env` is asked to run; nothing when its options are not understood. */
function programOfEnv(argument: string): string | undefined {
  const words = argument.replace(/^(-\w*S|--split-string[= ]?)\s*/, '').split(/\s+/);
  const program = words.find((word) => !/^\w+=/.test(word));
  return program?.startsWith('-') || /["'\\$]/.test(argument) ? undefined : program;
}

/** The symlink on the way to a path that leads nowhere, when it is one. */
export function danglingAt(path: string, find: Finder): Extract<Problem, { kind: 'dangling' }> | undefined {
  const link = find.files.get(posix.join(find.real(posix.dirname(path)), posix.basename(path)));
  if (link?.type !== 'symlink' || find.file(path)) return undefined;
  return { kind: 'dangling', path: link.path, to: find.real(path) };
}
