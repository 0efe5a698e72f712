import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { inspectContent } from '../support/inspect.ts';
import { createRandom } from '../e2e/support/random.ts';
import { program } from '../support/image.ts';

async function* inChunks(content: Buffer, bytes: number) {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes);
}

/** But for what the loader reads, which has tests of its own. */
async function inspect(path: string, content: Buffer, chunk: number) {
  const file = { path, mode: 0o755, size: content.length };
  const { elf: _, ...facts } = await inspectContent(file, inChunks(content, chunk));
  return facts;
}

describe.each([1, 7, 511, 512, 513, 65_536])('content in chunks of %i bytes', (chunk) => {
  it('has all its certificates counted', async () => {
    const pem = `# ours\n${rootCertificates.slice(0, 5).join('\n')}\n-----BEGIN CERTIFICATE-----\nAAAA`;
    expect(await inspect('/etc/ssl/cert.pem', Buffer.from(pem), chunk)).toEqual({
      certificates: { valid: 5, expired: 0, broken: 1 },
    });
  });

  it('has the traits of a program found', async () => {
    const words = ['crypto/x509.loadSystemRoots', 'time.LoadLocation', 'x'.repeat(3000)];
    const own = program([...words, 'time/tzdata.loadFromEmbeddedTZData'], { loader: true });
    expect(await inspect('/app', own, chunk)).toEqual({
      executable: 'elf',
      dynamic: true,
      traits: ['go-authorities', 'go-zones', 'go-embedded-zones'],
    });
  });

  it('has its distribution read', async () => {
    const text =
      'PRETTY_NAME="Distroless"\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID=\'13\'\nVERSION="13 (trixie)"\n';
    expect(await inspect('/usr/lib/os-release', Buffer.from(text), chunk)).toEqual({
      osRelease: { id: 'debian', version: '13', name: 'Debian GNU/Linux' },
    });
  });
});

it('a web server in Go that only has time.LoadLocationFromTZData looks no zones up', async () => {
  expect(await inspect('/app', program(['time.LoadLocationFromTZData']), 512)).toEqual({ executable: 'elf' });
});

describe('whatever is in them, files are read', () => {
  const seed = Date.now() % 1_000_000;
  const { int } = createRandom(seed);
  const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => int(0, 256)));
  it.each([
    ['/etc/ssl/certs/a.pem', '-----BEGIN CERTIFICATE-----\n'],
    ['/etc/ssl/certs/a.pem', '-----BEGIN CERTIFICATE----------END CERTIFICATE-----'],
    ['/x/cacerts', '\u00FE\u00ED\u00FE\u00ED'],
    ['/x/cacerts', '0\u0082'],
    ['/usr/share/zoneinfo/A/B', 'TZif2'],
    ['/usr/share/zoneinfo/A/B', 'TZif'],
    ['/x/lib/tzdb.dat', '\u0001\u0000\u0004TZDB'],
    ['/etc/os-release', 'ID='],
    ['/app', '\u007FELF\u0002\u0001'],
    ['/app', '\u007FELF\u0001\u0002'],
    ['/app', '\u007FELF'],
  ])(`%s with %j in front (seed ${seed})`, async (path, magic) => {
    for (let round = 0; round < 50; round++) {
      const content = Buffer.concat([Buffer.from(magic, 'latin1'), noise(int(0, 900))]);
      expect(await inspect(path, content, int(1, 600))).toBeTypeOf('object');
    }
  });

  it.each([
    ['/etc/os-release', `ID=${' '.repeat(65_000)}x`],
    ['/etc/ssl/cert.pem', '-----BEGIN CERTIFICATE-----\n'.repeat(200_000)],
    ['/etc/ssl/cert.pem', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'.repeat(20_000)],
  ])('%s soon, also when it is made to take long', async (path, text) => {
    const started = performance.now();
    await inspect(path, Buffer.from(text), 65_536);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
