import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../engine/sandbox.ts';
import { formatDuration } from '../units.ts';
import { withBooted } from './booted.ts';
import { openHalfRequest } from './half-request.ts';
import type { ProbeSettings } from './probe-settings.ts';
import { signalOf } from './stop-signal.ts';
import type { Finding, Subject } from './types.ts';

/** Servers wait so long at least for a request that is still arriving; what comes later proves nothing. */
const promptMs = 400;
const mostAttempts = 4;

/** A request whose headers are half sent when the signal comes: only a warning, as some servers rightly drop it. */
export async function stopHalfway(subject: Subject): Promise<Finding> {
  for (let attempt = 1; ; attempt++) {
    const finding = await withBooted(subject, { args: [], how: 'for the stop check' }, (container) =>
      stopOnce(container, subject),
    );
    if (finding.status !== 'skip' || attempt === mostAttempts) return finding;
  }
}

async function stopOnce(container: Container, { settings, image }: Subject): Promise<Finding> {
  const { name } = signalOf(image.config.StopSignal);
  const half = await openHalfRequest(container.address, settings.probe);
  const sent = Date.now();
  await container.kill(name);
  // `kill` has returned, so the signal is there; much longer would outlast the time that servers linger.
  await sleep(50);
  const waitedMs = Date.now() - sent;
  const status = await half.finish(settings.stopMs);
  if (status !== undefined && isGood(status, settings.probe)) {
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

function isGood(status: number, { status: wanted }: ProbeSettings): boolean {
  return wanted === undefined ? status < 500 : status === wanted;
}
