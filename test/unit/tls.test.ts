import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tls } from '../../src/verify/checks/tls.ts';
import { imageOf, program, subjectOf, type Files } from '../support/image.ts';

const pem = rootCertificates.slice(0, 3).join('\n');
const bundle = 'etc/ssl/certs/ca-certificates.crt';
const go = program(['crypto/x509.loadSystemRoots', 'SSL_CERT_FILE', `/${bundle}`]);
const jks = (entries: number) => {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0xfe_ed_fe_ed, 0);
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(entries, 8);
  return head;
};
const pkcs12 = (bytes: number) =>
  Buffer.concat([Buffer.from([0x30, 0x82, bytes >> 8, bytes & 255, 2, 1, 3]), Buffer.alloc(bytes)]);
const java = { 'opt/java/bin/java': program(['JLI_Launch'], { loader: true }), 'opt/java/lib/modules': 'x' };
const store = 'opt/java/lib/security/cacerts';

async function check(files: Files, config: { Env?: readonly string[]; Entrypoint?: readonly string[] } = {}) {
  const image = await imageOf(files, { Entrypoint: ['/bin/app'], ...config });
  return tls.run(subjectOf(image));
}

afterEach(() => void vi.useRealTimers());

describe('a Go program that verifies certificates', () => {
  it.each([
    ['no bundle', {}, [], 'there is no CA bundle'],
    ['an empty bundle', { [bundle]: '' }, [], `no certificate in /${bundle}`],
    ['a bundle of something else', { [bundle]: 'hello\n'.repeat(500) }, [], 'there is no certificate'],
    [
      'a bundle that is cut off',
      { [bundle]: (rootCertificates[0] as string).slice(0, 500) },
      [],
      'can be read',
    ],
    [
      'a bundle with a damaged certificate',
      { [bundle]: pem.slice(0, 1000).replace(/.{30}$/m, '') + '\n-----END CERTIFICATE-----' },
      [],
      'can be read',
    ],
    ['a link to nowhere', { [bundle]: '-> ../../../usr/share/ca.pem' }, [], 'is a symlink to nothing'],
    ['a bundle elsewhere', { 'opt/certs.pem': pem }, [], 'there is no CA bundle'],
    [
      'a variable that names nothing',
      { [bundle]: pem },
      ['SSL_CERT_FILE=/none.pem'],
      'SSL_CERT_FILE is /none.pem, but that is not in the image',
    ],
    ['a bundle where only OpenSSL looks', { 'usr/lib/ssl/cert.pem': pem }, [], 'there is no CA bundle'],
  ] as const)('fails with %s', async (_, files, Env, message) => {
    expect(await check({ 'bin/app': go, ...files }, { Env })).toMatchObject({
      status: 'fail',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('COPY --from=build'),
    });
  });

  it.each([
    ['Debian’s bundle', { [bundle]: pem }, []],
    ['a link to a bundle', { [bundle]: '-> /usr/share/all.pem', 'usr/share/all.pem': pem }, []],
    [
      'Alpine’s bundle, with text before it',
      { 'etc/ssl/cert.pem': `## Bundle of CA Root Certificates\n\n${pem}` },
      [],
    ],
    ['a directory of certificates', { 'etc/ssl/certs/acme.pem': rootCertificates[0] as string }, []],
    ['a bundle that a variable names', { 'opt/certs.pem': pem }, ['SSL_CERT_FILE=/opt/certs.pem']],
    ['a directory that a variable names', { 'opt/a.crt': pem }, ['SSL_CERT_DIR=/nowhere:/opt']],
  ] as const)('passes with %s', async (_, files, Env) => {
    expect(await check({ 'bin/app': go, ...files }, { Env })).toMatchObject({ status: 'pass' });
  });

  it('fails when every authority has expired', async () => {
    vi.useFakeTimers({ now: Date.UTC(2090, 1), toFake: ['Date'] });
    expect(await check({ 'bin/app': go, [bundle]: pem })).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('has expired'),
    });
  });

  it('passes with authorities compiled in', async () => {
    const own = program([
      '\u00FF Go buildinf:',
      'crypto/x509.loadSystemRoots',
      'ISRG Root X1',
      'DigiCert Global Root G2',
      'Amazon Root CA 1',
    ]);
    expect(await check({ 'bin/app': own })).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('its own authorities'),
    });
  });
});

