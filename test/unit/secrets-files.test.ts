import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectContent } from '../support/inspect.ts';
import {
  keyPair,
  randomHex,
  randomOf,
  randomPassword,
  sshKey,
  tokenWithChecksum,
  withWrongChecksum,
} from '../support/made-secrets.ts';

async function factsOf(path: string, content: string | Buffer) {
  const bytes = Buffer.from(content as string);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
  }
  return inspectContent({ path, mode: 0o644, size: bytes.length }, chunks());
}

/** The rules that a file falls under; with a question mark where it only might be meant. */
async function rulesOf(path: string, content: string | Buffer): Promise<readonly string[]> {
  const { secrets = [] } = await factsOf(path, content);
  return secrets.map(({ rule, doubtful }) => (doubtful ? `${rule}?` : rule));
}

const { privateKey, publicKey } = keyPair();
const password = randomPassword();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const npmToken = tokenWithChecksum('npm_');

type Text = string | Buffer;

/** A file that is reported, and its twin: the one fact that differs makes it pass. */
const files: readonly (readonly [rule: string, path: string, bad: Text, good: Text])[] = [
  ['env-file', '/app/.env', `DB_PASSWORD=${password}\n`, 'DB_PASSWORD=\n'],
  [
    'env-file',
    '/app/.env',
    `export API_TOKEN="${password}" # of ours\n`,
    'export API_TOKEN="your-token-here"\n',
  ],
  ['env-file', '/app/.env.production', `SECRET_KEY_BASE=${randomHex(64)}\n`, 'SECRET_KEY_BASE=${SECRET}\n'],
  ['env-file', '/app/.env.local', `DATABASE_URL=postgres://app:${password}@db.corp/app\n`, 'DATABASE_URL=\n'],
  ['env-file', '/app/prod.env', `STRIPE=sk_live_${randomOf(24)}\n`, 'PORT=8080\n'],
  ['env-file?', '/app/.env', 'PORT=8080\nHOST=0.0.0.0\n', '# PORT=8080\nHOST=\n'],
  ['env-file?', '/app/.env', 'POSTGRES_PASSWORD=postgres\n', 'POSTGRES_PASSWORD=${PASSWORD}\n'],
  [
    'npm-login',
    '/root/.npmrc',
    `//registry.npmjs.org/:_authToken=${npmToken}\n`,
    'registry=https://registry.npmjs.org/\n',
  ],
  [
    'npm-login',
    '/app/.npmrc',
    `//npm.corp/:_authToken=${password}\n`,
    '//npm.corp/:_authToken=${NPM_TOKEN}\n',
  ],
  ['npm-login', '/usr/etc/npmrc', `_auth = ${base64(`me:${password}`)}\n`, 'audit = false\n'],
  ['npm-login', '/app/.yarnrc.yml', `npmAuthToken: "${password}"\n`, 'nodeLinker: node-modules\n'],
  [
    'netrc',
    '/root/.netrc',
    `machine github.com login me password ${password}\n`,
    'machine github.com login me\n',
  ],
  [
    'pypi-login',
    '/root/.pypirc',
    `[pypi]\nusername = me\npassword = ${password}\n`,
    '[pypi]\nusername = me\n',
  ],
  [
    'url-password',
    '/etc/pip.conf',
    `[global]\nindex-url = https://me:${password}@pypi.corp/simple\n`,
    '[global]\nindex-url = https://pypi.corp/simple\n',
  ],
  [
    'url-password',
    '/app/requirements.txt',
    `--index-url https://me:${password}@pypi.corp/simple\n`,
    '--index-url https://me:${PIP}@pypi.corp/simple\n',
  ],
  [
    'url-password',
    '/app/config.yaml',
    `url: amqp://app:${password}@mq.corp/\n`,
    'url: amqp://guest:guest@mq.corp/\n',
  ],
  [
    'git-credentials',
    '/root/.git-credentials',
    `https://me:${password}@github.com\n`,
    'https://github.com\n',
  ],
  [
    'git-credentials',
    '/app/.git/config',
    `[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${base64(`x:${password}`)}\n`,
    '[core]\n\tbare = false\n',
  ],
  [
    'docker-login',
    '/root/.docker/config.json',
    JSON.stringify({ auths: { 'ghcr.io': { auth: base64(`me:${password}`) } } }),
    JSON.stringify({ auths: { 'ghcr.io': {} }, credsStore: 'pass' }),
  ],
  [
    'aws-credentials',
    '/root/.aws/credentials',
    `[default]\naws_secret_access_key = ${randomPassword(40)}\n`,
    '[default]\nregion = eu-central-1\n',
  ],
  [
    'kubeconfig',
    '/root/.kube/config',
    `kind: Config\nusers:\n- user:\n    token: ${randomOf(60)}\n`,
    'kind: Config\nusers:\n- user:\n    exec: {command: aws}\n',
  ],
  [
    'maven-login',
    '/root/.m2/settings.xml',
    `<settings><servers><server><password>${password}</password></server></servers></settings>`,
    `<settings><servers><server><password>\${env.CI}</password></server></servers><!-- <password>${password}</password> --></settings>`,
  ],
  [
    'maven-login',
    '/opt/maven/conf/settings.xml',
    `<password>${password}</password>`,
    '<password>{COQLCE6DU6GtcS5P=}</password>',
  ],
  ['cargo-login', '/root/.cargo/credentials.toml', `[registry]\ntoken = "${password}"\n`, '[registry]\n'],
  [
    'terraform-state',
    '/app/terraform.tfstate',
    JSON.stringify({ terraform_version: '1.9.0', resources: [{}] }),
    JSON.stringify({ terraform_version: '1.9.0', resources: [] }),
  ],
  [
    'google-credentials',
    '/root/.config/gcloud/application_default_credentials.json',
    JSON.stringify({ type: 'authorized_user', refresh_token: randomOf(60) }),
    JSON.stringify({ type: 'external_account' }),
  ],
  [
    'composer-login',
    '/app/auth.json',
    JSON.stringify({ 'http-basic': { 'repo.corp': { username: 'me', password } } }),
    JSON.stringify({ 'http-basic': {} }),
  ],
  ['htpasswd', '/etc/nginx/.htpasswd', `admin:$apr1$${randomOf(8)}$${randomOf(22)}\n`, '# nobody yet\n'],
  [
    'shadow',
    '/etc/shadow',
    `root:$6$${randomOf(16)}$${randomOf(86)}:19000:0:99999:7:::\n`,
    'root:*:19000:0:99999:7:::\n',
  ],
  ['pgpass', '/root/.pgpass', `db:5432:app:me:${password}\n`, '#hostname:port:database:username:password\n'],
  ['mysql-login', '/root/.my.cnf', `[client]\npassword=${password}\n`, '[client]\nhost=db\n'],
  [
    'nuget-login',
    '/app/NuGet.Config',
    `<add key="ClearTextPassword" value="${password}" />`,
    '<add key="ClearTextPassword" value="%NUGET_TOKEN%" />',
  ],
  [
    'gradle-login',
    '/root/.gradle/gradle.properties',
    `repoPassword=${password}\n`,
    'org.gradle.daemon=false\n',
  ],
  ['rails-key', '/app/config/master.key', randomHex(32), ''],
  [
    'host-venv',
    '/app/.venv/pyvenv.cfg',
    'home = /Users/me/.pyenv/versions/3.13.0/bin\n',
    'home = /usr/local/bin\n',
  ],
  ['private-key', '/app/tls.key', privateKey, publicKey],
  ['private-key', '/root/.ssh/id_ed25519', sshKey(), `ssh-ed25519 ${randomOf(68)} me@host\n`],
  ['private-key', '/usr/share/nginx/tls/server.key', privateKey, publicKey],
  [
    'private-key',
    '/app/key.der',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }),
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }),
  ],
  ['private-key', '/app/store.jks', jks(1), jks(2)],
  ['private-key', '/app/store.p12', pkcs12(2), pkcs12(3)],
  [
    'npm-token',
    '/app/server.js',
    `const t = "${npmToken}";\n`,
    `const t = "${withWrongChecksum(npmToken)}";\n`,
  ],
  [
    'npm-token',
    '/app/server.js.map',
    JSON.stringify({ sourcesContent: [`x("${npmToken}")`] }),
    JSON.stringify({ sourcesContent: ['x()'] }),
  ],
  [
    'npm-token',
    '/app/node_modules/x/index.js',
    `const t = "${npmToken}";\n`,
    `const t = "glpat-${randomOf(20)}";\n`,
  ],
  ['google-api-key?', '/app/settings.py', `KEY = "AIza${randomOf(35)}"\n`, `KEY = "AIza${randomOf(30)}"\n`],
  ['npm-token', '/app/notes.txt', utf16(`token: ${npmToken}\n`), utf16('token: none\n')],
];

