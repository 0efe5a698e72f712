import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { Interrupted } from '../../src/errors.ts';
import { checkPackageNames } from '../../src/gather/packages.ts';

const index = gzipSync('Package: libpq5\nVersion: 17\n\nPackage: zlib1g\nVersion: 1\n\n');
// Too random to be packed: what comes after the names is many chunks long.
const noise = Array.from({ length: 100_000 }, () => `Noise: ${Math.random()}\n`).join('');
const long = gzipSync(`Package: libpq5\n\n${noise}Package: zlib1g\n\n`);

/** Asks a server of this test's own for the names. */
async function ask(
  answer: (response: ServerResponse) => void,
  names: readonly string[],
  { signal = new AbortController().signal, patienceMs = 5000 } = {},
) {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/Packages.gz`;
  return checkPackageNames(names, signal, { url, patienceMs });
}

it('names that are there', async () => {
  expect(await ask((response) => response.end(index), ['zlib1g', 'libpq5'])).toEqual([]);
});

it('a name that is not, with the nearest', async () => {
  await expect(ask((response) => response.end(index), ['zlib1'])).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/^--packages zlib1: Debian trixie has no such package.*zlib1g/),
  });
});

it.each([
  ['an error', (response: ServerResponse) => response.writeHead(503).end(), 'it answers 503'],
  ['no gzip', (response: ServerResponse) => response.end('<html>'), 'incorrect header check'],
  ['less than all', (response: ServerResponse) => response.end(long.subarray(0, -999)), 'unexpected end'],
  ['nothing', (response: ServerResponse) => response.destroy(), 'other side closed'],
  [
    'a connection that is cut',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': long.length });
      response.write(long.subarray(0, 1000), () => response.destroy());
    },
    'other side closed',
  ],
])('%s is a note', async (_, answer, why) => {
  expect(await ask(answer, ['libpq5', 'zlib1g'])).toEqual([
    expect.stringMatching(
      new RegExp(`^Debian could not be asked for libpq5, zlib1g \\(${why}.*\\): the build tells`),
    ),
  ]);
});

it.each([
  ['before the first byte', () => {}],
  ['in the middle', (response: ServerResponse) => response.write(long.subarray(0, 1000))],
])('a server that hangs %s is a note', async (_, answer) => {
  expect(await ask(answer, ['zlib1g'], { patienceMs: 300 })).toEqual([
    expect.stringContaining('(not read within 0.3 s)'),
  ]);
});

it('Ctrl-C during the download is an interruption', async () => {
  const interrupt = new AbortController();
  const asked = ask(
    (response) => response.write(long.subarray(0, 1000), () => setTimeout(() => interrupt.abort(), 100)),
    ['zlib1g'],
    { signal: interrupt.signal },
  );
  await expect(asked).rejects.toBeInstanceOf(Interrupted);
});

it('what comes after the last name is not downloaded', async () => {
  const sent: ServerResponse[] = [];
  const found = await ask(
    (response) => {
      sent.push(response);
      // Never ended: only the client can close it.
      response.write(long);
    },
    ['libpq5'],
  );
  expect(found).toEqual([]);
  await expect
    .poll(() => sent.map(({ closed, writableFinished }) => [closed, writableFinished]))
    .toEqual([[true, false]]);
});
