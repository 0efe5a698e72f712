import { add, type AddHost, type AddResult } from '../generators/add.ts';
import { openInventory } from '../inventory/open.ts';
import type { AddRequest } from '../pipeline.ts';
import type { Report } from '../verify/types.ts';
import { verify, type VerifyHost } from '../verify/verify.ts';
import { failureOf } from './failure.ts';
import { findRepair } from './find.ts';
import type { Repair } from './types.ts';

/** A repair that is of no use is undone by nobody, so there are few. */
const most = 3;

export type Proved = {
  readonly result: AddResult;
  /** One a service, in their order. */
  readonly reports: readonly Report[];
  readonly repairs: readonly Repair[];
};

/**
 * Builds and checks what `add` wrote. Where a cause is known it says so, answers what would have prevented it and tries again,
 * at most three times; of several services each is only checked.
 */
export async function proveAdded(
  first: AddResult,
  request: AddRequest,
  host: AddHost & VerifyHost & { readonly onRepair: (repair: Repair) => void },
): Promise<Proved> {
  const repairs: Repair[] = [];
  const flags = { ...request.flags };
  let result = first;
  for (;;) {
    const reports: Report[] = [];
    for (const { changes } of result.services)
      reports.push(await verify({ dir: changes.root, compare: false }, host));
    const repair = reports.every(({ ok }) => ok) ? undefined : repairOf(result, reports);
    const given = repair && result.services[0]?.answers[repair.answer]?.value;
    const isNew = repair !== undefined && !(given ?? '').split(',').includes(repair.value);
    if (!isNew || repairs.length >= most) return { result, reports, repairs };
    host.onRepair(repair);
    repairs.push(repair);
    flags[repair.answer] = joined(repair, given);
    result = await add({ ...request, flags: { ...flags }, yes: true }, host);
    if (!result.ok) return { result, reports, repairs };
  }
}

function repairOf({ root, services }: AddResult, reports: readonly Report[]): Repair | undefined {
  const [only, another] = services;
  const [report] = reports;
  const recipe = only?.plan.context.recipe;
  if (!only || another || !report || !recipe) return undefined;
  return findRepair(
    failureOf(report, { port: only.plan.context.port, recipe, files: openInventory(root).files }),
  );
}

function joined({ answer, value }: Repair, given: string | undefined): string {
  return answer === 'port' || given === undefined ? value : `${given},${value}`;
}
