import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../src/verify/ask.ts';
import { openHalfRequest } from '../../src/verify/half-request.ts';
import { boot } from '../../src/verify/checks/boot.ts';
import { health } from '../../src/verify/checks/health.ts';
import { stop } from '../../src/verify/checks/stop.ts';
import { mismatch } from '../../src/verify/mismatch.ts';
import type { ProbeSettings } from '../../src/verify/probe-settings.ts';
import { readSettings } from '../../src/verify/settings.ts';
import { stopInFlight } from '../../src/verify/stop-in-flight.ts';
import type { Subject } from '../../src/verify/types.ts';
import { selfSigned } from '../support/certificate.ts';
import { emptyDir } from '../support/cli.ts';

async function settingsOf(verify: object) {
  const dir = emptyDir();
  await writeFile(join(dir, 'distroless.yaml'), JSON.stringify({ schema: 1, verify }));
  return readSettings(dir);
}

async function probeOf(probe: object): Promise<ProbeSettings> {
  return (await settingsOf({ probe })).probe;
}

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function listen(server: Server): Promise<{ readonly host: string; readonly port: number }> {
  server.on('connection', (socket: Socket) => open.push({ close: () => socket.destroy() }));
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const serve = (answer: RequestListener) => listen(createServer(answer));
const whole = { timeoutMs: 3000, whole: true };

describe('a probe', () => {
  it('sends the headers and reads the answer', async () => {
    const address = await serve((request, response) => {
      response.setHeader('X-Seen', String(request.headers.host));
      response.statusCode = 203;
      response.end(`für ${request.url} ${request.headers['x-key']}`);
    });
    const probe = await probeOf({ path: '/healthz', headers: { Host: 'api.example.com', 'X-Key': 'k' } });
    expect(await ask(address, probe, whole)).toMatchObject({
      status: 203,
      headers: { 'x-seen': 'api.example.com' },
      body: 'für /healthz k',
    });
  });

  it('does not follow a redirect, and reads no more than 1 MB', async () => {
    const address = await serve((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' });
      const pour = () => {
        while (response.write('x'.repeat(64_000)));
        response.once('drain', pour);
      };
      pour();
    });
    const answer = await ask(address, await probeOf({}), whole);
    expect(answer?.status).toBe(302);
    expect(answer?.body.length).toBeGreaterThan(900_000);
    expect(answer?.body.length).toBeLessThan(1_200_000);
  });

  it.each([
    [
      'ends in the middle',
      true,
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'),
    ],
    ['never ends', true, (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')],
    ['is not HTTP', false, (socket: Socket) => socket.end('SSH-2.0-x\r\n')],
    ['never comes', false, () => {}],
  ])('has no answer when it %s', async (_, wanted, act) => {
    const address = await listen(createTcpServer(act));
    expect(await ask(address, await probeOf({}), { timeoutMs: 400, whole: wanted })).toBeUndefined();
  });

  it('takes any certificate over https', async () => {
    const dir = emptyDir();
    const cert = await selfSigned(dir, 'a', { subject: '/CN=x', extensions: [] });
    const key = await readFile(join(dir, 'a.key'), 'utf8');
    const address = await listen(createTlsServer({ key, cert }, (_, response) => response.end('ok')));
    const probe = await probeOf({ scheme: 'https' });
    expect(await ask(address, probe, whole)).toMatchObject({ status: 200, body: 'ok' });
    const half = await openHalfRequest(address, probe);
    expect(await half.finish(2000)).toBe(200);
  });

  it('over tcp wants a connection that stays open', async () => {
    const probe = await probeOf({ scheme: 'tcp' });
    const silent = await listen(createTcpServer());
    expect(await ask(silent, probe, whole)).toBeDefined();
    // As a port that the engine publishes and nobody listens on.
    const closing = await listen(createTcpServer((socket) => socket.end()));
    expect(await ask(closing, probe, whole)).toBeUndefined();
    expect(await ask({ host: '127.0.0.1', port: 1 }, probe, whole)).toBeUndefined();
  });
});

describe('an answer', () => {
  const answer = {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"status":"ok"}',
  };

  it.each([
    [{}, undefined],
    [{ status: 200 }, undefined],
    [{ status: 204 }, 'answered 200, not 204'],
    [{ body: '"ok"' }, undefined],
    [{ body: '/"status":\\s*"OK"/i' }, undefined],
    [{ body: 'pong' }, 'answered 200 without "pong" in its body, which is "{\\"status\\":\\"ok\\"}"'],
    [{ body: '/^ok$/' }, expect.stringContaining('without /^ok$/ in its body')],
    [{ expect: { 'Content-Type': 'json' } }, undefined],
    [
      { expect: { 'Content-Type': '/html$/' } },
      'answered with content-type: application/json; charset=utf-8, not /html$/',
    ],
    [{ expect: { 'X-Frame-Options': 'DENY' } }, 'answered 200 without the header x-frame-options'],
  ])('is held to %j', async (probe, problem) => {
    expect(mismatch(answer, await probeOf(probe))).toEqual(problem);
  });

  it('of the server’s failure is none, a redirect is one', async () => {
    const probe = await probeOf({});
    expect(mismatch({ ...answer, status: 503 }, probe)).toBe('answered 503, not a status below 500');
    expect(mismatch({ ...answer, status: 302 }, probe)).toBeUndefined();
  });
});

describe('verify in distroless.yaml', () => {
  it.each([
    [{ probe: { path: 'healthz' } }, 'verify.probe.path'],
    [{ probe: { bdoy: 'x' } }, 'verify.probe.bdoy'],
    [{ probe: { body: '/(/' } }, 'not a regular expression'],
    [{ probe: { scheme: 'tcp', body: 'x' } }, 'with tcp or none'],
    [{ probe: { scheme: 'none', slow: '/x' } }, 'with tcp or none'],
    [{ probe: { scheme: 'ftp' } }, 'http, https, tcp or none'],
    [{ probe: { headers: { 'a b': 'x' } } }, 'a header’s name'],
    [{ probe: { headers: { a: 'x\r\ny: z' } } }, 'a header’s value'],
    [{ env: { 'A=B': 'x' } }, 'verify.env'],
    [{ env: { A: '${NOT_SET_ANYWHERE}' } }, 'verify.env.A: the variable NOT_SET_ANYWHERE is not set'],
    [{ tmpfs: ['tmp'] }, 'an absolute path'],
    [{ mounts: [{ source: '../not-there', target: '/x' }] }, '../not-there is not there'],
    [{ mounts: [{ source: '..', target: '/x' }] }, '.. is outside'],
    [{ mounts: [{ source: '.', target: 'x' }] }, 'an absolute path'],
    [{ reproducible: { ignore: { '/x': '' } } }, 'why they may differ'],
  ])('refuses %j', async (verify, problem) => {
    await expect(settingsOf(verify)).rejects.toThrow(problem);
  });

  it('may name what no container needs', async () => {
    const { container, thorough, probe } = await settingsOf({});
    expect({ container, thorough }).toEqual({
      container: { flags: [], env: {}, args: [], mounts: false },
      thorough: false,
    });
    expect(probe).toEqual({
      scheme: 'http',
      path: '/',
      status: undefined,
      headers: {},
      expect: {},
      body: undefined,
      slow: undefined,
    });
  });

  it('names what every container gets, secrets not on a command line', async () => {
    process.env.PROBE_TEST_SECRET = 's3';
    const dir = emptyDir();
    await mkdir(join(dir, 'data, "x"'));
    const verify = {
      env: { LEVEL: 'debug', N: 3, TOKEN: '${PROBE_TEST_SECRET}' },
      mounts: [
        { source: 'data, "x"', target: '/data' },
        { source: '.', target: '/all', readonly: false },
      ],
      tmpfs: ['/tmp'],
      args: ['serve', '--fast'],
    };
    await writeFile(join(dir, 'distroless.yaml'), JSON.stringify({ schema: 1, verify }));
    const { container } = await readSettings(dir);
    delete process.env.PROBE_TEST_SECRET;
    expect(container).toEqual({
      flags: [
        '--env',
        'LEVEL=debug',
        '--env',
        'N=3',
        '--env',
        'TOKEN',
        '--mount',
        `type=bind,"source=${dir}/data, ""x""","target=/data",readonly`,
        '--mount',
        `type=bind,"source=${dir}","target=/all"`,
        '--tmpfs',
        '/tmp',
      ],
      env: { TOKEN: 's3' },
      args: ['serve', '--fast'],
      mounts: true,
    });
  });

  it('mounts nothing that a link leads to outside', async () => {
    const dir = emptyDir();
    await symlink('/etc', join(dir, 'etc'));
    const verify = { mounts: [{ source: 'etc', target: '/x' }] };
    await writeFile(join(dir, 'distroless.yaml'), JSON.stringify({ schema: 1, verify }));
    await expect(readSettings(dir)).rejects.toThrow('etc is outside');
  });
});

/** What a check is handed of a program that ends at once with this code, or never. */
async function ending(code: number | undefined): Promise<Subject> {
  const ended = code === undefined ? new Promise<number>(() => {}) : Promise.resolve(code);
  const container = {
    ended,
    startedAt: Date.now(),
    inspect: async () => ({ running: code === undefined, finishedAt: 0 }),
    logs: async () => 'its last words',
    kill: async () => {},
    remove: async () => {},
  };
  const settings = await settingsOf({ probe: { scheme: 'none' }, boot: '100ms', stop: '100ms' });
  const config = { ExposedPorts: [], Env: [], StopSignal: '', Healthcheck: { Test: [], Timeout: 0 } };
  const sandbox = { start: async () => ({ container }), platform: 'linux/amd64', healthArgs: () => [] };
  const { signal } = new AbortController();
  return { settings, image: { config, history: [] }, sandbox, signal } as unknown as Subject;
}

describe('a program that nobody can ask', () => {
  it.each([
    [0, 'pass', 'ended with exit code 0'],
    [undefined, 'pass', 'runs, for'],
    [7, 'fail', 'exited at once, with code 7'],
  ])('that ends with %s: %s', async (code, status, message) => {
    expect(await boot.run(await ending(code))).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });

  it('and that has ended needs no signal and no HEALTHCHECK', async () => {
    expect((await stop.run(await ending(0))).message).toBe('it ends by itself');
    expect(await health.run(await ending(0))).toMatchObject({ status: 'skip' });
  });
});

/** A service that on SIGTERM finishes what is open, or drops it. */
async function stopping(
  answerMs: number,
  status: number,
  { drops, killMs = 0 }: { readonly drops: number; readonly killMs?: number },
) {
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    sockets.push(request.socket);
    response.statusCode = status;
    setTimeout(() => response.end('done'), request.url === '/slow' ? answerMs : 0);
  });
  const address = await listen(server);
  let kills = 0;
  const kill = async () => {
    if (kills++ < drops) for (const socket of sockets) socket.destroy();
    await sleep(killMs);
  };
  const container = {
    address,
    addresses: [address],
    kill,
    startedAt: Date.now(),
    ended: new Promise(() => {}),
    remove: async () => {},
  };
  const settings = await settingsOf({ probe: { slow: '/slow', status }, stop: '2s' });
  const image = { config: { StopSignal: '', Env: ['PORT=80'], ExposedPorts: [] }, digest: '', history: [] };
  const sandbox = { start: async () => ({ container }) };
  const { signal } = new AbortController();
  const finding = await stopInFlight({ settings, image, sandbox, signal } as unknown as Subject, '/slow');
  return { finding, kills };
}

describe('a request in flight', () => {
  it.each([
    ['passes when it is answered', 900, 200, 0, 'pass', 'was answered'],
    ['fails when it is dropped', 900, 200, 9, 'fail', 'a request for /slow in flight at SIGTERM was dropped'],
    ['fails when it is refused', 900, 503, 0, 'fail', 'was answered with 503'],
    ['fails when it takes longer than the stop may', 3500, 200, 0, 'fail', 'was not answered within 2.0 s'],
    ['warns when the path is not slow', 100, 200, 0, 'warn', 'before SIGTERM could be sent'],
  ] as const)('%s', async (_, answerMs, code, drops, status, message) => {
    const { finding } = await stopping(answerMs, code, { drops });
    expect(finding).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  it('is sent again where the signal was slow, and else but once', async () => {
    const busy = await stopping(900, 200, { drops: 1, killMs: 500 });
    expect([busy.finding.status, busy.kills]).toEqual(['pass', 2]);
    const prompt = await stopping(900, 200, { drops: 1 });
    expect([prompt.finding.status, prompt.kills]).toEqual(['fail', 1]);
  });
});
