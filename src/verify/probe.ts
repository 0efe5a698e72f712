import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../engine/sandbox.ts';
import { ask } from './ask.ts';
import { mismatch } from './mismatch.ts';
import type { Subject } from './types.ts';

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
  | { readonly result: 'silent'; readonly container: Container; readonly logs: string };

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
    const answer = await ask(container.address, probe, { timeoutMs: Math.min(2000, leftMs()), whole });
    if (answer) problem = mismatch(answer, probe);
    if (answer && problem === undefined) {
      return { result: 'up', container, ms: Date.now() - container.startedAt };
    }
    await sleep(10);
  }
  const logs = await container.logs();
  if (end.code !== undefined) return { result: 'exited', container, exitCode: end.code, logs };
  if (problem !== undefined) return { result: 'wrong-answer', container, problem, logs };
  return { result: 'silent', container, logs };
}
