import { formatDuration } from '../units.ts';
import type { ProbeSettings } from './probe-settings.ts';
import type { Boot } from './probe.ts';
import type { Finding, Subject } from './types.ts';

/** What to say of a container that did not come up; `how` names the circumstances, such as `with a read-only root`. */
export function bootFailure(
  boot: Exclude<Boot, { result: 'up' }>,
  { subject, limitMs, how }: { readonly subject: Subject; readonly limitMs: number; readonly how: string },
): Finding {
  const circumstances = how && ` ${how}`;
  const what = nameOf(subject.settings.probe);
  if (boot.result === 'refused') {
    const message = `the engine could not start it${circumstances}: ${boot.reason}`;
    return { status: 'fail', message, blame: 'ENTRYPOINT' };
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
      blame: 'ENTRYPOINT',
    };
  }
  if (boot.result === 'wrong-answer') {
    const message = `${what} ${boot.problem}${circumstances}`;
    return { status: 'fail', message, hint: logs, data, blame: 'ENTRYPOINT' };
  }
  return {
    status: 'fail',
    message: `no answer on ${what} within ${formatDuration(limitMs)}${circumstances}`,
    hint: `does it listen on all interfaces (0.0.0.0, not 127.0.0.1) and on the port it is told? ${logs}`,
    data,
    blame: 'ENTRYPOINT',
  };
}

/** What was asked, as it is written in a browser's line without the address. */
export function nameOf({ scheme, path }: ProbeSettings): string {
  return scheme === 'tcp' ? 'its port' : path;
}

/** The first thing to know of a container that does not start: it is for another kind of machine. */
function emulation({ image, sandbox }: Subject): string | undefined {
  const own = `${image.config.os}/${image.config.architecture}`;
  return own === sandbox.platform
    ? undefined
    : `the image is for ${own} and the engine runs ${sandbox.platform}`;
}
