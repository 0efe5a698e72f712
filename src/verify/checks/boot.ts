import { formatDuration } from '../../units.ts';
import { bootFailure } from '../boot-finding.ts';
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
    if (port === undefined) {
      return {
        status: 'fail',
        message: noPort(exposedPorts(subject)),
        hint: 'say which: --port N, or answers.port in distroless.yaml, or ENV PORT in the Dockerfile',
      };
    }
    const limitMs = settings.bootMs;
    const outcome = await bootContainer(subject, { port, limitMs, args: [] });
    if (outcome.result !== 'up') return bootFailure(outcome, { subject, limitMs, how: '' });
    await outcome.container.remove();
    return {
      status: 'pass',
      message: `${settings.probe.path} answered after ${formatDuration(outcome.ms)}, budget ${formatDuration(settings.bootMs)}`,
      data: { ms: outcome.ms, port },
    };
  },
};

function noPort(exposed: readonly number[]): string {
  if (exposed.length === 0) return 'no port to probe is known: the image has no EXPOSE and no PORT';
  return `which port to probe is not known: the image exposes ${exposed.join(', ')}`;
}
