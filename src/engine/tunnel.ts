import { createServer, type AddressInfo } from 'node:net';
import { run } from '../process/run.ts';

/**
 * Forwards a port of this machine's loopback to one of the loopback of an engine behind `ssh://`, by the user's own ssh and its settings,
 * as Docker's and podman's clients reach the engine itself. It lasts until the signal.
 * @returns the port here
 */
export async function openTunnel(url: string, port: number, signal: AbortSignal): Promise<number> {
  const local = await freePort();
  // Rejects when the signal stops it. When ssh ends by itself, nothing answers on the port, which says it all.
  void run('ssh', tunnelArgs(url, local, port), { signal }).catch(() => {});
  return local;
}

/** `-o BatchMode`: there is nobody to ask. */
export function tunnelArgs(url: string, local: number, port: number): readonly string[] {
  const { username, hostname, port: sshPort } = new URL(url);
  return [
    '-N',
    '-o',
    'BatchMode=yes',
    '-o',
    'ExitOnForwardFailure=yes',
    '-L',
    `127.0.0.1:${local}:127.0.0.1:${port}`,
    ...(sshPort === '' ? [] : ['-p', sshPort]),
    ...(username === '' ? [] : ['-l', decodeURIComponent(username)]),
    '--',
    hostname.replace(/^\[|\]$/g, ''),
  ];
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
