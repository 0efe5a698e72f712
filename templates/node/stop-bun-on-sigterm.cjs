'use strict';
// The first process of a container ignores SIGTERM unless it listens for it: `docker stop` would wait ten seconds and kill it in the
// middle of its work. Where nothing else listens, requests that are being answered are finished, and the program ends.
const longest = 5000;
const servers = new Set();
const { serve } = Bun;
Bun.serve = (...args) => {
  const server = serve.apply(Bun, args);
  servers.add(server);
  return server;
};

process.on('SIGTERM', () => {
  if (process.listenerCount('SIGTERM') > 1) return;
  const end = () => process.exit(0);
  Promise.all([...servers].map((server) => server.stop())).then(end, end);
  // A connection that is kept for more requests would hold that of node:http open.
  let quiet = 0;
  setInterval(() => {
    quiet = [...servers].some(({ pendingRequests }) => pendingRequests > 0) ? 0 : quiet + 1;
    if (quiet > 10) end();
  }, 100);
  setTimeout(end, longest);
});
