import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { app } from './app.ts';
import { healthcheck } from './health.ts';
import { createService } from './server.ts';
import { defaultPort, portFrom, serviceName } from './settings.ts';

for (const [path, status, part] of [
  ['/', 200, serviceName],
  ['/healthz', 200, '"status":"ok"'],
  ['/nope', 404, ''],
] as const) {
  test(`GET ${path}`, async () => {
    const response = await app.request(path);
    assert.equal(response.status, status);
    assert.ok((await response.text()).includes(part));
  });
}

test('another method than GET and HEAD', async () => {
  for (const path of ['/', '/healthz']) {
    const response = await app.request(path, { method: 'POST' });
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'GET, HEAD']);
    assert.equal((await app.request(path, { method: 'HEAD' })).status, 200);
  }
});

test('the health check passes a healthy service only', async () => {
  const [healthy, broken] = [createService(app.fetch), createService(() => new Response(null, { status: 503 }))];
  const port = await healthy.listen(0);
  await healthcheck(port);
  await assert.rejects(healthcheck(await broken.listen(0)), /503/);
  await Promise.all([healthy.stop(), broken.stop()]);
  await assert.rejects(healthcheck(port), /ECONNREFUSED/);
});

test('PORT', () => {
  assert.deepEqual([undefined, '', '1', '65535'].map(portFrom), [defaultPort, defaultPort, 1, 65_535]);
  for (const wrong of ['0', '65536', '-1', '+80', 'http', '1e3', ' 80', '80 ', '080']) {
    assert.throws(() => portFrom(wrong), /not a port/);
  }
});

test('a stop answers the request that is open and the one that is still arriving, and waits for nothing else', async () => {
  const started = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const service = createService(async ({ url }) => {
    if (!url.endsWith('/slow')) return new Response('quick');
    started.resolve();
    await finish.promise;
    return new Response('slow');
  });
  const port = await service.listen(0);
  const [open, arriving, silent] = await Promise.all([dial(port), dial(port), dial(port)]);
  open.write('GET /slow HTTP/1.1\r\nHost: test\r\n\r\n');
  await started.promise;
  arriving.write('GET / HTTP/1.1\r\n');
  const stopped = service.stop();
  arriving.write('Host: test\r\n\r\n');
  assert.match(await text(arriving), /Connection: close[^]*quick$/i);
  await once(silent, 'close');
  finish.resolve();
  assert.match(await text(open), /slow$/);
  await stopped;
});

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket.on('error', () => {});
}
