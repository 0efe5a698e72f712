import type { Host } from '../cli.ts';
import { ExitCode } from '../errors.ts';
import { sayReport } from '../report/verify.ts';
import type { VerifyRequest } from '../verify/types.ts';
import { verify } from '../verify/verify.ts';

/** `verify`: build or take an image, prove it, report. */
export async function runVerify(request: VerifyRequest, { ui, signal }: Host): Promise<ExitCode> {
  const report = await verify(request, { signal, onStep: ui.step, onDetail: ui.detail });
  ui.json(report);
  sayReport(report, ui);
  return report.ok ? ExitCode.done : ExitCode.failed;
}
