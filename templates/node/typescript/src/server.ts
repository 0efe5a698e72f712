import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';

// What happens between the signal to stop and the end; orchestrators kill after 10 s (Docker) or 30 s (Kubernetes).
/** For requests that are still on their way: load balancers learn late that we stop. */
const lingerMs = 500;
/** How long open requests may take after that. */
const drainMs = 8000;

const limits = { headersTimeout: 5000, requestTimeout: 15_000, keepAliveTimeout: 60_000 };

/** An HTTP server that stops without cutting a request off. */
export function createService(fetch: Parameters<typeof getRequestListener>[0]) {
  /** Connections without a complete request on them. */
  const idle = new Set<Socket>();
  let stopping = false;

  const answer = getRequestListener(fetch);
  const server = createServer(limits, (request, response) => {
    const { socket } = request;
    idle.delete(socket);
    if (stopping) response.setHeader('Connection', 'close');
    response.once('close', () => {
      if (stopping) socket.end();
      else if (!socket.destroyed) idle.add(socket);
    });
    void answer(request, response);
  });
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });

  return {
    /** @returns the port, which is a free one for 0 */
    async listen(port: number): Promise<number> {
      server.listen(port);
      await once(server, 'listening');
      return (server.address() as { port: number }).port;
    },

    /** @throws Error when requests were still open at the end of their time */
    async stop(): Promise<void> {
      stopping = true;
      await sleep(lingerMs);
      const closed = once(server, 'close');
      server.close();
      for (const socket of idle) socket.destroy();
      const inTime = await Promise.race([closed, sleep(drainMs, undefined, { ref: false })]);
      if (inTime) return;
      server.closeAllConnections();
      throw new Error(`requests were still open after ${drainMs} ms`);
    },
  };
}
