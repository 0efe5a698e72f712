import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Interrupted, UserError } from '../errors.ts';
import type { Change, Changes, Receipt } from '../pipeline.ts';

/** Steps that take back what was done, newest last. */
type Undo = (() => Promise<unknown>)[];

/**
 * Writes what is to be created or updated and removes what is to be deleted: every file goes to a temporary sibling first
 * and is renamed when all are there.
 * On any failure, or when the signal fires, the disk is put back as it was.
 * @throws UserError when the disk refuses; Interrupted when the signal fired.
 */
export async function commitChanges(changes: Changes, signal: AbortSignal): Promise<Receipt> {
  const undo: Undo = [];
  const writes = changes.items.filter(({ action }) => action === 'create' || action === 'update');
  try {
    await makeDirectories(changes.root, undo);
    const staged: { change: Change; path: string; temporary: string }[] = [];
    for (const change of writes) {
      stopIf(signal);
      await checkUnchanged(change, changes.root);
      const path = join(changes.root, change.path);
      staged.push({ change, path, temporary: await stage(change, path, undo) });
    }
    const backups: string[] = [];
    for (const { change, path, temporary } of staged) {
      stopIf(signal);
      if (change.before) backups.push(await backUp(path, undo));
      else undo.push(() => rm(path, { force: true }));
      await rename(temporary, path);
    }
    for (const change of changes.items.filter(({ action }) => action === 'delete')) {
      stopIf(signal);
      await checkUnchanged(change, changes.root);
      backups.push(await setAside(join(changes.root, change.path), undo));
    }
    stopIf(signal);
    for (const backup of backups) await rm(backup, { force: true });
    for (const backup of backups) await removeEmptyParents(backup, changes.root);
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => {});
    throw explain(error);
  }
  return receiptOf(changes);
}

/** What the changes are, whether they are written or not. */
export function receiptOf({ items }: Changes): Receipt {
  return { files: items.map(({ path, action, reason }) => ({ path, action, ...(reason && { reason }) })) };
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted();
}

/** A question may have been open for long, and the user may have gone on working. */
async function checkUnchanged({ path, before }: Change, root: string): Promise<void> {
  if (!before) return;
  const now = await readFile(join(root, path)).catch(() => undefined);
  if (now?.equals(before)) return;
  throw new UserError(`${path} was changed meanwhile; nothing was written`, {
    exitCode: 1,
    hint: 'run it again',
  });
}

async function stage(change: Change, path: string, undo: Undo): Promise<string> {
  await makeDirectories(dirname(path), undo);
  const temporary = sibling(path, 'new');
  undo.push(() => rm(temporary, { force: true }));
  await writeFile(temporary, change.content, { flag: 'wx', mode: change.mode });
  // A replaced file keeps the mode that its owner gave it; a new one gets ours, less the umask.
  if (change.before) await chmod(temporary, (await lstat(path)).mode & 0o777);
  return temporary;
}

/** Like `mkdir -p`, remembering which directories are new; Node's own reports a read-only disk as ENOENT. */
async function makeDirectories(path: string, undo: Undo): Promise<void> {
  const missing: string[] = [];
  for (let dir = path; !existsSync(dir); dir = dirname(dir)) missing.push(dir);
  for (const dir of missing.toReversed()) {
    await mkdir(dir);
    undo.push(() => rmdir(dir));
  }
}

/** A copy beside the file: taking it back is a rename, which needs no space and cannot stop half-way. */
async function backUp(path: string, undo: Undo): Promise<string> {
  const backup = sibling(path, 'old');
  undo.push(() => rm(backup, { force: true }));
  await copyFile(path, backup, constants.COPYFILE_EXCL);
  undo.push(() => rename(backup, path));
  return backup;
}

/** A file that is to go: it only changes its name until everything else is done. */
async function setAside(path: string, undo: Undo): Promise<string> {
  const backup = sibling(path, 'old');
  await rename(path, backup);
  undo.push(() => rename(backup, path));
  return backup;
}

/** Directories of which the last file is gone, as git would. */
async function removeEmptyParents(path: string, root: string): Promise<void> {
  for (let dir = dirname(path); dir.length > root.length; dir = dirname(dir)) {
    const removed = await rmdir(dir).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function sibling(path: string, kind: 'new' | 'old'): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${kind}`);
}

const refusals: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the path is too long',
  ENOTDIR: 'a part of the path is a file',
};

function explain(error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : refusals[code];
  if (!reason) return error;
  return new UserError(`cannot write ${path ?? ''}: ${reason}; nothing was changed`, { exitCode: 1 });
}
