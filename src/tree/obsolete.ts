import type { Change, Tree, TreeFile } from '../pipeline.ts';
import { fingerprint } from '../update/base.ts';
import { readExisting } from './existing.ts';
import { keepChangedGroups } from './groups.ts';
import type { Past } from './past.ts';

/** What becomes of the files that an earlier run wrote and the tree no longer has: deleted if still as they were written. */
export async function findObsolete(tree: Tree, past: Past): Promise<readonly Change[]> {
  const now = new Set(tree.files.map(({ path }) => path));
  const { base, previous } = past;
  const once = [...previous.values()].filter(
    ({ owner, path }) => owner === 'once' && base.once.get(path) !== null,
  );
  const paths = new Set([...base.managed.keys(), ...once.map(({ path }) => path)]);
  const left = [...paths].filter((path) => !now.has(path)).map((path) => judge(path, tree.root, past));
  return keepChangedGroups((await Promise.all(left)).flat());
}

async function judge(path: string, root: string, { base, previous }: Past): Promise<readonly Change[]> {
  const managed = base.managed.get(path);
  const group = previous.get(path)?.group;
  const file: TreeFile = {
    path,
    content: Buffer.alloc(0),
    mode: 0o644,
    owner: managed === undefined ? 'once' : 'managed',
    ...(group !== undefined && { group }),
  };
  const before = await readExisting(root, path).catch(() => 'not a file');
  if (before === undefined) return [];
  // Something of the user's, such as a link, has taken its place.
  if (typeof before === 'string') return [{ ...file, action: 'skip', reason: 'obsolete' }];
  const ours = managed === undefined ? previous.get(path)?.content : Buffer.from(managed);
  const written = base.once.get(path) ?? (ours && fingerprint(ours));
  const action = fingerprint(before) === written ? 'delete' : 'skip';
  return [{ ...file, before, action, reason: 'obsolete' }];
}
