import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../engine/sandbox.ts';
import { isReached } from './reach.ts';
import type { Settings } from './settings.ts';
import type { Subject } from './types.ts';

type Address = Container['address'];

/** GET once. The status, or undefined when nothing answered in time. */
export async function probe(
  { host, port }: Address,
  path: string,
  timeoutMs: number,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const call = request({ host, port, path, agent: false, timeout: timeoutMs }, (response) => {
      response.resume();
      response.on('error', () => {});
      resolve(response.statusCode);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(undefined));
    call.end();
  });
}

/** The first of these addresses to answer; undefined when none did in time. */
async function probeAny(
  addresses: readonly Address[],
  path: string,
  timeoutMs: number,
): Promise<{ readonly address: Address; readonly status: number } | undefined> {
  const attempts = addresses.map(async (address) => {
    const status = await probe(address, path, timeoutMs);
    if (status === undefined) throw new Error('no answer');
    return { address, status };
  });
  return Promise.any(attempts).catch(() => undefined);
}

/** How a container met the wait for its first good answer. */
export type Boot =
  | {
      readonly result: 'up';
      readonly container: Container;
      /** From the start of the process. */ readonly ms: number;
    }
  | { readonly result: 'refused'; readonly reason: string }
  | {
      readonly result: 'exited';
      readonly container: Container;
      readonly exitCode: number;
      readonly logs: string;
    }
  | {
      readonly result: 'wrong-status';
      readonly container: Container;
      readonly status: number;
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

/**
 * Starts a container of the image and waits until it answers as the settings say, ends, or its time is over.
 * @param limitMs from the start of the process
 */
export async function boot(
  { image, settings, sandbox, signal }: Subject,
  { port, limitMs, args }: { port: number; limitMs: number; args: readonly string[] },
): Promise<Boot> {
  const started = await sandbox.start({ image: image.digest, port, args });
  if ('refused' in started) return { result: 'refused', reason: started.refused };
  const { container } = started;
  const end: { code?: number } = {};
  void container.ended.then((code) => (end.code = code));
  let status: number | undefined;
  const leftMs = () => container.startedAt + limitMs - Date.now();
  while (end.code === undefined && !signal.aborted && leftMs() > 0) {
    const answer = await probeAny(container.addresses, settings.probe.path, Math.min(2000, leftMs()));
    status = answer?.status ?? status;
    if (answer && isExpected(status, settings)) {
      const reached = { ...container, address: answer.address };
      return { result: 'up', container: reached, ms: Date.now() - container.startedAt };
    }
    await sleep(10);
  }
  const logs = await container.logs();
  // Podman tells of an end only when it has cleaned up, which may be much later.
  const last = end.code === undefined && !signal.aborted ? await container.inspect() : undefined;
  if (last?.running === false) return { result: 'exited', container, exitCode: last.exitCode, logs };
  if (end.code !== undefined) return { result: 'exited', container, exitCode: end.code, logs };
  if (status !== undefined) return { result: 'wrong-status', container, status, logs };
  const unreached = !(await isReached(container.addresses, reachMs));
  return { result: 'silent', container, logs, unreached };
}

/** The status that was asked for; where none was, anything that is not the server's failure. */
export function isExpected(status: number | undefined, { probe: { status: wanted } }: Settings): boolean {
  if (status === undefined) return false;
  return wanted === undefined ? status < 500 : status === wanted;
}