describe('a file', () => {
  it.each(files)('with a secret (%s) at %s is reported, its twin passes', async (rule, path, bad, good) => {
    expect(await rulesOf(path, bad)).toEqual([rule]);
    expect(await rulesOf(path, good)).toEqual([]);
  });

  it('says nothing of the secret itself', async () => {
    const said = await Promise.all(
      files.map(async ([, path, bad]) => JSON.stringify(await factsOf(path, bad))),
    );
    for (const text of said) {
      expect(text).not.toContain(password.slice(0, 6));
      expect(text).not.toContain(npmToken.slice(0, 6));
    }
  });
});

/** Where the same content counts and where it does not. */
const places: readonly (readonly [passes: string, counts: string, content: string])[] = [
  ['/app/.env.example', '/app/.env', `DB_PASSWORD=${password}\n`],
  ['/app/.env.production.example', '/app/.env.production', `DB_PASSWORD=${password}\n`],
  ['/app/node_modules/dotenv/.env', '/app/lib/.env', `DB_PASSWORD=${password}\n`],
  ['/app/node_modules/x/.npmrc', '/app/x/.npmrc', `//r/:_authToken=${password}\n`],
  ['/app/node_modules/server/ssl/server.pem', '/app/ssl/server.pem', privateKey],
  ['/usr/lib/python3/dist-packages/twisted/test/server.pem', '/srv/server.pem', privateKey],
  ['/usr/local/lib/python3.13/test/certdata/keycert.pem', '/etc/ssl/private/keycert.pem', privateKey],
  ['/go/pkg/mod/example.org/x@v1.0.0/testdata/key.pem', '/go/key.pem', privateKey],
  ['/app/vendor/example.org/x/tls_test.go', '/app/tls_test.go', privateKey],
  ['/usr/share/doc/libssl-doc/demos/key.pem', '/usr/share/nginx/key.pem', privateKey],
  ['/usr/share/x/examples/key.pem', '/usr/share/x/key.pem', privateKey],
  ['/usr/lib/x/notes.txt', '/usr/lib/x/server.key', privateKey],
  ['/etc/ssl/private/ssl-cert-snakeoil.key', '/etc/ssl/private/ssl-cert.key', privateKey],
  ['/app/public/main.js', '/app/main.py', `k = "AIza${randomOf(35)}"\n`],
  ['/app/node_modules/x/test/fixtures/a.js', '/app/node_modules/x/lib/a.js', `t = "${npmToken}"\n`],
  ['/root/.m2/repository/a/settings.xml', '/root/.m2/settings.xml', `<password>${password}</password>`],
];

