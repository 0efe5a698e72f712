import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';

// What happens between the signal to stop and the end; orchestrators kill after 10 s (Docker) or 30 s (Kubernetes).
/** For requests that are still on their way: load balancers learn late that we stop. */
const lingerMs = 500;
/** How long open requests may take after that. */
const drainMs = 8000;

const limits = { headersTimeout: 5000, requestTimeout: 15_000, keepAliveTimeout: 60_000 };

/**
 * An HTTP server that stops without cutting a request off.
 * @param {Parameters<typeof getRequestListener>[0]} fetch
 */
export function createService(fetch) {
  /**
   * Connections without a complete request on them.
   * @type {Set<import('node:net').Socket>}
   */
  const idle = new Set();
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
    /**
     * @param {number} port
     * @returns {Promise<number>} the port, which is a free one for 0
     */
    async listen(port) {
      server.listen(port);
      await once(server, 'listening');
      return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
    },

    /** @throws Error when requests were still open at the end of their time */
    async stop() {
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
