import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../engine/sandbox.ts';
import { formatDuration } from '../../units.ts';
import { withBooted } from '../booted.ts';
import { emulationNote, isEmulated, patienceMs } from '../platform.ts';
import { stopHalfway } from '../stop-halfway.ts';
import { stopInFlight } from '../stop-in-flight.ts';
import { signalOf } from '../stop-signal.ts';
import type { ContainerCheck, Finding, Subject } from '../types.ts';

export const stop: ContainerCheck = {
  id: 'stop',
  title: 'SIGTERM ends it in time, and a request in flight is answered',
  needs: ['container', 'booted'],
  async run(subject) {
    const [idle, busy] = await Promise.all([
      withBooted(subject, { args: [], how: 'for the stop check' }, (container) =>
        stopIdle(container, subject),
      ),
      stopBusy(subject),
    ]);
    if (idle.status !== 'pass') return idle;
    // A machine too busy to tell is no fault of the image.
    if (busy.status === 'pass' || busy.status === 'skip') {
      return { ...idle, message: `${idle.message}; ${busy.message}` };
    }
    return { ...busy, data: { ...idle.data } };
  },
};

/** A request that is open when the signal comes, where it is known how one looks. */
async function stopBusy(subject: Subject): Promise<Finding> {
  const { scheme, slow } = subject.settings.probe;
  if (scheme === 'tcp' || scheme === 'none')
    return { status: 'pass', message: 'no request is known to try meanwhile' };
  return slow === undefined ? stopHalfway(subject) : stopInFlight(subject, slow);
}

/** Exit code 0: it handled the signal. 128 and the signal's number, such as 143: it let the signal end it. */
async function stopIdle(container: Container, subject: Subject): Promise<Finding> {
  const { settings, image } = subject;
  const { name, number } = signalOf(image.config.StopSignal);
  if (settings.probe.scheme === 'none' && !(await container.inspect()).running) {
    return { status: 'skip', message: 'it ends by itself' };
  }
  const limitMs = patienceMs(subject, settings.stopMs);
  const sent = Date.now();
  await container.kill(name);
  await Promise.race([container.ended, sleep(limitMs)]);
  const endedBy = Date.now() - sent;
  // Asked, not taken from `ended`: podman tells of an end only when it has cleaned up, which may be much later.
  const { running, exitCode: code, finishedAt } = await container.inspect();
  if (running) {
    return {
      status: 'fail',
      message: `still running ${formatDuration(limitMs)} after ${name}; an orchestrator would kill it and cut its requests`,
      hint: 'the first process has no default signal handlers: install one that shuts the server down, and start the program in exec form',
      blame: 'ENTRYPOINT',
    };
  }
  const ms = Math.min(Math.max(0, finishedAt - sent), endedBy);
  if (code !== 0 && code !== 128 + number) {
    return {
      status: 'fail',
      message: `exit code ${code} after ${name}, which tells of a failure`,
      hint: `its last output:\n${await container.logs()}`,
      data: { ms, exitCode: code },
    };
  }
  return {
    status: isEmulated(subject) && ms > settings.stopMs ? 'warn' : 'pass',
    message: `exit code ${code}, ${formatDuration(ms)} after ${name}, budget ${formatDuration(settings.stopMs)}${emulationNote(subject)}`,
    data: { ms, exitCode: code },
  };
}
