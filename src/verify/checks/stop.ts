import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../engine/sandbox.ts';
import { formatDuration } from '../../units.ts';
import { withBooted } from '../booted.ts';
import { openHalfRequest } from '../half-request.ts';
import { isExpected } from '../probe.ts';
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

/** `SIGQUIT`, `QUIT` and `3` are the same STOPSIGNAL (https://docs.docker.com/reference/dockerfile/#stopsignal). */
function signalOf(text: string): { readonly name: string; readonly number: number } {
  const name = /^[A-Z]/.test(text) ? `SIG${text.replace(/^SIG/, '')}` : text || 'SIGTERM';
  return { name, number: constants.signals[name as NodeJS.Signals] ?? Number(name) };
}

/** Exit code 0: it handled the signal. 128 and the signal's number, such as 143: it let the signal end it. */
async function stopIdle(container: Container, { settings, image }: Subject): Promise<Finding> {
  const { name, number } = signalOf(image.config.StopSignal);
  const sent = Date.now();
  await container.kill(name);
  const code = await Promise.race([container.ended, sleep(settings.stopMs)]);
  if (code === undefined) {
    return {
      status: 'fail',
      message: `still running ${formatDuration(settings.stopMs)} after ${name}; an orchestrator would kill it and cut its requests`,
      hint: 'the first process has no default signal handlers: install one that shuts the server down, and start the program in exec form',
    };
  }
  const endedBy = Date.now() - sent;
  const ms = Math.min(Math.max(0, (await container.inspect()).finishedAt - sent), endedBy);
  if (code !== 0 && code !== 128 + number) {
    return {
      status: 'fail',
      message: `exit code ${code} after ${name}, which tells of a failure`,
      hint: `its last output:\n${await container.logs()}`,
      data: { ms, exitCode: code },
    };
  }
  return {
    status: 'pass',
    message: `exit code ${code}, ${formatDuration(ms)} after ${name}, budget ${formatDuration(settings.stopMs)}`,
    data: { ms, exitCode: code },
  };
}

/** Servers wait so long at least for a request that is still arriving; what comes later proves nothing. */
const promptMs = 400;
const mostAttempts = 4;

/** A request whose headers are half sent when the signal comes: only a warning, as some servers rightly drop it. */
async function stopBusy(subject: Subject): Promise<Finding> {
  for (let attempt = 1; ; attempt++) {
    const finding = await withBooted(subject, { args: [], how: 'for the stop check' }, (container) =>
      stopHalfway(container, subject),
    );
    if (finding.status !== 'skip' || attempt === mostAttempts) return finding;
  }
}

async function stopHalfway(container: Container, { settings, image }: Subject): Promise<Finding> {
  const { name } = signalOf(image.config.StopSignal);
  const half = await openHalfRequest(container.address, settings.probe.path);
  const sent = Date.now();
  await container.kill(name);
  // `kill` has returned, so the signal is there; much longer would outlast the time that servers linger.
  await sleep(50);
  const waitedMs = Date.now() - sent;
  const status = await half.finish(settings.stopMs);
  if (isExpected(status, settings)) {
    return { status: 'pass', message: 'a request half sent by then was answered' };
  }
  if (waitedMs > promptMs) {
    return { status: 'skip', message: `this machine took ${formatDuration(waitedMs)} to hand on ${name}` };
  }
  return {
    status: 'warn',
    message: `a request whose headers were half sent at ${name} was ${status === undefined ? 'dropped' : `answered with ${status}`}`,
    hint: 'stop accepting, finish what is open, then exit; most servers have a graceful shutdown for this',
  };
}
