'use strict';
// The first process of a container ignores SIGTERM unless it listens for it: `docker stop` would wait ten seconds and kill it in the
// middle of its work. Where nothing else listens, requests that are being answered are finished, and the program ends.
const { Server } = require('node:net');

const longest = 5000;
const servers = new Set();
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  servers.add(this);
  return listen.apply(this, args);
};

process.on('SIGTERM', () => {
  if (process.listenerCount('SIGTERM') > 1) return;
  const end = () => process.exit(0);
  let open = 0;
  for (const server of servers) {
    if (!server.listening) continue;
    open += 1;
    server.close(() => --open === 0 && end());
    // A connection that is kept for more requests would hold it open.
    setInterval(() => server.closeIdleConnections?.(), 100);
  }
  setTimeout(end, open === 0 ? 0 : longest);
});
