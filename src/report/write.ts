import { appendFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ExitCode, UserError } from '../errors.ts';

/**
 * Writes a report: beside its place first, then by renaming, so that nobody reads half of one. What is no file (a pipe, /dev/null) is written
 * into, and the summary of a GitHub job, to which every step adds, is added to.
 * @throws UserError when the disk refuses
 */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    const summary = process.env.GITHUB_STEP_SUMMARY;
    if (summary && resolve(summary) === path) {
      await appendFile(path, text);
      return;
    }
    const found = await stat(path).catch(() => undefined);
    if (found && !found.isFile()) await writeFile(path, text);
    else await replace(found ? await realpath(path) : path, text, found?.mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`the report ${path} could not be written: ${code}`, { exitCode: ExitCode.failed });
  }
}

async function replace(path: string, text: string, mode = 0o666): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: mode & 0o777 });
    await rename(temporary, path);
  } catch (error) {
    // Not what somebody else has there.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(temporary, { force: true });
    throw error;
  }
}
