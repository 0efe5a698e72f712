import { lstat, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { clip } from '../inventory/clip.ts';
import { readBytes, readText } from '../inventory/text.ts';
import type { Base, Repo } from '../pipeline.ts';
import { pinsIn } from '../render/references.ts';
import { basePath, decodeBase, emptyBase, settingsPath } from '../update/base.ts';

/**
 * Looks at the directory that will be written to. It need not exist yet.
 * @throws UserError when it is something that must not be written to: a file, a symbolic link, an unreadable directory.
 */
export async function readRepo(cwd: string, dir: string): Promise<Repo> {
  checkDirText(dir);
  const root = resolve(cwd, dir);
  const entries = await listDirectory(root, dir);
  return {
    root,
    entries,
    saved: entries.includes(settingsPath) ? await readEarlier(join(root, settingsPath)) : {},
    base: entries.includes('.distroless') ? readBase(root) : emptyBase,
    pinned: entries.includes('Dockerfile') ? readPins(root) : new Map(),
  };
}

function checkDirText(dir: string): void {
  if (dir.trim() === '')
    throw new UserError('the directory’s name is empty', { exitCode: 2, hint: 'use . for this one' });
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  if (/[\u0000-\u001F\u007F]/.test(dir)) {
    throw new UserError(`${JSON.stringify(dir)} has control characters`, { exitCode: 2 });
  }
}

async function listDirectory(root: string, dir: string): Promise<readonly string[]> {
  try {
    const stat = await lstat(root);
    if (stat.isSymbolicLink()) {
      throw new UserError(`${dir} is a symbolic link`, {
        exitCode: 2,
        hint: 'give the directory that it points to',
      });
    }
    if (!stat.isDirectory()) throw new UserError(`${dir} is a file, not a directory`, { exitCode: 2 });
    return (await readdir(root)).toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new UserError(`a part of ${dir} is a file, not a directory`, { exitCode: 2 });
    if (code === 'ENAMETOOLONG') {
      throw new UserError(`the directory’s name is too long: ${dir.slice(0, 40)}…`, { exitCode: 2 });
    }
    if (code === 'EACCES') throw new UserError(`${dir} cannot be read: permission denied`, { exitCode: 1 });
    throw error;
  }
}

/** The reader of answers is loaded where there is an earlier run: most often there is none. */
async function readEarlier(path: string): Promise<Repo['saved']> {
  const text = readSettings(path);
  const { readSaved } = await import('./saved.ts');
  return readSaved(text);
}

function readSettings(path: string): string {
  try {
    return readText(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`distroless.yaml cannot be read: ${code ?? message}`, { exitCode: 1 });
  }
}

function readBase(root: string): Base {
  try {
    return decodeBase(readBytes(join(root, basePath)));
  } catch {
    // Gone or damaged: without it every difference counts as the user's.
    return emptyBase;
  }
}

function readPins(root: string): ReadonlyMap<string, string> {
  try {
    return pinsIn(clip(readText(join(root, 'Dockerfile'))));
  } catch {
    // Anything but a file is refused later, when it would be written.
    return new Map();
  }
}
