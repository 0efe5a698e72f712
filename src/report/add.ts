import { posix } from 'node:path';
import { valuesOf } from '../answers/values.ts';
import { programDir } from '../detect/choose.ts';
import { flagsOf } from '../answers/options.ts';
import type { AddResult } from '../generators/add.ts';
import type { Added } from '../generators/add-service.ts';
import type { AddRequest, Answer, Answers } from '../pipeline.ts';
import { receiptOf } from '../tree/commit.ts';
import type { Fact, Need, Service } from '../detect/types.ts';
import { tool } from '../tool.ts';
import type { Color } from '../ui/color.ts';
import { printableLine } from '../ui/printable.ts';
import { shellCommand } from '../ui/shell.ts';
import type { Ui } from '../ui/ui.ts';
import { displayDir, fileLine, sayDiffering, saidWhyNot } from './files.ts';

/** The object that `add --json` prints; with several services, a list of such objects. */
export function addAsJson(result: AddResult, request: AddRequest): object {
  const { ok, services, workflows, others, notes, problems } = result;
  const rest = {
    others: others.map(({ name, dir, stack, kind }) => ({ name: name.value, dir, stack, kind })),
    problems,
    ...(workflows && { workflows: receiptOf(workflows).files }),
    next: ok && !request.dryRun ? nextSteps(result) : [],
  };
  const [only] = services;
  if (services.length !== 1 || !only) return { ok, services: services.map(oneAsJson), notes, ...rest };
  const one = oneAsJson(only);
  return { ok, ...one, notes: [...one.notes, ...notes], ...rest };
}

function oneAsJson(added: Added) {
  const { service, answers, plan, receipt } = added;
  const { dir, kind, facts, needs, notes, unproven } = service;
  const found = Object.entries(facts).map(([id, fact]) => [id, { ...fact, source: 'detected' }]);
  return {
    stack: plan.stack.id,
    target: plan.target.id,
    dir,
    kind,
    answers: { ...Object.fromEntries(found), ...answers },
    files: receipt.files.map((file) => ({ ...file, path: inRoot(added, file.path) })),
    notes: [...plan.notes, ...notes],
    ...(unproven !== undefined && { unproven }),
    needs,
  };
}

/** Tells what was found of a service, and where. */
export function sayFound({ facts, port, health }: Service, ui: Ui): void {
  ui.say('');
  sayFacts({ ...facts, ...(port && { port }), ...(health && { health }) }, ui);
  ui.say('');
}

/**
 * Tells what was found and where, what was (or would be) written, and what to type next.
 * @param told what was found has been said already
 */
export async function sayAdd(
  result: AddResult,
  request: AddRequest,
  ui: Ui,
  { told }: { readonly told: boolean },
): Promise<void> {
  for (const added of result.services) await sayOne(added, result, request, ui, told);
  const { color } = ui;
  if (result.others.length > 0) {
    ui.say(`${color.dim('Also here:')}`);
    for (const other of result.others.slice(0, 8)) {
      const { name, kind } = other;
      const dir = programDir(other);
      const all = [...result.services.map(({ service }) => service), ...result.others];
      const isAlone = dir === '' || all.every((each) => each === other || each.name.value !== name.value);
      ui.say(
        `  ${printableLine(name.value)} ${color.dim(`${kind}${dir === '' ? '' : ` in ${printableLine(dir)}`}; --service ${printableLine(isAlone ? name.value : dir)}`)}`,
      );
    }
    ui.say('');
  }
  for (const note of result.notes) ui.say(`  ${color.warn('note')}: ${note}`);
  for (const file of result.workflows ? receiptOf(result.workflows).files : []) ui.say(fileLine(file, color));
  for (const problem of result.problems.slice(0, 8))
    ui.say(`  ${color.warn('not read')}: ${printableLine(problem)}`);
  if (saidWhyNot(result.ok, request.dryRun, ui)) return;
  ui.say(`${color.ok('Done.')} Next:`);
  for (const command of nextSteps(result)) ui.say(`  ${color.command(command)}`);
  const [only, another] = result.services;
  if (!only || another) return;
  ui.say('');
  ui.say(color.dim('Without questions next time:'));
  const words = flagsOf(valuesOf(chosenByUser(only.answers)));
  ui.say(`  ${shellCommand([tool.name, 'add', displayDir(result.root), ...words])}`);
}

/** @returns how wide the names are */
function sayFacts(facts: Readonly<Record<string, Fact>>, { say, color }: Ui): number {
  const width = Math.max(...Object.keys(facts).map((id) => id.length), 9);
  for (const [id, fact] of Object.entries(facts)) say(factLine(id.padEnd(width), fact, color));
  return width;
}

async function sayOne(
  added: Added,
  result: AddResult,
  request: AddRequest,
  ui: Ui,
  isTold: boolean,
): Promise<void> {
  const { service, answers, plan, receipt, changes } = added;
  const { color } = ui;
  ui.say('');
  const width = sayFacts(isTold ? answers : { ...service.facts, ...answers }, ui);
  ui.say(
    `  ${'base'.padEnd(width)} ${color.value(plan.target.runtime)} ${color.dim(`<- ${plan.target.reason}`)}`,
  );
  ui.say('');
  const notes = [
    ...plan.notes,
    ...service.notes,
    ...(service.unproven === undefined ? [] : [`unproven: ${service.unproven}`]),
  ];
  for (const note of notes) ui.say(`  ${color.warn('note')}: ${printableLine(note)}`);
  for (const need of service.needs) ui.say(`  ${color.warn('needs')}: ${printableLine(needText(need))}`);
  if (notes.length + service.needs.length > 0) ui.say('');
  for (const file of receipt.files) {
    ui.say(fileLine({ ...file, path: inRoot(added, file.path) }, color));
  }
  ui.say('');
  if (request.dryRun || !result.ok) await sayDiffering(changes, ui);
}

function factLine(id: string, { value, from, confidence }: Fact | Answer, color: Color): string {
  const shown = value === 'true' ? 'yes' : printableLine(value);
  const flag = id.trim() === 'main' ? 'service' : id.trim();
  const guess = confidence === 'low' ? ` ${color.warn(`(a guess: --${flag} sets it)`)}` : '';
  return `  ${id} ${color.value(shown)} ${color.dim(`<- ${printableLine(from)}`)}${guess}`;
}

function needText(need: Need): string {
  if ('service' in need) return `${need.service}${need.optional ? ', optional' : ''} (${need.from})`;
  const about = need.about === undefined ? '' : `, ${need.about}`;
  return `${need.env}${need.required ? '' : ', optional'}${about} (${need.from})`;
}

function nextSteps({ root, services }: AddResult): readonly string[] {
  const dir = displayDir(root);
  const dirs = services.map(({ plan }) => plan.context.place.dir).filter((each) => each !== '.');
  const verify = ['npx', `${tool.name}@${tool.version}`, 'verify'];
  const steps = dirs.length === 0 ? [verify] : dirs.map((each) => [...verify, each]);
  return [...(dir === '.' ? [] : [['cd', dir]]), ...steps].map(shellCommand);
}

/** Several services have their files in directories of their own. */
function inRoot({ plan }: Added, path: string): string {
  return posix.join(plan.context.place.dir, path);
}

/** What a person answered or typed; what was detected is detected again. */
function chosenByUser(answers: Answers): Partial<Answers> {
  const entries = Object.entries(answers).filter(([, { source }]) => source !== 'detected');
  return Object.fromEntries(entries) as Partial<Answers>;
}
