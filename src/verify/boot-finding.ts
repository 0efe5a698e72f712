import { formatDuration } from '../units.ts';
import type { Boot } from './probe.ts';
import type { Finding, Subject } from './types.ts';

/** What to say of a container that did not come up; `how` names the circumstances, such as `with a read-only root`. */
export function bootFailure(
  boot: Exclude<Boot, { result: 'up' }>,
  { subject, limitMs, how }: { readonly subject: Subject; readonly limitMs: number; readonly how: string },
): Finding {
  const circumstances = how && ` ${how}`;
  const { path, status } = subject.settings.probe;
  if (boot.result === 'refused') {
    return { status: 'fail', message: `the engine could not start it${circumstances}: ${boot.reason}` };
  }
  const data = { logs: boot.logs };
  const output = boot.logs ? `its last output:\n${boot.logs}` : 'it printed nothing';
  const logs = [emulation(subject), output].filter(Boolean).join('; ');
  if (boot.result === 'exited') {
    return {
      status: 'fail',
      message: `it exited at once${circumstances}, with code ${boot.exitCode}`,
      hint: logs,
      data,
    };
  }
  if (boot.result === 'wrong-status') {
    const wanted = status === undefined ? 'a status below 500' : String(status);
    return {
      status: 'fail',
      message: `${path} answered ${boot.status}${circumstances}, not ${wanted}`,
      hint: logs,
      data,
    };
  }
  return {
    status: 'fail',
    message: `no answer on ${path} within ${formatDuration(limitMs)}${circumstances}`,
    hint: `does it listen on all interfaces (0.0.0.0, not 127.0.0.1) and on the port it is told? ${logs}`,
    data,
  };
}

/** The first thing to know of a container that does not start: it is for another kind of machine. */
function emulation({ image, sandbox }: Subject): string | undefined {
  const own = `${image.config.os}/${image.config.architecture}`;
  return own === sandbox.platform
    ? undefined
    : `the image is for ${own} and the engine runs ${sandbox.platform}`;
}
