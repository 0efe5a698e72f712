import { formatDuration } from '../../units.ts';
import { bootFailure, nameOf } from '../boot-finding.ts';
import { emulationNote, isEmulated, patienceMs } from '../platform.ts';
import { exposedPorts, portOf } from '../port.ts';
import { boot as bootContainer } from '../probe.ts';
import type { ContainerCheck } from '../types.ts';

export const boot: ContainerCheck = {
  id: 'boot',
  title: 'it listens and answers',
  needs: ['container'],
  async run(subject) {
    const { settings } = subject;
    const port = portOf(subject);
    const { scheme } = settings.probe;
    if (port === undefined && scheme !== 'none') {
      return {
        status: 'fail',
        message: noPort(exposedPorts(subject)),
        hint: 'say which: --port N, or answers.port in distroless.yaml, or ENV PORT in the Dockerfile',
        blame: 'EXPOSE',
      };
    }
    const limitMs = patienceMs(subject, settings.bootMs);
    const outcome = await bootContainer(subject, { port, limitMs, args: [] });
    if (outcome.result !== 'up') return bootFailure(outcome, { subject, limitMs, how: '' });
    await outcome.container.remove();
    if (scheme === 'none') return { status: 'pass', message: unasked(outcome) };
    const late = isEmulated(subject) && outcome.ms > settings.bootMs;
    return {
      status: late ? 'warn' : 'pass',
      ...(late && { hint: 'under emulation a time tells nothing: measure it on a machine of that kind' }),
      message: `${nameOf(settings.probe)} answered after ${formatDuration(outcome.ms)}, budget ${formatDuration(settings.bootMs)}${emulationNote(subject)}`,
      data: { ms: outcome.ms, port },
    };
  },
};

function unasked({ ms, exitCode }: { readonly ms: number; readonly exitCode?: 0 }): string {
  return exitCode === undefined
    ? `runs, for ${formatDuration(ms)} now`
    : `ended with exit code 0 after ${formatDuration(ms)}`;
}

function noPort(exposed: readonly number[]): string {
  if (exposed.length === 0) return 'no port to probe is known: the image has no EXPOSE and no PORT';
  return `which port to probe is not known: the image exposes ${exposed.join(', ')}`;
}