it.each(places)('passes at %s and counts at %s', async (passes, counts, content) => {
  expect(await rulesOf(passes, content)).toEqual([]);
  expect(await rulesOf(counts, content)).toHaveLength(1);
});

it('of the packages that this project is made with none counts', async () => {
  const root = join(import.meta.dirname, '../../node_modules');
  const names = await readdir(root, { recursive: true });
  const texts = names.filter((name) => /\.(?:[cm]?js|ts|json|md|map|pem|key|yml)$|\/\.\w+$/.test(name));
  // Spread over all packages, within the time of a test.
  const some = texts.toSorted().filter((_, at) => at % Math.ceil(texts.length / 1000) === 0);
  const reported: string[] = [];
  let read = 0;
  for (const name of some) {
    const { secrets = [] } = await factsOf(
      `/app/node_modules/${name}`,
      await readFile(join(root, name)).catch(() => ''),
    );
    read++;
    if (secrets.length > 0) reported.push(name);
  }
  expect(reported).toEqual([]);
  expect(read).toBeGreaterThan(500);
});

describe('a binary', () => {
  it('is not searched: programs hold such constants', async () => {
    const program = Buffer.concat([
      Buffer.from('\u007FELF\u0002\u0001\u0001\0\0\0', 'latin1'),
      Buffer.from(privateKey),
      Buffer.from(npmToken),
    ]);
    expect(await rulesOf('/app/server', program)).toEqual([]);
    expect(
      await rulesOf('/app/data.key', Buffer.concat([randomBytes(900), Buffer.from(privateKey)])),
    ).toEqual([]);
  });

  it('of another system is known in node_modules, where npm does not bring it for all', async () => {
    const machO = Buffer.concat([Buffer.from('cffaedfe07000001', 'hex'), randomBytes(900)]);
    const pe = Buffer.alloc(900);
    pe.write('MZ', 'latin1');
    pe.writeUInt32LE(128, 60);
    pe.write('PE\0\0', 128, 'latin1');
    const built = '/app/node_modules/sqlite3/build/Release/node_sqlite3.node';
    expect(await factsOf(built, machO)).toEqual({ foreign: 'macOS' });
    expect(await factsOf(built, pe)).toEqual({ foreign: 'Windows' });
    expect(await factsOf('/app/node_modules/@esbuild/darwin-arm64/bin/esbuild', machO)).toEqual({
      foreign: 'macOS',
    });
    expect(await factsOf('/app/node_modules/sqlite3/prebuilds/darwin-x64/sqlite3.node', machO)).toEqual({});
    expect(await factsOf('/app/node_modules/open/vendor/open.exe', pe)).toEqual({});
  });
});

