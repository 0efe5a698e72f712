import type { Base, Change, Tree } from '../pipeline.ts';
import { basePath, decodeBase, encodeBase, fingerprint, hasBase, sameBase } from '../update/base.ts';
import { readExisting } from './existing.ts';
import type { Past } from './past.ts';

/** The change to the record that a later run starts from. */
export async function recordRun(tree: Tree, items: readonly Change[], past: Past): Promise<Change> {
  const record = recordOf(tree, items, past);
  const before = await readExisting(tree.root, basePath);
  const file = { path: basePath, content: encodeBase(record), mode: 0o644, owner: 'managed' } as const;
  return before ? { ...file, before, action: actionFor(before, record) } : { ...file, action: 'create' };
}

/** Our own text as it is in the tree, never the merged one. */
function recordOf({ files }: Tree, items: readonly Change[], { base }: Past): Base {
  const actions = new Map(items.map(({ path, action }) => [path, action]));
  const managed = files.filter(({ owner }) => owner === 'managed');
  const once = files.filter(({ owner }) => owner === 'once');
  return {
    managed: new Map(managed.map(({ path, content }) => [path, content.toString('utf8')])),
    once: new Map(
      once.map(({ path, content }) => {
        const known = base.once.get(path);
        if (actions.get(path) !== 'skip') return [path, fingerprint(content)];
        if (known !== undefined) return [path, known];
        return [path, hasBase(base) ? fingerprint(content) : null];
      }),
    ),
  };
}

/** Compared by what it holds: the compressed bytes differ between zlib versions. */
function actionFor(before: Buffer, record: Base): Change['action'] {
  try {
    return sameBase(decodeBase(before), record) ? 'identical' : 'update';
  } catch {
    return 'conflict';
  }
}