describe('other programs', () => {
  const openssl = program(['OPENSSLDIR: "/usr/lib/ssl"', 'SSL_CERT_FILE']);
  const node = program(['OPENSSLDIR: "/x"', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']);
  const plain = program(['hello']);
  it.each([
    ['that never speaks TLS', { 'bin/app': plain }, [], 'pass'],
    ['that reads the system’s authorities, without any', { 'bin/app': openssl }, [], 'fail'],
    ['that reads the system’s authorities', { 'bin/app': openssl, 'usr/lib/ssl/cert.pem': pem }, [], 'pass'],
    [
      'with a library that could read them, without any',
      { 'bin/app': plain, 'usr/lib/libcrypto.so.3': openssl },
      [],
      'warn',
    ],
    [
      'with a library and certifi',
      { 'bin/app': plain, 'usr/lib/libcrypto.so.3': openssl, 'opt/certifi/cacert.pem': pem },
      [],
      'pass',
    ],
    [
      'with a library, beside Node',
      { 'bin/app': plain, 'usr/lib/libcrypto.so.3': openssl, 'opt/node': node },
      [],
      'pass',
    ],
    ['beside an empty bundle', { 'bin/app': plain, [bundle]: '' }, [], 'fail'],
    ['that is Node', { 'bin/app': node }, [], 'pass'],
    [
      'that is Node with more authorities',
      { 'bin/app': node, 'opt/ca.pem': pem },
      ['NODE_EXTRA_CA_CERTS=/opt/ca.pem'],
      'pass',
    ],
    [
      'that is Node with more authorities that are not there',
      { 'bin/app': node },
      ['NODE_EXTRA_CA_CERTS=/opt/ca.pem'],
      'fail',
    ],
    [
      'that is Node told to read the system’s',
      { 'bin/app': node },
      ['NODE_OPTIONS=--use-openssl-ca'],
      'fail',
    ],
    ['that is not in the image', {}, [], 'pass'],
  ] as const)('%s', async (_, files, Env, status) => {
    expect(await check(files as Files, { Env })).toMatchObject({ status });
  });
});

describe('a Java runtime', () => {
  const Entrypoint = ['/opt/java/bin/java', '-jar', '/app.jar'];
  it.each([
    ['without a truststore', {}, 'is not in the image'],
    ['with a link to nowhere', { [store]: '-> /etc/ssl/certs/java/cacerts' }, 'is a symlink to nothing'],
    ['with an empty file', { [store]: '' }, 'is empty'],
    ['with no entries in it', { [store]: jks(0) }, 'is empty'],
    ['with no room for an entry', { [store]: pkcs12(90) }, 'is empty'],
    ['with PEM, which Java does not read', { [store]: pem }, 'is no Java truststore'],
  ])('fails %s', async (_, files, message) => {
    expect(await check({ ...java, ...files }, { Entrypoint })).toMatchObject({
      status: 'fail',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('/etc/ssl/certs/java/cacerts'),
    });
  });

  it.each([
    ['of the old format', { [store]: jks(140) }, []],
    ['of the new format', { [store]: pkcs12(2000) }, []],
    ['of the base', { [store]: '-> /etc/ssl/certs/java/cacerts', 'etc/ssl/certs/java/cacerts': jks(3) }, []],
    [
      'that an option names',
      { 'opt/own.p12': pkcs12(2000) },
      ['JAVA_TOOL_OPTIONS=-Xmx1g -Djavax.net.ssl.trustStore=/opt/own.p12'],
    ],
  ])('passes with a truststore %s', async (_, files, Env) => {
    expect(await check({ ...java, ...files }, { Entrypoint, Env })).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('Java reads /opt/'),
    });
  });
});

it('a hostile bundle is soon done with', async () => {
  const open = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(7_000_000)}`;
  const started = performance.now();
  expect(await check({ 'bin/app': go, [bundle]: open })).toMatchObject({ status: 'fail' });
  expect(performance.now() - started).toBeLessThan(3000);
});
