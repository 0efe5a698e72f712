import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../engine/sandbox.ts';
import { ask, type Answer } from './ask.ts';
import { mismatch } from './mismatch.ts';
import { isReached } from './reach.ts';
import type { Subject } from './types.ts';

/** The first of these addresses to answer; undefined when none did in time. */
async function askAny(
  addresses: Container['addresses'],
  ...how: Parameters<typeof ask> extends [unknown, ...infer Rest] ? Rest : never
): Promise<{ readonly address: Container['address']; readonly answer: Answer } | undefined> {
  const attempts = addresses.map(async (address) => {
    const answer = await ask(address, ...how);
    if (answer === undefined) throw new Error('no answer');
    return { address, answer };
  });
  return Promise.any(attempts).catch(() => undefined);
}

/** How a container met the wait for its first good answer. */
export type Boot =
  | {
      readonly result: 'up';
      readonly container: Container;
      /** From the start of the process. */ readonly ms: number;
      /** It has ended well by itself, where nothing is asked of it. */
      readonly exitCode?: 0;
    }
  | { readonly result: 'refused'; readonly reason: string }
  | {
      readonly result: 'exited';
      readonly container: Container;
      readonly exitCode: number;
      readonly logs: string;
    }
  | {
      readonly result: 'wrong-answer';
      readonly container: Container;
      /** Such as `answered 503, not 200`. */
      readonly problem: string;
      readonly logs: string;
    }
  | {
      readonly result: 'silent';
      readonly container: Container;
      readonly logs: string;
      /** Nothing even took a connection. */
      readonly unreached: boolean;
    };

/** For one connection to a host that may swallow it. */
const reachMs = 2000;

/** A program that nobody can ask anything counts as up when it has lived so long. */
const settledMs = 3000;

/**
 * Starts a container of the image and waits until it answers as the settings say, ends, or its time is over.
 * @param port to ask; undefined where nothing is asked
 * @param limitMs from the start of the process
 */
export async function boot(
  { image, settings, sandbox, signal }: Subject,
  { port, limitMs, args }: { port: number | undefined; limitMs: number; args: readonly string[] },
): Promise<Boot> {
  const { probe } = settings;
  const { flags, env, args: command } = settings.container;
  const started = await sandbox.start({ image: image.digest, port, args: [...flags, ...args], env, command });
  if ('refused' in started) return { result: 'refused', reason: started.refused };
  const { container } = started;
  const end: { code?: number } = {};
  void container.ended.then((code) => (end.code = code));
  if (probe.scheme === 'none') {
    const code = await Promise.race([container.ended, sleep(Math.min(settledMs, limitMs))]);
    const ms = Date.now() - container.startedAt;
    if (!code) return { result: 'up', container, ms, ...(code === 0 && { exitCode: 0 }) };
    return { result: 'exited', container, exitCode: code, logs: await container.logs() };
  }
  const whole = probe.body !== undefined;
  let problem: string | undefined;
  const leftMs = () => container.startedAt + limitMs - Date.now();
  while (end.code === undefined && !signal.aborted && leftMs() > 0) {
    const timeoutMs = Math.min(2000, leftMs());
    const heard = await askAny(container.addresses, probe, { timeoutMs, whole });
    if (heard) problem = mismatch(heard.answer, probe);
    if (heard && problem === undefined) {
      const reached = { ...container, address: heard.address };
      return { result: 'up', container: reached, ms: Date.now() - container.startedAt };
    }
    await sleep(10);
  }
  const logs = await container.logs();
  // Podman tells of an end only when it has cleaned up, which may be much later.
  const last = end.code === undefined && !signal.aborted ? await container.inspect() : undefined;
  if (last?.running === false) return { result: 'exited', container, exitCode: last.exitCode, logs };
  if (end.code !== undefined) return { result: 'exited', container, exitCode: end.code, logs };
  if (problem !== undefined) return { result: 'wrong-answer', container, problem, logs };
  const unreached = !(await isReached(container.addresses, reachMs));
  return { result: 'silent', container, logs, unreached };
}
