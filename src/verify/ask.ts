import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import type { Container } from '../engine/sandbox.ts';
import type { ProbeSettings } from './probe-settings.ts';

type Address = Container['address'];

export type Answer = {
  /** 0 over tcp, which has none. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Its first bytes, as text; empty where nobody asked for the body. */
  readonly body: string;
};

const mostBody = 1_000_000;

/**
 * Asks once.
 * @param whole wait for the end of the body too
 * @returns undefined when nothing answered in time, or not to the end
 */
export async function ask(
  address: Address,
  probe: Pick<ProbeSettings, 'scheme' | 'path' | 'headers'>,
  { timeoutMs, whole }: { readonly timeoutMs: number; readonly whole: boolean },
): Promise<Answer | undefined> {
  if (probe.scheme !== 'http' && probe.scheme !== 'https')
    return (await staysOpen(address, timeoutMs)) ? { status: 0, headers: {}, body: '' } : undefined;
  const { scheme, path, headers } = probe;
  return new Promise((resolve) => {
    const options = { ...address, path, headers, agent: false as const, timeout: timeoutMs };
    const call =
      // Nobody signs a certificate for the address at which a container is probed.
      scheme === 'https' ? requestHttps({ ...options, rejectUnauthorized: false }) : requestHttp(options);
    call.on('response', (response) => {
      const { statusCode: status = 0, headers: received } = response;
      let body = '';
      let bytes = 0;
      response.on('error', () => resolve(undefined));
      response.on('close', () =>
        resolve(response.complete ? { status, headers: received, body } : undefined),
      );
      if (!whole) resolve({ status, headers: received, body });
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        body += chunk.toString('latin1');
        if (bytes < mostBody) return;
        resolve({ status, headers: received, body: decode(body) });
        call.destroy();
      });
      response.on('end', () => resolve({ status, headers: received, body: decode(body) }));
    });
    // A slow trickle keeps the socket awake; the time is for all of it.
    const late = setTimeout(() => call.destroy(), timeoutMs);
    call.on('close', () => clearTimeout(late));
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(undefined));
    call.end();
  });
}

/** Chunks may end within a character. */
function decode(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

/** What publishes a port for the engine accepts connections itself, and closes them when nobody listens behind it. */
const settledMs = 200;

function staysOpen({ host, port }: Address, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isOpen: boolean) => {
      resolve(isOpen);
      socket.destroy();
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.on('connect', () => setTimeout(() => end(!socket.destroyed), Math.min(settledMs, timeoutMs)));
    socket.on('data', () => end(true));
    socket
      .on('end', () => end(false))
      .on('error', () => end(false))
      .on('close', () => resolve(false));
  });
}
