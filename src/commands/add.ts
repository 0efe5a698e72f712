import type { Host } from '../cli.ts';
import { ExitCode } from '../errors.ts';
import type { Service } from '../detect/types.ts';
import { add, type AddHost, type AddResult } from '../generators/add.ts';
import type { AddRequest } from '../pipeline.ts';
import { addAsJson, sayAdd, sayFound } from '../report/add.ts';
import { createPrompts } from '../ui/prompts.ts';
import { people } from './people.ts';

/** `add`: from a repository to our files beside its own; with --verify, to an image that is proven. */
export async function runAdd(request: AddRequest, { ui, signal }: Host): Promise<ExitCode> {
  const asks = ui.interactive && !request.yes;
  const someone = asks && {
    ...people(ui, createPrompts(signal)),
    // Who is asked knows first what it is about.
    onFound: (service: Service) => sayFound(service, ui),
  };
  const host: AddHost = { signal, ...someone };
  const result = await add(request, host);
  if (request.verify && result.ok && !request.dryRun) return runProof(result, request, host, { ui, signal });
  ui.json(addAsJson(result, request));
  await sayAdd(result, request, ui, { told: asks });
  return result.ok ? ExitCode.done : ExitCode.failed;
}

/** What takes minutes is loaded only where it is asked for. */
async function runProof(
  first: AddResult,
  request: AddRequest,
  host: AddHost,
  { ui, signal }: Host,
): Promise<ExitCode> {
  const [{ proveAdded }, { sayReport }, { locate, readDockerfile }] = await Promise.all([
    import('../repair/repair.ts'),
    import('../report/verify.ts'),
    import('../report/locate.ts'),
  ]);
  const { onFound, ...others } = host;
  await sayAdd(first, request, ui, { told: onFound !== undefined });
  const { result, reports, repairs } = await proveAdded(first, request, {
    ...others,
    signal,
    onStep: ui.step,
    onDetail: ui.detail,
    onLine: ui.line,
    onRepair: ({ answer, value, why }) =>
      ui.say(`  ${ui.color.warn('repair')}: ${why}; trying again with --${answer} ${value}`),
  });
  const located = await Promise.all(
    reports.map(async (report, at) =>
      locate(report, await readDockerfile(result.services[at]?.changes.root ?? result.root), undefined),
    ),
  );
  for (const report of located) sayReport(report, ui);
  const ok = result.ok && located.every((report) => report.ok);
  ui.json({ ...addAsJson(result, request), ok, repairs, reports: located });
  return ok ? ExitCode.done : ExitCode.failed;
}
