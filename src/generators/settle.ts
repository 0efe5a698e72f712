import type { Change, Changes, NewRequest } from '../pipeline.ts';
import type { NewHost, Verdict } from './new.ts';

/** Decides the conflicts: by --force, or by asking; where neither can be, they stay. */
export async function settleConflicts(
  changes: Changes,
  { force }: NewRequest,
  { settle }: NewHost,
): Promise<Changes> {
  const conflicts = changes.items.filter(({ action }) => action === 'conflict');
  if (conflicts.length === 0 || (!force && !settle)) return changes;
  const verdicts = force ? undefined : await settle?.(conflicts);
  const items = changes.items.map((change) =>
    change.action === 'conflict' ? settled(change, verdicts?.get(change.path) ?? 'overwrite') : change,
  );
  return { ...changes, items };
}

function settled(conflict: Change, verdict: Verdict): Change {
  const { reason: _, ...change } = conflict;
  if (verdict === 'keep') return { ...change, action: 'skip' };
  if (verdict === 'overwrite') return { ...change, action: 'update' };
  return { ...change, action: 'update', content: change.marked ?? change.content, reason: 'overlap' };
}
