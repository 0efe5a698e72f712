import { relative } from 'node:path';
import type { Action, Change, Changes, ReceiptFile } from '../pipeline.ts';
import type { Color } from '../ui/color.ts';
import type { Ui } from '../ui/ui.ts';

/** Shows each change as a diff. */
export async function sayDiffs(
  changes: readonly Pick<Change, 'path' | 'before' | 'content'>[],
  ui: Ui,
  labels?: readonly [string, string],
): Promise<void> {
  const { formatDiff } = await import('../ui/diff.ts');
  for (const change of changes) ui.say(`${formatDiff(change, ui.color, labels)}\n`);
}

function isText(content: Buffer): boolean {
  return !content.subarray(0, 8000).includes(0);
}

/** What there is to say beside an action that has a reason. */
const notes: Readonly<Partial<Record<string, string>>> = {
  'update merged': 'merged with your changes',
  'update overlap': 'with conflict markers: edit it before you go on',
  'conflict overlap': 'your changes and ours overlap',
  'skip overlap': 'to be changed by hand, see below',
  'delete obsolete': 'no longer needed',
  'skip obsolete': 'no longer needed; kept, as there are changes of yours',
};

/** `create    Dockerfile`, and what there is to say beside it. */
export function fileLine({ path, action, reason }: ReceiptFile, color: Color): string {
  const note = reason && notes[`${action} ${reason}`];
  return `  ${actionLabel(action, color)} ${path}${note ? color.dim(` (${note})`) : ''}`;
}

function actionLabel(action: Action, color: Color): string {
  const label = action.padEnd(9);
  if (action === 'create') return color.ok(label);
  if (action === 'update' || action === 'delete') return color.warn(label);
  return action === 'conflict' ? color.error(label) : color.dim(label);
}

/** A directory as it is typed from here. */
export function displayDir(root: string): string {
  const path = relative(process.cwd(), root) || '.';
  return path.startsWith('..') ? root : path;
}

/** What a run that wrote nothing, or was stopped, would have changed. */
export async function sayDiffering({ items }: Changes, ui: Ui): Promise<void> {
  const differing = items.filter(({ action }) => action === 'update' || action === 'conflict');
  await sayDiffs(
    differing.filter(({ before }) => before && isText(before)),
    ui,
  );
}

/** Says why nothing was written; true when that is how it ended. */
export function saidWhyNot(ok: boolean, dryRun: boolean, { color, say }: Ui): boolean {
  if (!ok) {
    say(`${color.error('error')}: files marked conflict differ from ours; nothing was written`);
    say(`${color.dim('hint')}:  --force overwrites them; in a terminal you are asked about each`);
    return true;
  }
  if (dryRun) say('Dry run: nothing was written.');
  return dryRun;
}
