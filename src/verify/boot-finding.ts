import { formatDuration } from '../units.ts';
import type { ProbeSettings } from './probe-settings.ts';
import { isEmulated, platformOf } from './platform.ts';
import type { Boot } from './probe.ts';
import type { Finding, Subject } from './types.ts';

/** What to say of a container that did not come up; `how` names the circumstances, such as `with a read-only root`. */
export function bootFailure(
  boot: Exclude<Boot, { result: 'up' }>,
  { subject, limitMs, how }: { readonly subject: Subject; readonly limitMs: number; readonly how: string },
): Finding {
  const circumstances = how && ` ${how}`;
  const what = nameOf(subject.settings.probe);
  if (isEmulated(subject) && /exec format error/i.test('logs' in boot ? boot.logs : boot.reason)) {
    return cannotRun(subject);
  }
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
  if (boot.unreached && !isPlainlyLocal(subject)) return unreachable(boot, subject);
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
function emulation(subject: Subject): string | undefined {
  if (!isEmulated(subject)) return undefined;
  return `the image is for ${platformOf(subject)} and the engine runs ${subject.sandbox.platform}`;
}

/** Nothing of such an image is proven by running it, so it fails; what only reads the image is checked all the same. */
function cannotRun(subject: Subject): Finding {
  const { command, platform } = subject.sandbox;
  const own = platformOf(subject);
  const architecture = own.slice(own.indexOf('/') + 1);
  return {
    status: 'fail',
    message: `the image is for ${own}, which this engine (${platform}) can neither run nor emulate`,
    hint: `verify it on a machine of that kind, or install the emulator: ${command} run --privileged --rm docker.io/tonistiigi/binfmt --install ${architecture}`,
  };
}

/** On this machine, with our loopback: there a port that is published can be reached. */
function isPlainlyLocal({ sandbox: { endpoint } }: Subject): boolean {
  return endpoint.loopback && !/^(tcp|ssh|https?):/.test(endpoint.url);
}

function unreachable({ container, logs }: Extract<Boot, { result: 'silent' }>, subject: Subject): Finding {
  const { url } = subject.sandbox.endpoint;
  const tried = container.addresses.map(({ host, port }) => `${host}:${port}`).join(', ');
  return {
    status: 'fail',
    message: `the engine${url && ` at ${url}`} published the port, but ${tried} cannot be reached from here`,
    hint: [
      'is a firewall between, is the engine’s address a tunnel, or does this run in a container that has no way to the engine’s host?',
      'Run verify where the engine’s ports can be reached, or use ssh:// for the engine, whose ports are forwarded',
      logs ? `its last output:\n${logs}` : 'the service printed nothing',
    ].join('; '),
    data: { logs, tried },
  };
}
