import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { selfSigned } from './certificate.ts';
import { emptyDir } from './cli.ts';

export type Authority = {
  /** Its own certificate, as PEM. */
  readonly certificate: string;
  /** A file with it, and with what this machine trusts beyond the public authorities: builds here may need that. */
  readonly file: string;
};

const dir = emptyDir();
const openssl = (...args: string[]) => execa('openssl', args, { cwd: dir });

/** A private certificate authority. */
export async function makeAuthority(): Promise<Authority> {
  const certificate = await selfSigned(dir, 'ca', {
    subject: '/O=Acme/CN=Acme test authority',
    extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
  });
  const file = join(dir, 'bundle.crt');
  await writeFile(file, certificate + (await machineAuthorities()));
  return { certificate, file };
}

/** A server on the engine's network whose certificate is of that authority; it has a Go module, and a word for npm. */
export async function startTlsServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const script = `const { createServer } = require('node:https');
const answers = { list: 'v1.2.3', mod: 'module example.test/m', info: '{"Version":"v1.2.3"}' };
const answer = ({ url }, response) => response.end(answers[url.split(/[./]/).at(-1)] ?? '{}');
process.stdin.once('data', (pem) => createServer({ key: pem, cert: pem }, answer).listen(8443, () => console.log('listening')));`;
  const create = ['create', '--interactive', '--entrypoint', 'node', 'node:24-trixie-slim', '-e', script];
  const { stdout: id } = await execa('docker', create);
  const server = execa('docker', ['start', '--attach', '--interactive', id], {
    reject: false,
    stdin: 'pipe',
  });
  const address = await addressOf(id);
  const request = [
    'req',
    '-newkey',
    'rsa:2048',
    '-noenc',
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=server',
  ];
  await openssl(...request, '-addext', `subjectAltName=IP:${address}`);
  await openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-days',
    '2',
    '-copy_extensions',
    'copy',
    '-out',
    'server.crt',
  );
  const [key, cert] = await Promise.all(
    ['server.key', 'server.crt'].map((name) => readFile(join(dir, name), 'utf8')),
  );
  server.stdin?.write(`${key}${cert}`);
  for (let tries = 0; tries < 300; tries++) {
    if ((await execa('docker', ['logs', id])).stdout.includes('listening')) break;
    await sleep(100);
  }
  return {
    url: `https://${address}:8443`,
    async stop() {
      await execa('docker', ['rm', '--force', id]);
      await server;
    },
  };
}

async function addressOf(id: string): Promise<string> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  for (let tries = 0; tries < 300; tries++) {
    const { stdout } = await execa('docker', ['inspect', '--format', format, id]);
    if (stdout !== '') return stdout;
    await sleep(100);
  }
  throw new Error('the server has no address');
}

/** Where Debian's ca-certificates takes an administrator's own from. */
async function machineAuthorities(): Promise<string> {
  const local = '/usr/local/share/ca-certificates';
  const names = await readdir(local).catch(() => []);
  const files = names.filter((name) => name.endsWith('.crt'));
  return (await Promise.all(files.map((name) => readFile(join(local, name), 'utf8')))).join('');
}
