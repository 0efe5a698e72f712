import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Container } from '../engine/sandbox.ts';
import type { ProbeSettings } from './probe-settings.ts';

/** A GET whose headers are sent but for the end; `finish` sends that and resolves to the status, or undefined. */
export async function openHalfRequest(
  { host, port }: Container['address'],
  { scheme, path, headers }: ProbeSettings,
): Promise<{ finish(timeoutMs: number): Promise<number | undefined> }> {
  const isTls = scheme === 'https';
  const socket = isTls ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port });
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.once(isTls ? 'secureConnect' : 'connect', resolve).once('close', () => resolve());
  });
  // `close` makes the server end the connection after its answer, which is how we know that it is complete.
  await new Promise<void>((resolve) => {
    const lines = Object.entries({ Host: host, ...headers, Connection: 'close' });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.write(`GET ${path} HTTP/1.1\r\n${head}`, () => resolve());
  });
  return {
    async finish(timeoutMs) {
      socket.setTimeout(timeoutMs, () => socket.destroy());
      socket.write('\r\n');
      await closed;
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(received)?.[1];
      return status === undefined ? undefined : Number(status);
    },
  };
}
