import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../engine/sandbox.ts';
import { formatDuration } from '../units.ts';
import { ask } from './ask.ts';
import { withBooted } from './booted.ts';
import { signalOf } from './stop-signal.ts';
import type { Finding, Subject } from './types.ts';

/** By then the service has the request. */
const arrivedMs = 500;

/** A signal that takes longer comes from a machine too busy to tell: there the request may have been on its way too. */
const promptMs = 400;
const mostAttempts = 4;

/** A request for the slow path of distroless.yaml that is being answered when the signal comes must be answered to its end. */
export async function stopInFlight(subject: Subject, slow: string): Promise<Finding> {
  for (let attempt = 1; ; attempt++) {
    let signalledMs = 0;
    const finding = await withBooted(subject, { args: [], how: 'for the stop check' }, (container) =>
      stopMeanwhile(container, subject, { slow, onSignal: (ms) => (signalledMs = ms) }),
    );
    if (finding.status !== 'fail' || signalledMs <= promptMs || attempt === mostAttempts) return finding;
  }
}

async function stopMeanwhile(
  container: Container,
  { settings: { probe, stopMs }, image }: Subject,
  { slow, onSignal }: { readonly slow: string; readonly onSignal: (ms: number) => void },
): Promise<Finding> {
  const { name } = signalOf(image.config.StopSignal);
  const sent = Date.now();
  const request = { ...probe, path: slow };
  const answering = ask(container.address, request, { timeoutMs: arrivedMs + stopMs, whole: true });
  const early = await Promise.race([answering, sleep(arrivedMs)]);
  const passedMs = Date.now() - sent;
  if (early) {
    return {
      status: 'warn',
      message: `${slow} answered within ${formatDuration(passedMs)}, before ${name} could be sent`,
      hint: 'verify.probe.slow is a path that takes a second or more to answer',
    };
  }
  await container.kill(name);
  onSignal(Date.now() - sent - passedMs);
  const answer = await answering;
  if (answer && answer.status < 500) {
    return { status: 'pass', message: `${slow}, asked for ${formatDuration(passedMs)} before, was answered` };
  }
  const isLate = Date.now() - sent >= arrivedMs + stopMs;
  const ended = isLate ? `not answered within ${formatDuration(stopMs)}` : 'dropped';
  return {
    status: 'fail',
    message: `a request for ${slow} in flight at ${name} was ${answer ? `answered with ${answer.status}` : ended}`,
    hint: 'stop accepting, finish what is open, then exit; most servers have a graceful shutdown for this',
  };
}
