import type { Change, Changes, Repo, Tree, TreeFile } from '../pipeline.ts';
import { fingerprint, hasBase } from '../update/base.ts';
import { readExisting } from './existing.ts';
import { hasReadme } from './has-readme.ts';
import { leaveTheirGroups } from './groups.ts';
import { findObsolete } from './obsolete.ts';
import type { Past } from './past.ts';
import { recordRun } from './record.ts';

/**
 * Compares the tree with the disk and says what would happen to each file, merging what both changed. Reads, never writes.
 * @param previous the tree of the earlier run's answers; what it lacks or has otherwise is what other answers need
 * @throws UserError when a path would be reached through a symbolic link or a file: nothing outside the root is touched.
 */
export async function diffTree(tree: Tree, repo: Pick<Repo, 'base'>, previous?: Tree): Promise<Changes> {
  const past: Past = {
    base: repo.base,
    previous: new Map(previous?.files.map((file) => [file.path, file])),
  };
  const compared = await Promise.all(tree.files.map((file) => compare(file, tree.root, past)));
  const items = leaveTheirGroups(compared, past);
  const all = [...items, ...(await findObsolete(tree, past)), await recordRun(tree, items, past)];
  return { root: tree.root, items: all.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function compare(file: TreeFile, root: string, past: Past): Promise<Change> {
  let before: Buffer | undefined;
  try {
    before = await readExisting(root, file.path);
  } catch (error) {
    // In place of a file that is theirs the user may have anything, such as a link to where it really is.
    if (file.owner === 'once' && !file.required) return { ...file, action: 'skip' };
    throw error;
  }
  const change = { ...file, ...(before && { before }) };
  if (before?.equals(file.content)) return { ...change, action: 'identical' };
  if (!before && file.owner === 'once' && file.path === 'README.md' && (await hasReadme(root)))
    return { ...change, action: 'skip' };
  return file.owner === 'once' ? compareOnce(change, past) : compareManaged(change, past);
}

async function compareManaged(file: Omit<Change, 'action'>, { base }: Past): Promise<Change> {
  const { before } = file;
  const pristine = base.managed.get(file.path);
  // What an earlier run wrote and is gone now, the user deleted: it stays deleted.
  if (!before) return { ...file, action: pristine === undefined || file.required ? 'create' : 'skip' };
  if (file.value && sameText(before, file.content)) return { ...file, action: 'identical' };
  if (file.value === 'saved') return { ...file, action: 'skip' };
  // A workflow that was there before us builds something of theirs, whatever it is called: the image needs none of ours.
  if (pristine === undefined)
    return { ...file, action: file.path.startsWith('.github/workflows/') ? 'skip' : 'conflict' };
  const old = Buffer.from(pristine);
  if (before.equals(old)) return { ...file, action: 'update' };
  if (file.value) return { ...file, action: sameText(before, old) ? 'update' : 'conflict' };
  return merge({ ...file, before }, old, (marked) => ({
    ...file,
    action: 'conflict',
    reason: 'overlap',
    ...(marked && { marked }),
  }));
}

/** The user's from the first minute: it only gets what other answers change in it, and only where that fits. */
async function compareOnce(file: Omit<Change, 'action'>, { base, previous }: Past): Promise<Change> {
  const { before } = file;
  const old = previous.get(file.path)?.content;
  if (!before) {
    // Needed from now on, or deleted by the user.
    const known = old !== undefined || base.once.has(file.path) || previous.size === 0;
    return { ...file, action: hasBase(base) && known ? 'skip' : 'create' };
  }
  if (!old || old.equals(file.content) || base.once.get(file.path) === null)
    return { ...file, action: 'skip' };
  return merge({ ...file, before }, old, () => ({
    ...file,
    action: 'skip',
    reason: 'overlap',
    byHand: { before: old, content: file.content },
  }));
}

async function merge(
  file: Omit<Change, 'action'> & { readonly before: Buffer },
  old: Buffer,
  otherwise: (marked?: Buffer) => Change,
): Promise<Change> {
  const { mergeFile } = await import('../update/merge.ts');
  const merged = await mergeFile(file.path, { old, yours: file.before, ours: file.content });
  if (!merged.clean) return otherwise(merged.marked);
  const { content } = merged;
  // Only the user changed it; we have nothing new to say.
  if (content.equals(file.before)) {
    return { ...file, action: sameText(content, file.content) ? 'identical' : 'skip' };
  }
  return {
    ...file,
    content,
    action: 'update',
    ...(!sameText(content, file.content) && { reason: 'merged' }),
  };
}

function sameText(a: Buffer, b: Buffer): boolean {
  return fingerprint(a) === fingerprint(b);
}