describe('a key store', () => {
  it('of absurd lengths is read to its end', async () => {
    const store = jks(2);
    store.writeUInt32BE(0xffffffff, 8);
    store.writeUInt32BE(0xffffffff, store.length - 24);
    expect(await rulesOf('/app/store.jks', store)).toEqual([]);
    expect(await rulesOf('/app/store.jks', store.subarray(0, 19))).toEqual([]);
  });
});

/** A Java key store with two entries, the second of this tag: 1 is a private key, 2 a certificate. */
function jks(tag: number): Buffer {
  const head = Buffer.from('feedfeed0000000200000002', 'hex');
  return Buffer.concat([head, jksEntry(2), jksEntry(tag)]);
}

function jksEntry(of: number): Buffer {
  const head = Buffer.alloc(6 + 2 + 8);
  head.writeUInt32BE(of, 0);
  head.writeUInt16BE(2, 4);
  head.write('ca', 6, 'latin1');
  const type = Buffer.from('\0\u0005X.509', 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(20);
  return Buffer.concat([head, type, length, randomBytes(20)]);
}

/** A PKCS #12 store, as far as it matters: its bag is of this kind; 2 is a shrouded key, 3 a certificate. */
function pkcs12(kind: number): Buffer {
  const body = Buffer.concat([
    Buffer.from('020103', 'hex'),
    randomBytes(200),
    Buffer.from([0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, kind]),
    randomBytes(300),
  ]);
  return Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]);
}

function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(text, 'utf16le')]);
}
