import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { extraCaPath, readExtraCa, readSavedCa } from '../../src/gather/extra-ca.ts';
import { selfSigned } from '../support/certificate.ts';
import { emptyDir } from '../support/cli.ts';

const dir = emptyDir();
const made = new Map<string, string>();

async function certificate(name: string, ca: boolean): Promise<void> {
  const extensions = [`basicConstraints=critical,CA:${ca ? 'TRUE' : 'FALSE'}`];
  made.set(name, await selfSigned(dir, name, { subject: `/O=Acme/CN=${name}`, extensions, days: 30 }));
}

beforeAll(async () => {
  await certificate('authority', true);
  await certificate('another', true);
  await certificate('server', false);
});

async function read(text: string, now?: Date) {
  await writeFile(join(dir, 'given.pem'), text);
  return readExtraCa({ source: 'flag', value: 'given.pem' }, { cwd: dir, root: '/nowhere' }, now);
}

it('one certificate or several, and nothing else of the file', async () => {
  const [one = '', other = ''] = [made.get('authority'), made.get('another')];
  expect(await read(`Issuer: somebody\n${one.replaceAll('\n', '\r\n')}# and\n${other}`)).toEqual({
    pem: one + other,
    notes: [],
  });
});

it('one that has expired is taken, with a note', async () => {
  const { notes } = await read(made.get('authority')!, new Date('2100-01-01'));
  expect(notes).toEqual([expect.stringMatching(/given\.pem: O=Acme, CN=authority expired on /)]);
});

describe('what is none', () => {
  it.each([
    ['text', () => 'hello', 'no certificate in it'],
    ['damaged', () => made.get('authority')!.replace(/\n.{20}/, '\n????????????????????'), 'it is damaged'],
    [
      'of a server',
      () => made.get('authority')! + made.get('server')!,
      'CN=server is the certificate of a server',
    ],
    ['with a key', () => `${made.get('authority')}-----BEGIN PRIVATE KEY-----`, 'it has a private key in it'],
    ['huge', () => ' '.repeat(1_000_001), 'too large'],
  ])('%s', async (_, text, problem) => {
    await expect(read(text())).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(new RegExp(`^--extra-ca given\\.pem.*: .*${problem}`)),
    });
  });

  it('a link is measured by what it names, and a device is no file', async () => {
    const where = { cwd: dir, root: dir };
    await writeFile(join(dir, 'huge.pem'), ' '.repeat(1_000_001));
    await symlink('huge.pem', join(dir, 'link-to-huge.pem'));
    await symlink('authority.crt', join(dir, 'link.pem'));
    const linked = await readExtraCa({ source: 'flag', value: 'link.pem' }, where);
    expect(linked.pem).toBe(made.get('authority'));
    const huge = readExtraCa({ source: 'flag', value: 'link-to-huge.pem' }, where);
    await expect(huge).rejects.toMatchObject({ message: expect.stringContaining('too large') });
    const device = readExtraCa({ source: 'flag', value: '/dev/zero' }, where);
    await expect(device).rejects.toMatchObject({
      exitCode: 2,
      message: '--extra-ca /dev/zero: no regular file',
    });
  });

  it('not there, or a directory', async () => {
    const where = { cwd: dir, root: dir };
    const missing = readExtraCa({ source: 'flag', value: 'nowhere.pem' }, where);
    await expect(missing).rejects.toMatchObject({
      message: expect.stringContaining('there is no such file'),
    });
    const directory = readExtraCa({ source: 'flag', value: '.' }, where);
    await expect(directory).rejects.toMatchObject({ message: expect.stringContaining('a directory') });
  });
});

it('what a repository has saved is its own file, whatever the answer says, and no link out of it', async () => {
  const root = emptyDir();
  await mkdir(join(root, '.distroless'));
  await symlink(join(dir, 'authority.crt'), join(root, extraCaPath));
  await expect(readSavedCa(root)).rejects.toMatchObject({ message: `${extraCaPath}: a symbolic link` });
  const saved = readExtraCa({ source: 'saved', value: join(dir, 'authority.crt') }, { cwd: dir, root });
  await expect(saved).rejects.toMatchObject({ message: `${extraCaPath}: a symbolic link` });
});
