import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ExitCode, UserError } from '../errors.ts';
import { didYouMean } from '../ui/suggest.ts';

export const formats = ['junit', 'sarif', 'markdown', 'html'] as const;
export type Format = (typeof formats)[number];

/** A report to write. */
export type Target = {
  readonly format: Format;
  /** Absolute; undefined: stdout. */
  readonly path: string | undefined;
};

/**
 * Reads `--report FORMAT=FILE`; `-` is stdout.
 * @throws UserError (usage) for what is no such thing, and for two reports in one place
 */
export function parseTargets(values: readonly string[], json: boolean): readonly Target[] {
  const targets = values.map(parseTarget);
  const paths = targets.map(({ path }) => path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (paths.some((path, at) => paths.indexOf(path) !== at))
    throw usage(`two reports to ${twice ?? 'stdout'}`);
  if (json && paths.includes(undefined))
    throw usage('--json and a report both want stdout', 'name a file for the report');
  return targets;
}

function parseTarget(value: string): Target {
  const [, word = '', file] = /^([^=]*)(?:=([^]*))?$/.exec(value) ?? [];
  const format = formats.find((name) => name === word);
  const flag = `--report ${JSON.stringify(value)}`;
  if (format === undefined) {
    throw usage(`${flag}: no such format${didYouMean(word, formats)}`, `known: ${formats.join(', ')}`);
  }
  if (!file) throw usage(`${flag} names no file`, `--report ${format}=FILE, or ${format}=- for stdout`);
  return { format, path: file === '-' ? undefined : resolve(file) };
}

/**
 * Can the reports be written when the time comes? Asked before a build of minutes.
 * @throws UserError (usage) with the reason
 */
export async function assertWritable(targets: readonly Target[]): Promise<void> {
  for (const { path } of targets) {
    if (path === undefined) continue;
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw unwritable(path, 'it is a directory');
    // A file is replaced by renaming another, which is the directory's to allow.
    const needed = found && !found.isFile() ? path : dirname(found ? await realpath(path) : path);
    await access(needed, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      throw unwritable(path, reasons[error.code ?? ''] ?? String(error.code));
    });
    if (found) continue;
    const parent = await stat(dirname(path));
    if (!parent.isDirectory()) throw unwritable(path, reasons.ENOTDIR as string);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'a part of the path is a file',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
};

function unwritable(path: string, reason: string): UserError {
  return usage(`the report ${path} cannot be written: ${reason}`);
}

function usage(message: string, hint?: string): UserError {
  return new UserError(message, { exitCode: ExitCode.usage, hint });
}
