import type { Container } from '../engine/sandbox.ts';
import { bootFailure } from './boot-finding.ts';
import { portOf } from './port.ts';
import { boot } from './probe.ts';
import type { Finding, Subject } from './types.ts';

/**
 * Brings a container up and hands it over, for checks that come after the boot check; removes it afterwards.
 * @param how what is special about this container, for the message when it does not come up
 */
export async function withBooted(
  subject: Subject,
  { args, how }: { readonly args: readonly string[]; readonly how: string },
  use: (container: Container) => Finding | Promise<Finding>,
): Promise<Finding> {
  const port = portOf(subject);
  if (port === undefined && subject.settings.probe.scheme !== 'none')
    throw new Error('the boot check passed without a port');
  // The budget was judged by the boot check, alone; here several containers start side by side.
  const limitMs = Math.max(4 * subject.settings.bootMs, 30_000);
  const outcome = await boot(subject, { port, limitMs, args });
  if (outcome.result !== 'up') return bootFailure(outcome, { subject, limitMs, how });
  try {
    return await use(outcome.container);
  } finally {
    await outcome.container.remove();
  }
}
