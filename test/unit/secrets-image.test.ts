import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import tar from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { secrets } from '../../src/verify/checks/secrets.ts';
import { readLayer } from '../../src/verify/image/layer.ts';
import { flatten } from '../../src/verify/image/rootfs.ts';
import type { Image } from '../../src/verify/image/types.ts';
import type { Allowed } from '../../src/verify/secrets/allow.ts';
import { readSettings } from '../../src/verify/settings.ts';
import type { Finding, Subject } from '../../src/verify/types.ts';
import { emptyDir } from '../support/cli.ts';
import { keyPair, randomPassword, tokenWithChecksum } from '../support/made-secrets.ts';

const esbuild = (system: string) => `app/node_modules/@esbuild/${system}/bin/esbuild`;

type Files = Readonly<Record<string, string | Buffer>>;
type Made = {
  readonly layers?: readonly Files[];
  /** Of the steps; a step that starts with COPY, ADD or RUN made a layer. */
  readonly history?: readonly string[];
  readonly env?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
};

async function check(made: Made, allow: readonly Allowed[] = []): Promise<Finding> {
  const image = await imageOf(made);
  return secrets.run({ image, settings: { allowedSecrets: allow } } as unknown as Subject);
}

async function imageOf({ layers = [], history = [], env = [], labels = {} }: Made): Promise<Image> {
  const read = await Promise.all(
    layers.map(async (files) => {
      const archive = tar.pack();
      for (const [name, content] of Object.entries(files)) archive.entry({ name }, content as string);
      archive.finalize();
      return { compressedBytes: 1, ...(await readLayer(archive as unknown as Readable)) };
    }),
  );
  const steps = history.map((createdBy) => ({
    createdBy,
    comment: '',
    emptyLayer: !/^(?:COPY|ADD|RUN) /.test(createdBy),
  }));
  const config = { Env: env, Labels: labels } as unknown as Image['config'];
  return { ref: 'x', digest: 'x', config, history: steps, layers: read, files: flatten(read) };
}

const password = randomPassword();
const npmToken = tokenWithChecksum('npm_');
const { privateKey, publicKey } = keyPair();
const npmrc = `//registry.npmjs.org/:_authToken=${npmToken}\n`;

describe('a secret in a layer', () => {
  it('that a later layer deletes is still found, and said to be', async () => {
    const bad = await check({
      layers: [
        { 'bin/app': 'x' },
        { 'root/.npmrc': npmrc, 'app/.env': `TOKEN=${password}\n` },
        { 'root/.wh..npmrc': '', '.wh.app': '' },
      ],
    });
    expect(bad.status).toBe('fail');
    expect(bad.message).toBe(
      'login of an npm registry in /root/.npmrc, layer 2 of 3, deleted later; .env file in /app/.env, layer 2 of 3, deleted later',
    );
    expect(bad.hint).toContain('still in the image for everyone who pulls it');
    expect(bad.hint).toContain('--mount=type=secret,id=npmrc,target=/root/.npmrc npm ci');
    expect(bad.hint).toContain('.dockerignore');
    expect(bad.hint).toContain('revoke');
    expect(bad.data?.found).toMatchObject([
      { rule: 'npm-login', path: '/root/.npmrc', layer: 2, deleted: true },
      {},
    ]);
    expect(JSON.stringify(bad)).not.toContain(npmToken.slice(4, 12));
    expect(JSON.stringify(bad)).not.toContain(password.slice(0, 6));
  });

  it('that a later layer replaces by something else is still found', async () => {
    const layers = [{ 'etc/tls.pem': privateKey }, { 'etc/tls.pem': publicKey }];
    expect((await check({ layers })).message).toBe(
      'private key in /etc/tls.pem, layer 1 of 2, deleted later',
    );
  });

  it('that two layers hold is one finding', async () => {
    const layers = [{ 'etc/tls.pem': privateKey }, { 'etc/tls.pem': privateKey }];
    expect((await check({ layers })).message).toBe('private key in /etc/tls.pem, layer 1 of 2');
  });

  it('is found beside more than can be shown', async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`keys/${at}.pem`, privateKey]));
    const { message, data } = await check({ layers: [many] });
    expect(message).toMatch(/; and 147 more$/);
    expect(data?.found).toHaveLength(100);
  });

  it('passes where there is none', async () => {
    const layers = [{ 'etc/tls.pem': publicKey, 'app/.env.example': `TOKEN=${password}\n` }];
    expect(await check({ layers, history: ['COPY . . # buildkit'] })).toMatchObject({
      status: 'pass',
      message: 'none in 1 layers and 1 steps of the history',
    });
  });

  it('that may be meant is a warning', async () => {
    const found = await check({ layers: [{ 'app/.env': 'PORT=8080\n' }] });
    expect(found).toMatchObject({ status: 'warn', message: '.env file in /app/.env, layer 1 of 1' });
  });
});

