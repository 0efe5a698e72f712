import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../engine/sandbox.ts';
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
  | { readonly result: 'silent'; readonly container: Container; readonly logs: string };

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
    status = (await probe(container.address, settings.probe.path, Math.min(2000, leftMs()))) ?? status;
    if (isExpected(status, settings)) {
      return { result: 'up', container, ms: Date.now() - container.startedAt };
    }
    await sleep(10);
  }
  const logs = await container.logs();
  if (end.code !== undefined) return { result: 'exited', container, exitCode: end.code, logs };
  if (status !== undefined) return { result: 'wrong-status', container, status, logs };
  return { result: 'silent', container, logs };
}

/** The status that was asked for; where none was, anything that is not the server's failure. */
export function isExpected(status: number | undefined, { probe: { status: wanted } }: Settings): boolean {
  if (status === undefined) return false;
  return wanted === undefined ? status < 500 : status === wanted;
}
