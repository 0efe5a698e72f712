import type { Host } from '../cli.ts';
import { ExitCode } from '../errors.ts';
import { annotations } from '../report/annotations.ts';
import { locate, readDockerfile } from '../report/locate.ts';
import { renderReport } from '../report/render.ts';
import { assertWritable, type Target } from '../report/targets.ts';
import { sayReport } from '../report/verify.ts';
import { writeReport } from '../report/write.ts';
import type { Image } from '../verify/image/types.ts';
import type { VerifyRequest } from '../verify/types.ts';
import { verify } from '../verify/verify.ts';

/** `verify`: build or take an image, prove it, report: on the terminal, and to every target. */
export async function runVerify(
  request: VerifyRequest,
  { ui, signal }: Host,
  targets: readonly Target[],
): Promise<ExitCode> {
  await assertWritable(targets);
  // As it is built, not as it is edited meanwhile.
  const dockerfile = await readDockerfile(request.dir);
  let image: Image | undefined;
  const onImage = (read: Image) => (image = read);
  const proven = await verify(request, {
    signal,
    onStep: ui.step,
    onDetail: ui.detail,
    onLine: ui.line,
    onImage,
  });
  const report = locate(proven, dockerfile, image);
  sayReport(report, ui);
  if (process.env.GITHUB_ACTIONS === 'true') annotations(report).forEach(ui.command);
  for (const { format, path } of targets) {
    const text = await renderReport(format, report, image);
    if (path === undefined) ui.print(text);
    else await writeReport(path, text);
  }
  ui.json(report);
  return report.ok ? ExitCode.done : ExitCode.failed;
}