describe('a version control directory', () => {
  const git = {
    'src/.git/HEAD': 'ref: refs/heads/main\n',
    'src/.git/config': '[core]\n',
    'src/.git/objects/ab/cd': 'x',
  };

  it('is one finding, also when deleted', async () => {
    const { message, data } = await check({ layers: [git, { 'src/.wh..git': '' }] });
    expect(message).toBe('version control directory in /src/.git, layer 1 of 2, deleted later');
    expect(data?.found).toHaveLength(1);
    expect((await check({ layers: [{ '.hg/store/00changelog.i': 'x' }] })).message).toContain('/.hg');
  });

  it.each<[string, Files]>([
    [
      '.gitignore and .github',
      { 'src/.gitignore': 'x', 'src/.github/workflows/x.yml': 'x', 'src/.gitattributes': 'x' },
    ],
    ['the pointer of a submodule', { 'src/lib/.git': 'gitdir: ../../.git/modules/lib\n' }],
    ['what a bind mount leaves', { 'src/.git/HEAD': '' }],
    ['a dependency that is a checkout', { 'app/node_modules/x/.git/config': '[core]\n' }],
  ])('is not %s', async (_, files) => {
    expect((await check({ layers: [files] })).status).toBe('pass');
  });
});

describe('the history and the config', () => {
  it.each<[string, Made, string, Made]>([
    [
      'a build argument',
      { history: [`RUN |2 NPM_TOKEN=${password} NODE_ENV=production /bin/sh -c npm ci # buildkit`] },
      'secret in the build argument NPM_TOKEN, step 1 of the history',
      { history: ['RUN |2 NPM_VERSION=11.0.1 NODE_ENV=production /bin/sh -c npm ci # buildkit'] },
    ],
    [
      'a build argument of the builder before BuildKit',
      { history: [`|1 NPM_TOKEN=${npmToken} /bin/sh -c npm ci`] },
      'npm token npm_… in the build argument NPM_TOKEN, step 1 of the history',
      { history: ['|1 NPM_TOKEN= /bin/sh -c npm ci'] },
    ],
    [
      'the default of an ARG',
      { history: [`ARG API_KEY=${password}`] },
      'secret in the value of API_KEY, step 1 of the history',
      { history: ['ARG API_KEY'] },
    ],
    [
      'a variable, once',
      { env: ['PATH=/bin', `DB_PASSWORD=${password}`], history: [`ENV DB_PASSWORD=${password}`] },
      'secret in the variable DB_PASSWORD of the image',
      {
        env: ['PATH=/bin', 'DB_PASSWORD_FILE=/run/secrets/db'],
        history: ['ENV DB_PASSWORD_FILE=/run/secrets/db'],
      },
    ],
    [
      'a URL in a variable',
      { env: [`DATABASE_URL=postgres://app:${password}@db.corp/app`] },
      'secret in the variable DATABASE_URL of the image',
      { env: ['DATABASE_URL=postgres://postgres:postgres@localhost/app'] },
    ],
    [
      'a label',
      { labels: { 'com.corp.deploy-token': password } },
      'secret in the label com.corp.deploy-token',
      { labels: { 'org.opencontainers.image.revision': 'b245ad1b245ad1b245ad1b245ad1b245ad1b245a' } },
    ],
    [
      'an assignment in a command',
      { history: [`RUN /bin/sh -c GITHUB_TOKEN=${password} make # buildkit`] },
      'secret in the value of GITHUB_TOKEN, step 1 of the history',
      { history: ['RUN /bin/sh -c GITHUB_TOKEN=$(cat /run/secrets/t) make # buildkit'] },
    ],
    [
      'a URL in a command',
      { history: [`RUN /bin/sh -c git clone https://me:${password}@git.corp/x # buildkit`] },
      'URL with a password in step 1 of the history',
      { history: ['RUN /bin/sh -c git clone https://me:${TOKEN}@git.corp/x # buildkit'] },
    ],
    [
      'a password for curl',
      { history: ['ENV A=b', `RUN /bin/sh -c curl -fsSL -u me:${password} https://x.corp/a.tgz # buildkit`] },
      'password in a command in step 2 of the history',
      { history: ['ENV A=b', 'RUN /bin/sh -c curl -fsSL -u "$USER:$PASS" https://x.corp/a.tgz # buildkit'] },
    ],
    [
      'a header of curl',
      { history: [`RUN /bin/sh -c curl -H "Authorization: Bearer ${password}" https://x.corp # buildkit`] },
      'password in a command in step 1 of the history',
      { history: ['RUN /bin/sh -c curl -H "Authorization: Bearer $TOKEN" https://x.corp # buildkit'] },
    ],
    [
      'a --password',
      {
        history: [
          `RUN /bin/sh -c helm registry login x.corp --username me --password ${password} # buildkit`,
        ],
      },
      'password in a command in step 1 of the history',
      {
        history: [
          'RUN /bin/sh -c helm registry login x.corp --username me --password-stdin </run/secrets/x # buildkit',
        ],
      },
    ],
    [
      'a token that npm is told',
      { history: [`RUN /bin/sh -c npm config set //npm.corp/:_authToken=${password} # buildkit`] },
      'password in a command in step 1 of the history',
      { history: ['RUN /bin/sh -c npm config set //npm.corp/:_authToken=\\${NPM_TOKEN} # buildkit'] },
    ],
    [
      'the password of root',
      { history: [`RUN /bin/sh -c echo "root:${password}" | chpasswd # buildkit`] },
      'password in a command in step 1 of the history',
      { history: ['RUN /bin/sh -c echo "root:$PASS" | chpasswd # buildkit'] },
    ],
  ])('with %s are reported, the twin passes', async (_, bad, message, good) => {
    const found = await check(bad);
    expect(found).toMatchObject({ status: 'fail', message });
    expect(found.hint).toContain('--mount=type=secret');
    expect(JSON.stringify(found)).not.toContain(password.slice(0, 6));
    expect(JSON.stringify(found)).not.toContain(npmToken.slice(4, 12));
    expect(await check(good)).toMatchObject({ status: 'pass' });
  });

  it('of well-known images pass', async () => {
    const env = [
      'PATH=/usr/local/bin:/usr/bin',
      'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
      'PYTHON_SHA256=c30bb24b7f1e9a19b11b55a546434f74e739bb4c271a3e3a80ff4380d49f7adb',
      'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
      'JAVA_VERSION=jdk-21.0.5+11',
      'RABBITMQ_PGP_KEY_ID=0x0A9AF2115F4687BD29803A206B73A36E6026DFCA',
      'KEYCLOAK_ADMIN_PASSWORD=change_me',
      'MINIO_ROOT_PASSWORD_FILE=secret_key',
      'TOKEN_TTL=3600',
      'CSRF_TOKEN_HEADER=X-CSRF-Token',
    ];
    const history = [
      ...env.map((line) => `ENV ${line}`),
      'RUN /bin/sh -c set -eux; key="859BE8D7C586F538430B19C2467B942D3A79BD29"; gpg --batch --keyserver keyserver.ubuntu.com --recv-keys "$key" # buildkit',
      'RUN |2 TARGETARCH=amd64 VERSION=1.2.3 /bin/sh -c curl -fsSLO https://example.org/x-$VERSION.tgz && echo "0123456789abcdef  x.tgz" | sha256sum -c # buildkit',
      'RUN --mount=type=secret,id=npmrc /bin/sh -c npm ci # buildkit',
    ];
    expect(await check({ env, history })).toMatchObject({ status: 'pass' });
  });
});

