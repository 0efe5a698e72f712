import type { Change, TreeFile } from '../pipeline.ts';
import { hasBase } from '../update/base.ts';
import type { Past } from './past.ts';

/**
 * Where the user has a file of a group already, and another than ours, the rest of the group would not fit to it. After an
 * earlier run that is what it recorded: by now files differ because the user worked on them.
 */
export function leaveTheirGroups(items: readonly Change[], { base, previous }: Past): readonly Change[] {
  const theirs = hasBase(base)
    ? [...items, ...previous.values()].filter(({ path }) => base.once.get(path) === null)
    : items.filter(({ owner, action }) => owner === 'once' && action === 'skip');
  return skip(items, 'create', groupsOf(theirs));
}

/** Of what is obsolete, a group of which the user changed a file stays as a whole: that file may need the others. */
export function keepChangedGroups(items: readonly Change[]): readonly Change[] {
  return skip(items, 'delete', groupsOf(items.filter(({ action }) => action === 'skip')));
}

function skip(
  items: readonly Change[],
  from: Change['action'],
  groups: ReadonlySet<string>,
): readonly Change[] {
  return items.map((item) =>
    item.action === from && item.owner === 'once' && item.group !== undefined && groups.has(item.group)
      ? { ...item, action: 'skip' }
      : item,
  );
}

function groupsOf(files: readonly TreeFile[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ group }) => (group === undefined ? [] : [group])));
}
