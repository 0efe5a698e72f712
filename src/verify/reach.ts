import { connect } from 'node:net';
import type { Container } from '../engine/sandbox.ts';

/** Does anything take a connection at one of these addresses? Engines that publish a port mostly do, listened on or not. */
export async function isReached(addresses: Container['addresses'], timeoutMs: number): Promise<boolean> {
  const opened = await Promise.all(addresses.map((address) => opens(address, timeoutMs)));
  return opened.includes(true);
}

function opens({ host, port }: Container['address'], timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