describe('node_modules', () => {
  const modules = { 'app/node_modules/x/package.json': '{}', 'app/package.json': '{}' };
  const sources = { ...modules, 'app/Dockerfile': 'FROM x', 'app/.gitignore': 'x' };
  const machO = Buffer.concat([Buffer.from('cffaedfe', 'hex'), Buffer.alloc(600)]);
  const addon = 'app/node_modules/y/build/Release/y.node';

  it.each<[string, Files, string, string]>([
    ['with the whole context', sources, 'COPY . . # buildkit', 'node_modules of the build context'],
    [
      'with the whole context, for an owner',
      sources,
      'COPY --chown=1:1 ./ /app/ # buildkit',
      'node_modules of the build context',
    ],
    [
      'by its name',
      modules,
      'COPY node_modules ./node_modules # buildkit',
      'node_modules of the build context',
    ],
    [
      'by its name among others',
      modules,
      'COPY package.json web/node_modules/ ./ # buildkit',
      'node_modules of the build context',
    ],
    [
      'with an addon of macOS',
      { ...modules, [addon]: machO },
      'COPY /app /app # buildkit',
      'node_modules of a machine with macOS',
    ],
    [
      'with a package for macOS',
      { ...modules, [esbuild('darwin-arm64')]: machO },
      'COPY /app /app # buildkit',
      'node_modules of a machine with macOS',
    ],
  ])('that come %s are reported', async (_, files, step, what) => {
    const found = await check({ layers: [files], history: ['ENV A=b', step] });
    expect(found).toMatchObject({ status: 'fail', message: `${what} in /app/node_modules, layer 1 of 1` });
    expect(found.hint).toContain('.dockerignore');
    expect(found.hint).not.toContain('revoke');
  });

  it.each<[string, Files, string]>([
    ['from a build stage', modules, 'COPY /app/node_modules ./node_modules # buildkit'],
    ['from a build stage, with the sources', sources, 'COPY /app /app # buildkit'],
    ['from a stage that is a whole root', { ...modules, 'etc/passwd': '' }, 'COPY . . # buildkit'],
    ['by a RUN', sources, 'RUN /bin/sh -c npm ci # buildkit'],
    ['by a builder that does not tell', sources, 'COPY dir:0123 in /app'],
    ['without any package', { 'app/node_modules/.keep': '', 'app/Dockerfile': 'x' }, 'COPY . . # buildkit'],
    [
      'for several systems',
      { ...modules, [esbuild('darwin-arm64')]: machO, [esbuild('linux-x64')]: 'x' },
      'COPY /app /app # buildkit',
    ],
  ])('that come %s pass', async (_, files, step) => {
    expect(await check({ layers: [files], history: [step] })).toMatchObject({ status: 'pass' });
  });
});

