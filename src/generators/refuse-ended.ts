import { endedImages } from '../bases/refuse.ts';
import { ExitCode, UserError } from '../errors.ts';
import type { Plan } from '../pipeline.ts';

/** @throws UserError when the support of a base image has ended */
export function refuseEnded({ stack, target }: Plan, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  const [ended] = endedImages(target, today);
  if (!ended) return;
  const others = Object.entries(stack.targets).filter(([, other]) => endedImages(other, today).length === 0);
  const instead = others.length > 0 ? `take --target ${others.map(([id]) => id).join(' or ')}; ` : '';
  const { name, eol } = ended;
  throw new UserError(`--target ${target.id}: the support of ${name} ended on ${eol.date} (${eol.rule})`, {
    exitCode: ExitCode.usage,
    hint: `${instead}--force takes it all the same`,
  });
}
