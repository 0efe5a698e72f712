import { join } from 'node:path';
import { flagsOf } from '../answers/options.ts';
import { valuesOf } from '../answers/values.ts';
import { extraCaPath } from '../gather/extra-ca.ts';
import type { NewResult } from '../generators/new.ts';
import type { Change, NewRequest } from '../pipeline.ts';
import { tool } from '../tool.ts';
import { shellCommand } from '../ui/shell.ts';
import type { Ui } from '../ui/ui.ts';
import { displayDir, fileLine, sayDiffering, sayDiffs, saidWhyNot } from './files.ts';

/** The object that `new --json` prints. */
export function newAsJson(result: NewResult, request: NewRequest): object {
  const { ok, plan, answers, receipt } = result;
  return {
    ok,
    stack: plan.stack.id,
    target: plan.target.id,
    answers,
    files: receipt.files,
    notes: plan.notes,
    needs: [],
    next: ok && !request.dryRun ? nextSteps(result) : [],
  };
}

/** Tells what was (or would be) written, where each answer came from and what to type next. */
export async function sayNew(result: NewResult, request: NewRequest, ui: Ui): Promise<void> {
  const { color } = ui;
  const { plan, answers, receipt, changes } = result;
  ui.say('');
  const width = Math.max(...Object.keys(answers).map((id) => id.length), 7);
  for (const [id, { value, from }] of Object.entries(answers)) {
    const shown = value === 'true' ? 'yes' : value;
    ui.say(`  ${id.padEnd(width)} ${color.value(shown)} ${color.dim(`<- ${from}`)}`);
  }
  ui.say(
    `  ${'base'.padEnd(width)} ${color.value(plan.target.runtime)} ${color.dim(`<- ${plan.target.reason}`)}`,
  );
  ui.say('');
  for (const note of plan.notes) ui.say(`  ${color.warn('note')}: ${note}`);
  if (plan.notes.length > 0) ui.say('');
  for (const file of receipt.files) ui.say(fileLine(file, color));
  ui.say('');
  if (request.dryRun || !result.ok) await sayDiffering(changes, ui);
  const byHand = changes.items.flatMap(({ path, byHand: texts }) => (texts ? [{ path, ...texts }] : []));
  if (result.ok && byHand.length > 0) {
    ui.say(`${color.warn('by hand')}: these files are yours, and you changed the lines that change now\n`);
    await sayDiffs(byHand, ui, ['before', 'now']);
  }
  if (saidWhyNot(result.ok, request.dryRun, ui)) return;
  ui.say(`${color.ok('Done.')} Next:`);
  for (const command of nextSteps(result)) ui.say(`  ${color.command(command)}`);
  ui.say('');
  ui.say(`${color.dim('Without questions next time:')}`);
  ui.say(`  ${oneShot(result)}`);
}

function nextSteps({ plan, changes }: NewResult): readonly string[] {
  const dir = displayDir(plan.root);
  const verify = ['npx', `${tool.name}@${tool.version}`, 'verify'];
  const lock = plan.context.manager?.lock;
  return [
    ...(dir === '.' ? [] : [shellCommand(['cd', dir])]),
    ...(lock !== undefined && bringsLock(changes.items) ? [lock] : []),
    shellCommand(verify),
  ];
}

/** Did files come to an app that is not the generated one any more? A lock file among them may not fit it. */
function bringsLock(items: readonly Change[]): boolean {
  const app = items.filter(({ owner, group }) => owner === 'once' && group !== undefined);
  const changed = app.some(
    ({ action, reason, before }) => before && (action === 'skip' || reason === 'merged'),
  );
  return changed && app.some(({ action }) => action === 'create');
}

function oneShot({ plan, answers }: NewResult): string {
  const values = valuesOf(answers);
  // Saved relative to the repository; a flag is relative to where the command is typed.
  if (answers['extra-ca']?.source === 'saved') values['extra-ca'] = join(displayDir(plan.root), extraCaPath);
  return shellCommand([
    'npm',
    'create',
    `${tool.name.replace(/^create-/, '')}@latest`,
    '--',
    displayDir(plan.root),
    ...flagsOf(values),
  ]);
}
