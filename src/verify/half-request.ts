import { connect } from 'node:net';
import type { Container } from '../engine/sandbox.ts';

/** A GET whose headers are sent but for the end; `finish` sends that and resolves to the status, or undefined. */
export async function openHalfRequest(
  { host, port }: Container['address'],
  path: string,
): Promise<{ finish(timeoutMs: number): Promise<number | undefined> }> {
  const socket = connect({ host, port });
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve).once('close', () => resolve());
  });
  // `close` makes the server end the connection after its answer, which is how we know that it is complete.
  await new Promise<void>((resolve) => {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`, () => resolve());
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