describe('what distroless.yaml allows', () => {
  const layers = [{ 'app/testdata/key.pem': privateKey, 'app/key.pem': privateKey }];
  const reason = 'of a test authority';

  it('is passed over, and the report says why', async () => {
    const found = await check({ layers }, [
      { path: '/app/testdata/**', reason },
      { path: '/app/key.pem', reason },
    ]);
    expect(found.status).toBe('pass');
    expect(found.message).toContain(
      'allowed in distroless.yaml: /app/testdata/key.pem (of a test authority)',
    );
    expect(found.data?.allowed).toHaveLength(2);
  });

  it('is only that', async () => {
    const found = await check({ layers }, [{ path: '/app/testdata/**', reason }]);
    expect(found.message).toMatch(
      /^private key in \/app\/key\.pem, layer 1 of 1; allowed in distroless\.yaml:/,
    );
    const other = await check({ layers }, [
      { path: '/app', reason },
      { path: '/app/test/**', reason },
    ]);
    expect(other.data?.found).toHaveLength(2);
  });

  it('may be a variable', async () => {
    const made = { env: [`API_TOKEN=${password}`], history: [`ENV API_TOKEN=${password}`] };
    expect((await check(made, [{ variable: 'API_TOKEN', reason }])).status).toBe('pass');
    expect((await check(made, [{ variable: 'API', reason }])).status).toBe('fail');
  });

  it.each([
    ['without a reason', { path: '/app/key.pem' }, 'and the reason why'],
    ['with an empty reason', { path: '/app/key.pem', reason: '' }, 'the reason why'],
    ['of no absolute path', { path: 'app/key.pem', reason }, 'a path of the image'],
    ['with another pattern', { path: '/app/*.pem', reason }, 'a path of the image'],
    ['with a field too many', { path: '/app/key.pem', variable: 'A', reason }, 'or the name of a variable'],
    ['of nothing', { reason }, 'a path of the image'],
  ])('must be understood: %s is refused', async (_, entry, says) => {
    const read = readSettings(await dirWith([entry]));
    await expect(read).rejects.toThrow(/^distroless\.yaml: verify\.secrets\.allow\.0/);
    await expect(read).rejects.toThrow(says);
  });

  it('is read', async () => {
    const allow = [
      { path: '/app/testdata/**', reason },
      { variable: 'API_TOKEN', reason },
    ];
    expect((await readSettings(await dirWith(allow))).allowedSecrets).toEqual(allow);
  });
});

async function dirWith(allow: readonly object[]): Promise<string> {
  const dir = emptyDir();
  await writeFile(
    join(dir, 'distroless.yaml'),
    JSON.stringify({ schema: 1, verify: { secrets: { allow } } }),
  );
  return dir;
}
