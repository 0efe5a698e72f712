import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { leading, type Candidate, type Service } from '../../src/detect/types.ts';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { detector } from '../../src/stacks/node/detect.ts';
import { findHost } from '../../src/stacks/node/host.ts';
import { satisfies } from '../../src/stacks/node/semver.ts';
import { resolveStart } from '../../src/stacks/node/start.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();

type Files = Readonly<Record<string, string | Buffer>>;
type Given = Parameters<typeof readHints>[1];

function detect(files: Files, given: Given = {}): readonly Candidate[] {
  const repo = openInventory(makeRepo(files));
  const stack = stacks.find(({ id }) => id === 'node');
  if (!stack) throw new Error('no stack');
  return detector.detect({ repo, stack, stacks, hints: readHints(repo, given) });
}

function service(files: Files, given?: Given): Service {
  const [found] = detect(files, given);
  if (found?.found !== 'service') throw new Error(JSON.stringify(found));
  return found;
}

/** What git has, by the index of version 2: https://git-scm.com/docs/index-format */
const indexOf = (path: string): Buffer => {
  const head = Buffer.from('DIRC\0\0\0\x02\0\0\0\x01', 'latin1');
  const entry = Buffer.alloc((62 + path.length + 8) & ~7);
  entry.write(path, 62);
  return Buffer.concat([head, entry]);
};

const manifest = (raw: object): Files => ({ 'package.json': JSON.stringify(raw) });
const pkg = (dependencies: object, raw: object = {}) => manifest({ dependencies, ...raw });
const start = (line: string, scripts: Record<string, string> = {}, main = 'index.js', more: Files = {}) => {
  const repo = openInventory(makeRepo({ ...manifest({ name: 'x', main, scripts }), ...more }));
  const found = resolveStart(repo, readPackage(repo, '') as Package, line);
  return found && [found.runs, found.loader ?? '', [...found.flags, found.entry, ...found.args].join(' ')];
};

it.each<[string, string | undefined]>([
  ["listen(80, process.env.HOST || 'localhost')", 'HOST'],
  ["const ip = envParams.BIND_IP ?? '127.0.0.1'", 'BIND_IP'],
  ["const {\n  HOST = 'localhost',\n  PORT = 80,\n} = process.env", 'HOST'],
  ["const { PORT = 80, LISTEN_IP: ip = '127.0.0.1' } = process.env", 'LISTEN_IP'],
  ["const db = { REDIS_HOST = 'localhost' } = process.env", undefined],
  ["const seen = request.env.ZIP || 'localhost'", undefined],
  ["listen(80, process.env.OPENSHIFT_NODEJS_IP || '127.0.0.1')", 'OPENSHIFT_NODEJS_IP'],
  ["listen(80, process.env.N8N_LISTEN_ADDRESS ?? '127.0.0.1')", 'N8N_LISTEN_ADDRESS'],
  ["const from = process.env.ALLOWED_IP || '127.0.0.1'", undefined],
  ["const from = process.env.TRUSTED_PROXY_IP || '127.0.0.1'", undefined],
  ["const from = process.env.ALLOWED_HOSTS || 'localhost'", undefined],
  ["const from = process.env.TRUSTED_HOST || 'localhost'", undefined],
  ["const to = process.env.WALLET_ADDRESS || '127.0.0.1'", undefined],
  ["const on = process.env.LISTENERS || 'localhost'", undefined],
])('the variable that opens it in %s is %s', (source, variable) => {
  const repo = openInventory(makeRepo({ ...manifest({}), 'i.js': source }));
  expect(findHost(repo, ['i.js'], readPackage(repo, '') as Package).variable).toBe(variable);
});

it.each<[string, boolean]>([
  ['await app.listen({ port: process.env.PORT ?? 3000 })', true],
  ['app.listen({\n  port,\n  backlog: 10,\n})', true],
  ['app.listen(Number(process.env.PORT))', true],
  ['app.listen(port, () => {})', true],
  ['app.listen({ port, host: HOST })', false],
  ['app.listen({ port, ...settings })', false],
  ['app.listen(port, address)', false],
  ['app.listen(settings)', false],
])('%s of Fastify listens on the machine itself: %s, whatever the host of its database', (source, closed) => {
  const files = { ...pkg({ fastify: '5' }), 'i.js': source, 'db.js': "connect({ host: 'db' });\n" };
  const repo = openInventory(makeRepo(files));
  const found = findHost(repo, ['i.js', 'db.js'], readPackage(repo, '') as Package);
  expect(found.closed !== undefined).toBe(closed);
});

const portOf = (source: string) =>
  service({
    ...manifest({ dependencies: { express: '5' }, scripts: { start: 'node i.js' } }),
    'i.js': source,
  }).port?.value;

const recipe = (files: Files, given?: Given) => {
  const found = service(files, given);
  const stack = stacks.find(({ id }) => id === 'node');
  const target = stack?.targets[found.target.value];
  if (!target) throw new Error('no target');
  return found.recipe({
    target: { id: found.target.value, ...target },
    port: Number(found.port?.value ?? 0),
    health: '',
    files: [],
    writable: [],
  });
};

const lockOf = (range: string) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: { '': { dependencies: { ms: range } }, 'node_modules/ms': { version: '2.1.3' } },
  });

const runs = (files: Files, given?: Given) =>
  recipe(files, given).stages.flatMap(({ steps }) =>
    steps.flatMap((step) => ('run' in step ? [...step.run] : [])),
  );

const migratingFile = (files: Files) =>
  recipe(files)
    .stages.flatMap(({ steps }) => steps)
    .find((step) => 'file' in step && step.file === '/app/migrate-first.cjs');

const honoBuild = (kind: string) => ({
  'vite.config.ts': `import build from '@hono/vite-build/${kind}'\nexport default { plugins: [build({ outputDir: './out' })] }\n`,
});
const yarnLockOf = (url: string) => `"@a/ms@^2.1.0":\n  version "2.1.0"\n  resolved "${url}#abc"\n`;
const listening = "require('http').createServer().listen(3000);\n";

describe('semver', () => {
  it.each<[string, string, boolean]>([
    ['22.5.0', '^18 || >=20', true],
    ['24.0.0', '<23', false],
    ['22.1.0', '20.x || 22.x', true],
    ['22.1.0', '18 - 22', true],
    ['1.2.3', '~1.2.1', true],
    ['1.3.0', '~1.2.1', false],
    ['0.3.0', '^0.2.1', false],
    ['2.0.0', '>1', true],
    ['1.9.9', '>1', false],
    ['24.1.0', '>= 20 < 25', true],
    ['5.0.0', 'latest', true],
  ])('%s in %s: %s', (version, range, holds) => {
    expect(satisfies(version, range)).toBe(holds);
  });
});

describe('start scripts', () => {
  it.each<[string, string, string, string]>([
    ['node server.js', 'file', '', 'server.js'],
    ['node .', 'file', '', 'index.js'],
    ['NODE_ENV=production node ./bin/www --port 1', 'file', '', 'bin/www --port 1'],
    ['cross-env A=b C=d node app', 'file', '', 'app'],
    ['dotenv -e .env.local -- node app.js', 'file', '', 'app.js'],
    ['dotenv -c production -- node app.js', 'file', '', 'app.js'],
    ['node -r dotenv/config dist/index.js', 'file', '', 'dist/index.js'],
    ['node --env-file=.env --enable-source-maps dist/main', 'file', '', '--enable-source-maps dist/main'],
    ['node --inspect --max-old-space-size=512 x.js', 'file', '', '--max-old-space-size=512 x.js'],
    ['nodemon src/app.js', 'file', '', 'src/app.js'],
    ['nodemon -L -e js,html src/app.js', 'file', '', 'src/app.js'],
    ['nodemon --exec ts-node src/app.ts', 'file', 'ts-node', 'src/app.ts'],
    ["nodemon --watch src --exec 'tsx src/app.ts'", 'file', 'tsx', 'src/app.ts'],
    ['nodemon', 'file', '', 'index.js'],
    ['ts-node -r tsconfig-paths/register src/main.ts', 'file', 'ts-node', 'src/main.ts'],
    ['tsx watch src/main.ts', 'file', 'tsx', 'src/main.ts'],
    ['node --import tsx src/main.ts', 'file', 'tsx', 'src/main.ts'],
    ['node --loader ts-node/esm src/main.ts', 'file', 'ts-node/esm', 'src/main.ts'],
    ['pm2-runtime start server.js', 'file', '', 'server.js'],
    ['pm2 start --no-daemon server.js', 'file', '', 'server.js'],
    ['npm run build && node dist/x.js', 'file', '', 'dist/x.js'],
    ['exec node x.js', 'file', '', 'x.js'],
    ['npx next start', 'program', '', 'next start'],
    ['yarn ts-node x.ts', 'file', 'ts-node', 'x.ts'],
    ['pnpm exec tsx x.ts', 'file', 'tsx', 'x.ts'],
    ['bun run src/x.ts', 'bun', '', 'src/x.ts'],
    ['bun src/x.ts', 'bun', '', 'src/x.ts'],
    ['bun --bun next start', 'program', '', 'next start'],
    ['mastra start', 'file', '', '.mastra/output/index.mjs'],
    ['sapper dev', 'pages', '', 'sapper'],
    ['vite --host', 'pages', '', 'vite'],
    ['react-scripts start', 'pages', '', 'react-scripts'],
    ['nest start', 'file', '', 'dist/main.js'],
  ])('%s', (line, ...found) => {
    expect(start(line)).toEqual(found);
  });
  it('follows scripts, and stops where they run in a circle', () => {
    expect(start('npm start', { start: 'npm run serve -- --quiet', serve: 'node s.js' })).toEqual([
      'file',
      '',
      's.js --quiet',
    ]);
    expect(start('bun start', { start: 'bun src/x.ts' })?.[2]).toBe('src/x.ts');
    expect(start('npm run a', { a: 'npm run b', b: 'npm run a' })).toBeUndefined();
  });
  it.each<[string, string]>([
    ['node i.js --auto-restart', 'package.json: scripts.start'],
    ['node i.js --rate-limit', 'package.json: scripts.start:prod'],
  ])('of start and `%s` the one whose program ends when it should', (production, from) => {
    const scripts = { start: 'node i.js', 'start:prod': production };
    expect(service({ ...manifest({ scripts }), 'i.js': listening }).facts['start']?.from).toBe(from);
  });
  it('starts in the directory that a line goes to, with a package.json there or without', () => {
    const files = { ...manifest({ scripts: { start: 'cd app && node i.js' } }), 'app/i.js': listening };
    const { workdir, entrypoint } = recipe(files).runtime;
    expect([workdir, entrypoint.at(-1)]).toEqual(['/app/app', '/app/app/i.js']);
    expect(start('cd ../app && node i.js')).toBeUndefined();
    expect(start('cd app && npm start', { start: 'cd app && npm start' })).toBeUndefined();
    const writing = { ...files, 'app/i.js': `${listening}fs.writeFileSync('./data/x', '');\n` };
    expect(recipe(writing).runtime.writable?.map(({ path }) => path)).toEqual(['/app/app/data']);
  });
  it('starts the program itself where the script is one of a runner that only developers have', () => {
    const raw = { bin: 'b.js', scripts: { start: 'errands start' } };
    const files = { 'b.js': listening };
    const entry = (more: object) => service({ ...manifest({ ...raw, ...more }), ...files }).facts['entry'];
    expect(entry({ name: 'x', devDependencies: { errands: '1' } })?.value).toBe('/app/b.js');
    expect(entry({ name: 'x', dependencies: { errands: '1' } })?.value).toBe(
      '/app/node_modules/.bin/errands',
    );
  });
  it('starts what Vite writes for Node by Hono, where it is', () => {
    const files = pkg({ hono: '4' }, { private: true, scripts: { dev: 'vite', build: 'vite build' } });
    const { workdir, entrypoint } = recipe({ ...files, ...honoBuild('node') }).runtime;
    expect([workdir, entrypoint.at(-1)]).toEqual(['/app/out', '/app/out/index.js']);
    expect(detect({ ...files, ...honoBuild('cloudflare-workers') })[0]?.found).not.toBe('service');
  });
  it('reads what pm2 and nodemon are set to', () => {
    const pm2 = { 'ecosystem.config.js': "module.exports = { apps: [{ script: './src/i.js' }] };\n" };
    expect(start('pm2 start ecosystem.config.js --no-daemon', {}, '', pm2)?.[2]).toBe('src/i.js');
    const shell = { 'bin/run.sh': '#!/bin/sh\nset -e\nA=b C="$D" exec node src/s.js\n' };
    expect(start('sh bin/run.sh', {}, '', shell)?.[2]).toBe('src/s.js');
    expect(start('./bin/run.sh', {}, '', shell)?.[2]).toBe('src/s.js');
    const named = { 'bin/serve': '#!/usr/bin/env -S node -r esm --harmony\n' };
    expect(start('./bin/serve --quiet', {}, '', named)?.[2]).toBe('-r esm bin/serve --quiet');
    const nodemon = { 'nodemon.json': '{"exec": "ts-node src/m.ts"}' };
    expect(start('nodemon', {}, '', nodemon)?.[2]).toBe('src/m.ts');
  });
  it.each([
    '',
    '| x',
    'node',
    'node $(id)',
    './start.sh',
    './a/b',
    'docker compose up',
    'make run',
    'echo hi',
  ])('knows nothing of %j', (line) => {
    expect(start(line)).toBeUndefined();
  });
});

describe('the package manager', () => {
  const of = (files: Files) =>
    service({ ...manifest({ name: 'x' }), 'index.js': listening, ...files }).facts['manager']?.value;
  it.each<[string, Files, string]>([
    ['nothing said', {}, 'npm'],
    ['a lock file of pnpm 8', { 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" }, 'pnpm 8.15.9'],
    ['one of pnpm 9', { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, 'pnpm 9.15.9'],
    [
      'settings that came with pnpm 10',
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n", 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [x]\n' },
      'pnpm 10.34.9',
    ],
    [
      'the same, and any pnpm from 8 on asked for',
      {
        ...manifest({ engines: { pnpm: '>=8.0.0' } }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml': 'onlyBuiltDependencies: [x]\n',
      },
      'pnpm 10.34.9',
    ],
    [
      'the same of a pnpm that has no such settings',
      {
        ...manifest({ engines: { pnpm: '^9.0.0' } }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml': 'onlyBuiltDependencies: [x]\n',
      },
      'pnpm 9.15.9',
    ],
    [
      'a workspace file without packages',
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n", 'pnpm-workspace.yaml': 'catalog:\n  x: ^1.0.0\n' },
      'pnpm 10.34.9',
    ],
    [
      'one with packages',
      {
        ...manifest({ engines: { pnpm: '>=8.0.0' } }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml': 'packages: [apps/*]\n',
      },
      'pnpm 9.15.9',
    ],
    [
      'settings of pnpm 11',
      {
        ...manifest({ engines: { pnpm: '>=9' } }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml': 'allowBuilds:\n  x: true\n',
      },
      'pnpm 11.28.11',
    ],
    ['yarn of old', { 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn 1.22.22'],
    ['yarn 3', { 'yarn.lock': '__metadata:\n  version: 6\n' }, 'yarn 3.8.7'],
    [
      'yarn in the repository',
      {
        'yarn.lock': '__metadata:\n  version: 8\n',
        '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.5.0.cjs\n',
        '.yarn/releases/yarn-4.5.0.cjs': '',
      },
      'yarn 4.5.0',
    ],
    ['packageManager', manifest({ packageManager: 'pnpm@10.1.0+sha512.abc' }), 'pnpm 10.1.0'],
    ['a pnpm that Node 20 broke', manifest({ packageManager: 'pnpm@7.28.0' }), 'pnpm 7.33.7'],
    ['the same of the next major', manifest({ packageManager: 'pnpm@8.3.0' }), 'pnpm 8.15.9'],
    ['one that was mended', manifest({ packageManager: 'pnpm@8.3.1' }), 'pnpm 8.3.1'],
    [
      'of two lock files the one that fits',
      {
        ...manifest({ dependencies: { ms: '^2.0.0' } }),
        'yarn.lock': '# yarn lockfile v1\n"left@^1.0.0":\n',
        'package-lock.json': JSON.stringify({
          lockfileVersion: 3,
          packages: { '': { dependencies: { ms: '^2.0.0' } } },
        }),
      },
      'npm',
    ],
  ])('%s', (_, files, value) => {
    expect(of(files)).toBe(value);
  });
});

const npmLock = (entry: object, name = 'addon'): Files => ({
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: { '': {}, [`node_modules/${name}`]: { version: '1.0.0', ...entry } },
  }),
});

describe('packages that are compiled', () => {
  const of = (files: Files) =>
    service({ ...manifest({ name: 'x' }), 'index.js': listening, ...files }).facts['native']?.value ?? '';
  const api = { dependencies: { 'node-addon-api': '^7' } };
  const script = { ...api, hasInstallScript: true };
  it.each<[string, Files, string]>([
    ['by a lock of npm', npmLock(script), 'addon'],
    ['of a scope', npmLock(script, '@scope/addon'), '@scope/addon'],
    ['without a script of its own', npmLock(api), ''],
    ['that may fail', npmLock({ ...script, optional: true }), ''],
    ['for another system', npmLock({ ...script, os: ['darwin'] }), ''],
    [
      'with a part a platform',
      npmLock({ ...script, optionalDependencies: { '@addon/watcher-linux-x64-glibc': '1' } }),
      '',
    ],
    [
      'by a lock of npm 6',
      {
        'package-lock.json':
          '{"dependencies":{"a":{"version":"1.0.0","dependencies":{"addon":{"version":"1.0.0","requires":{"nan":"^2"}}}}}}',
      },
      'addon',
    ],
    [
      'by a lock of pnpm 9',
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\npackages:\n\n  '@a/addon@1.0.0':\n    resolution: {integrity: x}\n\nsnapshots:\n\n  '@a/addon@1.0.0':\n    dependencies:\n      node-addon-api: 8.0.0\n",
      },
      '@a/addon',
    ],
    [
      'by one of pnpm 8',
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '6.0'\n\npackages:\n\n  /addon@1.0.0:\n    requiresBuild: true\n    dependencies:\n      bindings: 1.5.0\n    dev: false\n",
      },
      'addon',
    ],
    [
      'what traces addons of others',
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\nsnapshots:\n\n  '@vercel/nft@0.29.0':\n    dependencies:\n      bindings: 1.5.0\n      node-gyp-build: 4.8.0\n",
      },
      '',
    ],
    [
      'by a lock of yarn',
      {
        'yarn.lock':
          '# yarn lockfile v1\n\naddon@^1.0.0:\n  version "1.0.0"\n  resolved "x"\n  dependencies:\n    node-addon-api "^4.2.0"\n',
      },
      'addon',
    ],
    [
      'for another system, by one of yarn 4',
      {
        'yarn.lock':
          '__metadata:\n  version: 8\n\n"addon@npm:^1.0.0":\n  version: 1.0.0\n  dependencies:\n    node-addon-api: "npm:^4"\n  conditions: os=darwin\n',
      },
      '',
    ],
  ])('%s', (_, files, found) => {
    expect(of(files)).toBe(found);
  });
});

describe('Node', () => {
  const of = (files: Files) => {
    const { target, notes } = service({ ...manifest({ name: 'x' }), 'index.js': listening, ...files });
    return [target.value, target.from, notes.some((note) => note.includes('nearest'))];
  };
  it.each<[string, Files, unknown[]]>([
    ['the default', {}, ['nodejs24', 'default', false]],
    ['.nvmrc', { '.nvmrc': 'v22.1.0\n' }, ['nodejs22', '.nvmrc', false]],
    ['a name in .nvmrc', { '.nvmrc': 'lts/jod\n' }, ['nodejs22', '.nvmrc', false]],
    [
      'a range',
      manifest({ engines: { node: '>=18 <23' } }),
      ['nodejs22', 'package.json: engines.node', false],
    ],
    [
      'what is newer',
      manifest({ engines: { node: '>=25' } }),
      ['nodejs26', 'package.json: engines.node', false],
    ],
    ['what is too old', { '.node-version': '18.2.0' }, ['nodejs22', '.node-version', true]],
    ['what is no version', manifest({ engines: { node: 'any' } }), ['nodejs24', 'default', false]],
    ['a tool of before', pkg({ webpack: '^4.46.0' }), ['nodejs22', 'default with webpack', false]],
    ['one of today', pkg({ webpack: '^5.0.0' }), ['nodejs24', 'default', false]],
    [
      'a tool of before, and a range',
      pkg({ 'react-scripts': '3.4.1' }, { engines: { node: '>=10' } }),
      ['nodejs22', 'package.json: engines.node', false],
    ],
    [
      'a tool of before, and what is newer',
      pkg({ 'react-scripts': '3.4.1' }, { engines: { node: '^24' } }),
      ['nodejs24', 'package.json: engines.node', false],
    ],
    [
      'an addon of nan',
      npmLock({ dependencies: { nan: '^2' }, hasInstallScript: true }),
      ['nodejs22', 'default with addon', false],
    ],
    [
      'an addon of Node’s own interface',
      npmLock({ dependencies: { 'node-addon-api': '^8' }, hasInstallScript: true }),
      ['nodejs24', 'default', false],
    ],
  ])('%s', (_, files, found) => {
    expect(of(files)).toEqual(found);
  });
});

describe('the port', () => {
  it.each<[string, string]>([
    ['app.listen(process.env.PORT || 4001)', '4001'],
    ["const port = normalizePort(process.env.PORT || '4002');", '4002'],
    ['const LOG_REPORT_INTERVAL = 600;\nconst mx = { port: url.port || 25 };\napp.listen(4010);', '4010'],
    ['const PORT = parseInt(process.env.PORT, 10) || 4003;', '4003'],
    ['const port = Number(process.env["PORT"] ?? 4004);', '4004'],
    ['const s = z.object({ PORT: z.coerce.number().default(4005) });', '4005'],
    ['const { PORT = 4006 } = process.env;', '4006'],
    ['const port = getWithDefault("PORT", 4011);', '4011'],
    ['const db = process.env.DB_PORT || 5432;\napp.listen(4007);', '4007'],
    ['const port = parseInt(process.env.ORDER_QUEUE_PORT, 10) || 5672;\napp.listen(4007);', '4007'],
    [
      'const back = parseInt(process.env.BACK_PORT || 4500, 10);\nconst front = parseInt(process.env.FRONT_PORT || 4012, 10);\napp.listen(front, () => log());',
      '4012',
    ],
    ['function start(port) {\n  app.listen(port);\n}\nstart(process.env.PORT || 4013);', '4013'],
    ['app.listen({ port: 4008 })', '4008'],
    ['const mdns = { port: 5353 };\nconst settings = { port: 4014 };\nserver.listen(settings.port);', '4014'],
    ['const io = new Server(4010, {});', '4010'],
    ["const io = require('socket.io')(4011);", '4011'],
    ["app.set('port', process.env.PORT || 4009);", '4009'],
    [
      'const theirs = process.env.SIDE_PORT ?? 3500;\nconst port = 8080;\napp.listen(process.env.PORT || port);',
      '8080',
    ],
    ['app.listen(99999)', '3000'],
    ['app.listen(0)', '3000'],
  ])('%s', (source, port) => {
    expect(portOf(`${source}\n`)).toBe(port);
  });
});

it('the variable of the port that it listens on, and not that of another server', () => {
  const text =
    'const back = process.env.BACK_PORT || 4500;\nconst front = process.env.FRONT_PORT || 4012;\napp.listen(front);\n';
  const { steps } = recipe({
    ...pkg({ express: '5' }, { scripts: { start: 'node i.js' } }),
    'i.js': text,
  }).runtime;
  const env = steps.flatMap((step) => ('env' in step ? Object.keys(step.env) : []));
  expect(env).toContain('FRONT_PORT');
  expect(env).not.toContain('BACK_PORT');
});

describe('the route that tells how it is', () => {
  it.each<[string, string | undefined]>([
    ["app.get('/healthz', (q, s) => s.end());", '/healthz'],
    ["app.use(['/health', '/healthz'], ok);", '/health'],
    ["fastify.route({ method: 'GET', url: '/status' });", '/status'],
    ["server.on('request', (q) => { if (q.url === '/ping') end(); });", '/ping'],
    ["await run(this.server, 'docker', options('up'), this.path);", undefined],
    ["const wait = app.get('status');", undefined],
    ["app.post('/status', start);", undefined],
  ])('%s', (text, found) => {
    expect(
      service({
        ...pkg({ express: '5' }, { scripts: { start: 'node i.js' } }),
        'i.js': `${listening}${text}\n`,
      }).health?.value,
    ).toBe(found);
  });
});

const portAmong = (files: Files) => {
  const { port } = service({ ...pkg({ express: '5', dotenv: '16' }), ...files });
  return [port?.value, port?.from];
};
const server = (source: string): Files => ({ 'index.js': source });
const writtenBy = (files: Files, raw: object = {}) =>
  (
    recipe({ ...pkg({ express: '5' }, { scripts: { start: 'node src/i.js' }, ...raw }), ...files }).runtime
      .writable ?? []
  ).map(({ path }) => path);
const listeningWith = (text: string): Files => ({ 'src/i.js': `${listening}${text}\n` });
const needsOf = (text: string, example = '') =>
  service({
    ...pkg({}, { scripts: { start: 'node i.js' } }),
    'i.js': `${listening}${text}\nschema.parse(process.env);\n`,
    '.env.example': example,
  }).needs.map((need) => ('env' in need ? `${need.env}${need.required ? '!' : ''}` : need.service));
it('the port that a file without an ending says', () => {
  const files = {
    ...pkg({ express: '5' }, { scripts: { start: 'node ./bin/www' } }),
    'app.js': "const app = require('express')();\n",
    'bin/www': "const port = normalizePort(process.env.PORT || '4009');\nserver.listen(port);\n",
  };
  expect(service(files).port).toMatchObject({ value: '4009', from: 'bin/www:1' });
});

describe('the port among several that are said', () => {
  it.each<[string, Files, string[]]>([
    [
      'the sources before an example of settings',
      { ...server('app.listen(process.env.PORT || 4001)'), '.env.example': 'PORT=4002\n' },
      ['4001', 'index.js:1'],
    ],
    [
      'settings that everybody gets before the sources',
      { ...server('app.listen(process.env.PORT || 4001)'), '.env': 'PORT=4002\n' },
      ['4002', '.env:1'],
    ],
    [
      'and not those that nobody else has',
      {
        ...server('app.listen(process.env.PORT || 4001)'),
        '.env': 'PORT=4002\n',
        '.gitignore': '.env\n',
      },
      ['4001', 'index.js:1'],
    ],
    [
      'what a program of a package listens on',
      pkg({ directus: '11' }, { scripts: { start: 'directus start' } }),
      ['8055', 'default of directus'],
    ],
    [
      'no port in the sources of pages',
      { ...pkg({ next: '16' }), 'pages/index.js': '', 'src/env.js': 'const MOCK_PORT = 8080;\n' },
      ['3000', 'default of Next.js'],
    ],
  ])('%s', (_, files, found) => {
    expect(portAmong(files)).toEqual(found);
  });
});

describe('directories that it writes to', () => {
  it.each<[string, Files, string[], object?]>([
    ['by name', listeningWith("fs.mkdirSync('./data')"), ['/app/data']],
    [
      'beside a source',
      listeningWith("fs.mkdirSync(path.join(__dirname, '..', 'data', 'x'))"),
      ['/app/data/x'],
    ],
    [
      'neither what is compared nor a list',
      listeningWith(
        "if (destination[key] === 'nothing') go();\nlet place = ['TOKEN', 1];\nfs.mkdirSync(place);",
      ),
      [],
    ],
    ['uploads', listeningWith("const upload = multer({ dest: 'uploads/' });"), ['/app/uploads']],
    ['no network', listeningWith("route = { destination: '10.0.0.0/8' };"), []],
    ['no mode', listeningWith("fs.mkdir(this.path, '700', done);"), []],
    ['no destination of a message', listeningWith("const frame = { destination: 'Broadcast' };"), []],
    [
      'at home',
      listeningWith("const HOME_DIR = path.join(os.homedir(), '.local', 'kept');\nfs.mkdirSync(HOME_DIR);"),
      ['/home/nonroot/.local/kept'],
    ],
    ['in a constant', listeningWith("const dir = process.env.DIR || './d';\nfs.mkdirSync(dir);"), ['/app/d']],
    [
      'in a constant over lines',
      listeningWith(
        "export const DIR = process.env.D\n  ? process.env.D\n  : join(process.cwd(), 'conf');\nmkdirSync(DIR, {});",
      ),
      ['/app/conf'],
    ],
    [
      'in settings',
      listeningWith("mkdirSync(config.files);\nx = { files: path.join(root, 'files'), y: 'z' };"),
      ['/app/files'],
    ],
    [
      'for uploads',
      listeningWith("diskStorage({ destination(r, f, cb) {\n cb(null, 'public/uploads/');\n} });"),
      ['/app/public/uploads'],
    ],
    [
      'a database by a name',
      listeningWith("const file = process.env.FILE ?? 'db/a.db';\nnew Database(file);"),
      ['/app/db'],
    ],
    ['one beside the program', listeningWith("new Database('a.sqlite');"), ['/app']],
    [
      'one by its URL',
      listeningWith("createClient({ url: process.env.U || 'file:./data/a.db' });"),
      ['/app/data'],
    ],
    ['one by a URL of another host', listeningWith("createClient({ url: 'libsql://host/a.db' });"), []],
    ['one in another', listeningWith("mkdirSync('data/up');\nmkdirSync('data');"), ['/app/data']],
    [
      'by a migration that it runs itself',
      {
        ...listeningWith("import migrate from 'migrate';\nx = { userFiles: path.join(root, 'files') };"),
        'migrations/1.js': 'await ensureExists(config.userFiles);\n',
      },
      ['/app/files'],
    ],
    [
      'by one that others run',
      {
        ...listeningWith("x = { userFiles: path.join(root, 'files') };"),
        'migrations/1.js': 'await ensureExists(config.userFiles);\n',
      },
      [],
    ],
    [
      'the default of a variable',
      listeningWith('x = { DB_FILENAME: str({ default: "db/data" }) };'),
      ['/app/db'],
    ],
    ['behind a variable', listeningWith("const file = process.env.DB_PATH || 'var/kept';"), ['/app/var']],
    ['a name of a database', listeningWith('x = { DB_NAME: str({ default: "db/data" }) };'), []],
    [
      'an address with a file',
      listeningWith("url: {\n  schema: z.string(),\n  default: 'file:./var/a.sqlite',\n}"),
      ['/app/var'],
    ],
    [
      'a log',
      listeningWith("new transports.File({\n  filename: path.resolve('logs/error.log'),\n});"),
      ['/app/logs'],
    ],
    [
      'a log beside the program',
      listeningWith("fs.createWriteStream(path.join(process.cwd(), 'access.log'))"),
      ['/app'],
    ],
    ['a log a day', listeningWith("new DailyRotateFile({ dirname: 'logs' })"), ['/app/logs']],
    [
      'a log with its day',
      listeningWith("new DailyRotateFile({ filename: 'logs/a-%DATE%.log' })"),
      ['/app/logs'],
    ],
    [
      'a log that rotates',
      listeningWith("rfs.createStream('a.log', {\n  path: path.join(__dirname, '..', 'log'),\n});"),
      ['/app/log'],
    ],
    ['no path of a log', listeningWith("app.use({ path: path.join(__dirname, 'login') });"), []],
    ['a file of lowdb', listeningWith("low(new FileSync('store/db.json'));"), ['/app/store']],
    ['one beside the program', listeningWith("await JSONFilePreset<Data>('db.json', {});"), ['/app']],
    [
      'one that has a name',
      listeningWith("const file = join(__dirname, '..', 'kept', 'db.json');\nnew JSONFile(file);"),
      ['/app/kept'],
    ],
    [
      'one of NeDB',
      listeningWith("const Datastore = require('nedb-promises');\nDatastore.create('./kept/users.db');"),
      ['/app/kept'],
    ],
    [
      'one of NeDB with options',
      listeningWith("import Nedb from '@seald-io/nedb';\nnew Nedb({ filename: './kept/users.json' });"),
      ['/app/kept'],
    ],
    [
      'no key of Google’s database of that name',
      listeningWith(
        "import { Datastore } from '@google-cloud/datastore';\nnew Datastore({ keyFilename: './config/key.json' });",
      ),
      [],
    ],
    ['no JSON that is read', listeningWith("readFileSync('kept/db.json');"), []],
    ['a store beside the program', listeningWith('const db = new QuickDB();'), ['/app']],
    ['one elsewhere', listeningWith('const db = new QuickDB({ driver });'), []],
    [
      'sessions in files',
      listeningWith("const FileStore = require('session-file-store')(session);\nnew FileStore({});"),
      ['/app/sessions'],
    ],
    [
      'sessions where they are told to be',
      listeningWith(
        "const FileStore = require('session-file-store')(session);\nnew FileStore({ path: '/tmp/s' });",
      ),
      [],
    ],
    [
      'sessions in files, beside thousands of stores',
      listeningWith(`require('session-file-store');\n${'FileStore({\n'.repeat(60_000)}`),
      ['/app/sessions'],
    ],
    ['the name of a directory', listeningWith("const o = { dirname: 'assets' };"), []],
    [
      'below its own directory, as its run tells',
      listeningWith('const target = path.join(__dirname, paths.to, name);\nfs.copyFileSync(from, target);'),
      ['/app'],
    ],
    [
      'nothing, where it only reads there',
      listeningWith('const target = path.join(__dirname, paths.to, name);\nfs.readFileSync(target);'),
      [],
    ],
    [
      'in what a name stands for',
      listeningWith("const root = './data';\nconst files = path.join(root, 'up');\nmkdirSync(files);"),
      ['/app/data/up'],
    ],
    ['in what nobody knows', listeningWith("mkdirSync(path.join(given, 'up'));"), []],
    ['the directory of a file', listeningWith("const d = require('path').dirname(file);\nmkdirSync(d);"), []],
    [
      'a file that comes with the sources, written again',
      { ...listeningWith("fs.writeFileSync('./static/' + name, text);"), 'static/a.js': '' },
      ['/app/static', '/app'],
    ],
    ['packages, which are none', listeningWith("mkdirSync(path.join(dir, 'node_modules'))"), []],
    [
      'of a command, which are its caller’s',
      listeningWith("const out = 'out';\nmkdirSync(out);"),
      [],
      { bin: 'src/i.js', scripts: {} },
    ],
    [
      'by what the image sets',
      { ...listeningWith('open(process.env.DATABASE_URL)'), '.env.example': 'DATABASE_URL=file:var/x.db\n' },
      ['/app/var'],
    ],
    [
      'a database of Prisma, beside its schema',
      {
        ...listeningWith('new PrismaClient()'),
        'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url = "file:./dev.db"\n}\n',
      },
      ['/app/prisma'],
      { dependencies: { '@prisma/client': '6' } },
    ],
  ])('%s', (_, files, found, raw) => {
    expect(writtenBy(files, raw)).toEqual(found);
  });
});

it.each<[string, string, string[]]>([
  ['a directory of the workspace', "mkdirSync(join(__dirname, '../../data/kept'));", ['/app/data/kept']],
  ['one beside it', "mkdirSync(join(__dirname, '../../../data'));", ['/data']],
  ['its own', "mkdirSync(join(__dirname, '../data'));", ['/app/server/data']],
  ['the workspace', "new Database(join(__dirname, '../../a.db'));", ['/app']],
  ['the system', "mkdirSync(join(__dirname, '../../../etc/a'));", []],
])('a member of a workspace writes to %s', (_, text, found) => {
  const files = {
    ...manifest({ private: true, workspaces: ['server'] }),
    'server/package.json': '{"name":"a","scripts":{"start":"node src/i.js"}}',
    'server/src/i.js': `${listening}${text}\n`,
  };
  expect((recipe(files).runtime.writable ?? []).map(({ path }) => path)).toEqual(found);
});

it.each<[string, string, boolean]>([
  ['the code of another package', 'packages/db/index.js', false],
  ['a database that comes with the repository', 'packages/db/app.db', true],
  ['nothing', 'packages/other/index.js', true],
])('a volume for a database beside the package is over %s', (_, path, volume) => {
  const files = {
    ...manifest({ private: true, workspaces: ['apps/*'] }),
    'apps/api/package.json': '{"name":"a","scripts":{"start":"node i.js"}}',
    'apps/api/i.js': `${listening}new Database(join(__dirname, '../../packages/db/app.db'));\n`,
    [path]: '',
  };
  expect(recipe(files).runtime.writable).toEqual([
    expect.objectContaining({ path: '/app/packages/db', volume }),
  ]);
});

describe('settings that are checked when it starts', () => {
  it.each<[string, string[], string, string?]>([
    [
      'zod',
      ['A_URL!', 'B!'],
      'z.object({\n  A_URL: z.string().url(),\n  B: z.enum(["x"]),\n  C: z.string().optional(),\n})',
    ],
    [
      'a default over lines',
      ['B!'],
      'z.object({\n  A: z\n    .enum(["x"])\n    .default("x"),\n  B: z.string(),\n})',
    ],
    ['Joi', ['A!'], 'Joi.object({\n  A: Joi.string().required(),\n  B: Joi.string(),\n})'],
    ['envalid', ['A!'], 'cleanEnv(process.env, {\n  A: str(),\n  B: num({ default: 1 }),\n})'],
    [
      'what the example gives',
      ['A!'],
      'z.object({\n  A: z.string(),\n  LOG_LEVEL: z.string(),\n})',
      'LOG_LEVEL=info\n',
    ],
    [
      'fluent-json-schema',
      ['A!'],
      "require('env-schema');\nS.object()\n  .prop('A', S.string().required())\n  .prop('B', S.string())\n" +
        "  .prop('C', S.string().required().default('c'))\n",
    ],
    [
      'JSON Schema',
      ['A_URL!', 'B!'],
      "import env from '@fastify/env';\nconst schema = {\n  required: [\n    'A_URL',\n    'B',\n    'C',\n    'PORT',\n  ],\n" +
        "  properties: { A_URL: { type: 'string' }, B: {}, C: { type: 'string', default: 'c' } },\n};\n",
    ],
    [
      'but not a schema of what a request brings',
      [],
      "const schema = { required: ['A_URL'], properties: { A_URL: { type: 'string' } } };\n" +
        "S.object().prop('A', S.string().required())\n",
    ],
    ['what the image sets', [], 'z.object({\n  PORT: z.coerce.number(),\n  HOST: z.string(),\n})'],
  ])('%s', (_, found, text, example) => {
    expect(needsOf(text, example)).toEqual(found);
  });
});

const mainOf = (text: string, raw: object = {}) =>
  detect({ ...manifest({ main: 'i.js', ...raw }), 'i.js': text })[0];

describe('a file that nothing says to start', () => {
  it.each<[string, string, object, object?]>([
    ['a program that exports nothing', "console.log('hi');\n", { found: 'service', kind: 'worker' }],
    ['a server of hapi', 'Hapi.server({ port: 3000 });\nmodule.exports = 1;\n', { kind: 'server' }],
    ['a server of Socket.IO', "import { Server } from 'socket.io';\nnew Server(3000);\n", { kind: 'server' }],
    ['a library', 'exports.a = 1;\n', { found: 'refusal' }],
    [
      'a library that listens for others',
      'module.exports = (app) => app.listen(1);\n',
      { found: 'refusal' },
      { files: ['i.js'] },
    ],
    ['a script of a page', 'document.title = 1;\n', { found: 'refusal' }],
  ])('%s', (_, text, found, raw) => {
    expect(mainOf(text, raw)).toMatchObject(found);
  });
});

const parts = (source: string, raw: object = {}) =>
  recipe({ ...manifest({ scripts: { start: 'node i.js' }, ...raw }), 'i.js': source }).parts ?? [];

const angularWith = (options: object) =>
  JSON.stringify({
    projects: { x: { architect: { build: { builder: '@angular/build:application', options } } } },
  });
const entryOf = (files: Files) => service(files).facts['entry']?.value;

describe('frameworks', () => {
  it('takes the program that the build of Adonis writes', () => {
    const files = {
      ...pkg(
        { '@adonisjs/core': '7' },
        { scripts: { start: 'node bin/server.js', build: 'node ace build' } },
      ),
      'bin/server.ts': "app.listen('SIGTERM');\n",
    };
    expect(entryOf(files)).toBe('/app/build/bin/server.js');
    expect(recipe(files).runtime.workdir).toBe('/app/build');
  });
  it('runs what the build of Medusa writes from where that is', () => {
    const files = pkg(
      { '@medusajs/medusa': '2.1.0', '@medusajs/cli': '2.1.0' },
      { scripts: { start: 'medusa start', build: 'medusa build' } },
    );
    expect(recipe(files).runtime.workdir).toBe('/app/.medusa/server');
    expect(service(files).port?.value).toBe('9000');
  });
  it('keeps sources that stand in a directory of the name of installed packages', () => {
    const files = {
      ...pkg({ express: '5' }, { scripts: { start: 'node packages/node_modules/x/i.js' } }),
      'packages/node_modules/x/i.js': listening,
    };
    expect(recipe(files).ignore).toContain('!packages/node_modules');
  });
  it('gives a listener to TanStack Start without Nitro', () => {
    const files = { ...pkg({ '@tanstack/react-start': '1' }), 'vite.config.ts': 'tanstackStart()\n' };
    expect(runs(files)[1]).toContain('srvx@1');
    const nitro = { ...files, ...pkg({ '@tanstack/react-start': '1', nitro: '3' }) };
    expect(entryOf(nitro)).toBe('/app/.output/server/index.mjs');
  });
  it('finds Next in the member that has its settings, and not in the root that asks for it', () => {
    const found = detect({
      ...pkg({ next: '16' }, { private: true, workspaces: ['apps/*'] }),
      'apps/web/package.json': '{"name":"web"}',
      'apps/web/next.config.js': 'module.exports = {};\n',
      'apps/web/app/page.tsx': 'export default () => null;\n',
    });
    expect(found).toMatchObject([{ dir: 'apps/web', facts: { framework: { value: 'Next.js' } } }]);
  });
  it('builds without the settings that are given when it runs', () => {
    const files = {
      ...pkg({ next: '16' }),
      'app/page.tsx': '',
      'src/env.js': 'createEnv({\n  skipValidation:\n    !!process.env.SKIP_ENV_VALIDATION || lints,\n});\n',
    };
    const steps = recipe(files).stages.flatMap((stage) => stage.steps);
    expect(steps).toContainEqual({
      env: expect.objectContaining({ SKIP_ENV_VALIDATION: '1' }) as object,
    });
  });
  it('puts a server in the place of an adapter of Astro for a platform', () => {
    const files = {
      ...pkg({ astro: '^5.1.1', '@astrojs/vercel': '8' }),
      'astro.config.mjs': "import vercel from '@astrojs/vercel';\nexport default { adapter: vercel() };\n",
    };
    expect(detect({ ...files, 'src/pages/a.astro': '' })).toEqual([]);
    const served = { ...files, 'src/pages/a.ts': 'export const prerender = false;\n' };
    expect(entryOf(served)).toBe('/app/dist/server/entry.mjs');
    expect(runs(served).join('\n')).toContain('@astrojs/node@9\n');
  });
  it('lets Angular answer to the machine itself', () => {
    const files = {
      ...pkg({ '@angular/ssr': '22' }, { scripts: { 'serve:ssr:x': 'node dist/x/server/server.mjs' } }),
    };
    expect(recipe(files).runtime.steps).toContainEqual({
      env: expect.objectContaining({ NG_ALLOWED_HOSTS: 'localhost,127.0.0.1' }) as object,
    });
  });
  it.each<[string, string, Files]>([
    ['next', 'dist/server.js', { 'pages/index.js': '', 'server.ts': 'createServer().listen(3000);\n' }],
    ['next', '.next/standalone/server.js', { 'pages/index.js': '' }],
    ['@sveltejs/kit', 'build', { 'svelte.config.js': 'adapter-auto' }],
  ])('%s started by node %s', (name, entry, files) => {
    const found = entryOf({ ...pkg({ [name]: '16' }, { scripts: { start: `node ${entry}` } }), ...files });
    expect(found).toBe(
      { build: '/app/build/index.js', 'dist/server.js': '/app/dist/server.js' }[entry] ?? '/app/server.js',
    );
  });
  it.each([
    ['12.3.4', '/app/server.cjs', ['/app/.next/standalone/server.js']],
    ['13.0.0', '/app/server.js', []],
  ])('starts the CommonJS server of Next %s in a package of ES modules', (next, entry, copied) => {
    const files = { ...pkg({ next }, { type: 'module' }), 'pages/index.js': '' };
    expect(entryOf(files)).toBe(entry);
    const sources = recipe(files).runtime.steps.flatMap((step) =>
      'copy' in step && step.to.endsWith('server.cjs') ? step.copy : [],
    );
    expect(sources).toEqual(copied);
  });
  it('takes no watcher of development for the server of pages', () => {
    const files = {
      ...pkg(
        { '@react-router/node': '7' },
        { scripts: { dev: 'concurrently "node watch.js" "react-router dev"', build: 'react-router build' } },
      ),
      'watch.js': listening,
    };
    expect(entryOf(files)).toBe('/app/node_modules/@react-router/serve/bin.cjs');
  });
  it('believes no command of a tool beside it', () => {
    const files = {
      ...pkg({}, { scripts: { start: 'node i.js' } }),
      'i.js': listening,
      'compose.yml': 'services:\n  queue:\n    build: .\n    command: sqs create-queue\n',
    };
    expect(entryOf(files)).toBe('/app/i.js');
  });
  it('bundles what only Babel runs', () => {
    const files = {
      ...manifest({ scripts: { start: 'nodemon --exec babel-node src/i' } }),
      'src/i.js': `import { port } from './settings';\n${listening}`,
    };
    expect(entryOf(files)).toBe('/app/src/i.cjs');
  });
  it('finds the server of Angular, which no script called start starts', () => {
    const scripts = { start: 'ng serve', build: 'ng build', 'serve:ssr:x': 'node dist/x/server/server.mjs' };
    const files = {
      ...pkg({ '@angular/cli': '20', '@angular/ssr': '20' }, { scripts }),
      'angular.json': angularWith({ outputMode: 'server', ssr: { entry: 'src/server.ts' } }),
      'src/server.ts': "app.listen(process.env['PORT'] || 4000);\n",
    };
    expect(entryOf(files)).toBe('/app/dist/x/server/server.mjs');
    expect(service(files).port?.value).toBe('4000');
  });
  it('takes no part of a framework for what is made with it', () => {
    const found = detect({
      ...manifest({ private: true, workspaces: ['packages/*', 'examples/*'] }),
      'packages/adapter/package.json': '{"name":"a","devDependencies":{"@sveltejs/kit":"2"}}',
      'packages/adapter/index.js': 'export const a = 1;\n',
      'examples/x/package.json': '{"name":"x","scripts":{"start":"node i.js"}}',
      'examples/x/i.js': listening,
    });
    expect(found).toContainEqual(expect.objectContaining({ found: 'refusal', dir: '', rank: 0.2 }));
    expect(found.filter(({ dir }) => dir === 'packages/adapter')).not.toMatchObject([{ found: 'service' }]);
  });
  it('knows the one of a workspace that its root starts', () => {
    const found = detect({
      ...manifest({ workspaces: ['a', 'b'], scripts: { prod: 'pnpm --filter shop run start' } }),
      'a/package.json': JSON.stringify({ name: 'shop', scripts: { start: 'node i.js' } }),
      'a/i.js': listening,
      'b/package.json': JSON.stringify({ name: 'tool', scripts: { start: 'node i.js' } }),
      'b/i.js': listening,
    });
    expect(found.map(({ dir, rank = 0 }) => [dir, rank >= leading])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });
  it('the command that is called like its workspace leads, whatever else is there', () => {
    const found = detect({
      ...manifest({ name: '@widget/monorepo', private: true, workspaces: ['packages/*'] }),
      'packages/cli/package.json': JSON.stringify({ name: 'widget', bin: { widget: 'a.js' } }),
      'packages/cli/a.js': '#!/usr/bin/env node\n',
      'packages/mcp/package.json': JSON.stringify({ name: '@widget/mcp', bin: { 'widget-mcp': 'a.js' } }),
      'packages/mcp/a.js': '#!/usr/bin/env node\n',
    });
    expect(found.map(({ dir, rank = 0 }) => [dir, rank >= leading])).toEqual([
      ['packages/cli', true],
      ['packages/mcp', false],
    ]);
  });

  it.each<[string, object, string[]]>([
    ['a program of a shop', { scripts: { start: 'node i.js' } }, ['services/vendors']],
    ['a package of others', { main: 'i.js' }, []],
    ['a published one', { repository: 'a/b', scripts: { start: 'node i.js' } }, []],
  ])('in a directory of vendors: %s', (_, raw, dirs) => {
    const files = {
      'services/vendors/package.json': JSON.stringify(raw),
      'services/vendors/i.js': listening,
    };
    expect(detect(files).map(({ dir }) => dir)).toEqual(dirs);
  });
  it('knows the package whose directory it has node run', () => {
    const found = detect({
      ...manifest({ scripts: { start: 'node -r dotenv/config ./packages/a' } }),
      'packages/a/package.json': '{"name":"a","main":"i.js","scripts":{"start":"node ."}}',
      'packages/a/i.js': listening,
      'packages/b/package.json': '{"name":"b","scripts":{"start":"node i.js"}}',
      'packages/b/i.js': listening,
    });
    expect(found.map(({ dir, rank = 0 }) => [dir, rank >= leading])).toEqual([
      ['packages/a', true],
      ['packages/b', false],
    ]);
  });
  it.each<[string, object]>([
    ['a script of development compiles it', { scripts: { dev: 'ts-node i.ts' } }],
    ['only its name says that it starts', {}],
  ])('compiles TypeScript where %s', (_, raw) => {
    expect(entryOf({ ...manifest({ main: 'i.ts', ...raw }), 'i.ts': listening })).toBe('/app/i.cjs');
  });
  it('builds an application of Nx by Nx, whatever else its workspace is made of', () => {
    const project = {
      targets: {
        build: {
          executor: '@nx/webpack:webpack',
          options: { target: 'node', outputPath: 'dist/apps/api', main: 'apps/api/src/main.ts' },
        },
      },
    };
    const found = service({
      ...pkg({ next: '16', express: '5' }),
      'nx.json': '{}',
      'pages/index.js': '',
      'apps/api/project.json': JSON.stringify(project),
      'apps/api/src/main.ts': 'app.listen(3333);\n',
    });
    expect(found.facts['entry']?.value).toBe('/app/dist/apps/api/main.js');
    expect(found.facts['framework']?.value).toBe('Express');
  });
});

const opens = (line: string) =>
  `const fs = require('fs');\nconst Database = require('better-sqlite3');\n${line};\napp.listen(3000);\n`;

describe('tables of a database that starts empty', () => {
  const sqlite = `new Database('data/x.db');\n${listening}`;
  const entrypoint = (raw: object, source = sqlite) =>
    JSON.stringify(recipe({ ...manifest({ scripts: {}, ...raw }), 'i.js': source }).runtime.entrypoint);
  const dependencies = { knex: '3', 'better-sqlite3': '12', express: '5' };
  const scripts = { start: 'node i.js', migrate: 'knex migrate:latest' };

  it.each<[string, boolean, object, string?]>([
    ['a script makes them', true, { dependencies, scripts }],
    [
      'the start does first',
      true,
      { dependencies, scripts: { start: 'npx knex migrate:latest && node i.js' } },
    ],
    ['the program does', false, { dependencies, scripts }, `db.migrate.latest();\n${sqlite}`],
    ['of a server elsewhere', false, { dependencies: { knex: '3', pg: '8' }, scripts }],
    ['in a file that cannot be told', true, { dependencies, scripts }, opens('new Database(settings.file)')],
    [
      'in a file that cannot be told, beside what is uploaded',
      true,
      { dependencies, scripts },
      opens("new Database(settings.file);\nfs.mkdirSync('./uploads')"),
    ],
    ['in memory', false, { dependencies, scripts }, opens("new Database(':memory:')")],
    [
      'of what is opened elsewhere, beside other files',
      false,
      { dependencies, scripts },
      `const fs = require('fs');\napp.listen(3000);\nfs.writeFileSync(settings.file, text);\n`,
    ],
    [
      'a tool that the image has not',
      false,
      { dependencies: { express: '5', 'better-sqlite3': '12' }, scripts },
    ],
    [
      'words of a shell',
      false,
      { dependencies, scripts: { ...scripts, migrate: 'knex migrate:latest --x $(id)' } },
    ],
    [
      'of another environment',
      false,
      { dependencies, scripts: { ...scripts, migrate: 'NODE_ENV=development knex migrate:latest' } },
    ],
    [
      'of another environment, before the start',
      false,
      { dependencies, scripts: { start: 'NODE_ENV=test knex migrate:latest && node i.js' } },
    ],
    [
      'of the environment of the image, beside one of tests',
      true,
      {
        dependencies,
        scripts: {
          start: 'node i.js',
          migrate: 'NODE_ENV=production knex migrate:latest',
          'migrate:test': 'NODE_ENV=test knex migrate:latest',
        },
      },
    ],
  ])('%s: they are made before the start: %s', (_, first, raw, source) => {
    expect(entrypoint(raw, source).includes('/app/migrate-first.cjs')).toBe(first);
  });

  it('finds the program in the directory of a member, where pnpm puts it', () => {
    const files = {
      ...manifest({ private: true, packageManager: 'pnpm@10.0.0' }),
      'pnpm-workspace.yaml': 'packages: ["packages/*"]\n',
      'packages/api/package.json': JSON.stringify({ name: 'api', dependencies, scripts }),
      'packages/api/i.js': sqlite,
    };
    expect(migratingFile(files)).toMatchObject({
      content: expect.stringContaining('createRequire("/app/packages/api/")') as string,
    });
  });

  it.each([
    ["console.log('tables')", 0, 'tables\nprogram\nchild\n'],
    ['process.exit(3)', 3, ''],
  ])('runs it once, and not the program where it fails: %s', (body, code, said) => {
    const dir = makeRepo({ 'node_modules/knex/bin/cli.js': body });
    const step = migratingFile({ ...manifest({ dependencies, scripts }), 'i.js': sqlite });
    const content = step && 'content' in step ? step.content.replaceAll('"/app/', `"${dir}/`) : '';
    const root = makeRepo({
      'first.cjs': content,
      'i.js': "console.log('program');\nrequire('node:child_process').fork('child.js');\n",
      'child.js': "console.log('child');\n",
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', './first.cjs', 'i.js'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stdout, stderr.includes(`ended with ${code}`)]).toEqual([code, said, code !== 0]);
  });
});

describe('child processes', () => {
  it.each([
    [`spawn('node', ['worker.js'])`, true],
    [`await execa("node", args)`, true],
    [`fork('./worker.js')`, false],
    [`spawn(process.execPath, ['worker.js'])`, false],
  ])('%s: node is on the PATH: %s', (call, found) => {
    const { runtime } = recipe({
      ...manifest({ dependencies: { express: '5' }, scripts: { start: 'node i.js' } }),
      'i.js': `app.listen(3000)\n${call}`,
    });
    expect(JSON.stringify(runtime).includes('"PATH":"/nodejs/bin:')).toBe(found);
  });
});

describe('SIGTERM', () => {
  it.each<[string, string[], string, object?]>([
    ['nobody listens for it', ['stop-on-sigterm'], listening],
    ['it is sent to a child', ['stop-on-sigterm'], `${listening}child.kill('SIGTERM');\n`],
    ['the program does', [], `${listening}process.on('SIGTERM', stop);\n`],
    ['Nest is told to', [], 'app.enableShutdownHooks();\napp.listen(3000);\n'],
    ['a package does', [], listening, { dependencies: { 'close-with-grace': '2' } }],
    ['a command ends anyway', [], 'console.log(1);\n', { scripts: {}, bin: 'i.js' }],
  ])('%s', (_, found, source, raw) => {
    expect(parts(source, raw)).toEqual(found);
  });
});

const onBun = { scripts: { start: 'bun i.ts' } };
const served = 'Bun.serve({ port: 4000, fetch });\n';
const bunOf = (more: Files, raw: object = onBun) => service({ ...manifest(raw), 'i.ts': served, ...more });

/** The target of this id, asked for. */
const targetOf = (id: string) => ({
  target: { id, ...stacks.find((stack) => stack.id === 'node')!.targets[id]! },
  port: 3000,
  health: '',
  files: [],
  writable: [],
});

describe('what Bun runs', () => {
  it.each<[string, Files, string]>([
    ['a call', { ...manifest(onBun), 'i.ts': served }, 'i.ts:1'],
    [
      'a call, by the lock file',
      { ...manifest({ scripts: { start: 'node i.ts' } }), 'bun.lock': '{}', 'i.ts': `serve();\n${served}` },
      'i.ts:2',
    ],
    [
      'one of its modules',
      { ...manifest(onBun), 'i.ts': `import { Database } from "bun:sqlite";\n${listening}` },
      'i.ts:1',
    ],
    [
      'what of a package is made of them',
      { ...manifest(onBun), 'i.ts': `import { serveStatic } from 'hono/bun';\n${listening}` },
      'i.ts:1',
    ],
    [
      'a page among the modules',
      { ...manifest(onBun), 'i.ts': `import page from './index.html';\nserve({ routes: { '/': page } });\n` },
      'i.ts:1',
    ],
    ['Elysia', { ...pkg({ elysia: '1' }, onBun), 'i.ts': 'app.listen(3000);\n' }, 'package.json'],
    [
      'Elysia, beside pages',
      {
        ...pkg(
          { elysia: '1', vite: '7' },
          { scripts: { 'dev:server': 'bun src/index.ts', 'build:web': 'vite build' } },
        ),
        'src/index.ts': 'app.listen(3000);\n',
        'index.html': '<div id="app"></div>',
      },
      'package.json',
    ],
    ['an export that it listens for', { ...manifest(onBun), 'i.ts': 'export default app;\n' }, 'i.ts:1'],
    [
      'such an export while it is made',
      { ...manifest({ scripts: { dev: 'bun run --hot src/i.ts' } }), 'src/i.ts': 'export default app;\n' },
      'src/i.ts:1',
    ],
    [
      'a server that is exported, where no script says what starts',
      {
        ...manifest({ private: true, devDependencies: { '@types/bun': '1' } }),
        'index.ts': 'const app = new Hono();\nexport default app;\n',
      },
      'index.ts:2',
    ],
    [
      'a package of its workspace that calls it',
      {
        ...manifest({ workspaces: ['*'], ...onBun, dependencies: { db: '*' } }),
        'bun.lock': '{}',
        'i.ts': listening,
        'db/package.json': '{"name":"db"}',
        'db/index.ts': "import { Database } from 'bun:sqlite';\n",
      },
      'db/index.ts:1',
    ],
  ])('%s', (_, files, from) => {
    const found = service(files);
    expect(found).toMatchObject({ kind: 'server', target: { value: 'bun', from } });
    expect(recipe(files).runtime.entrypoint[0]).toBe('/usr/local/bin/bun');
  });
  it.each<[string, Files]>([
    ['what only its scripts call', { 'i.ts': listening, 'scripts/seed.ts': 'Bun.write("a", "b");\n' }],
    ['what its build calls', { 'i.ts': listening, 'build.ts': 'await Bun.build({});\n' }],
    ['what Node offers', { 'i.ts': "import { serve } from '@hono/node-server';\nserve(app);\n" }],
    ['Elysia with its adapter', pkg({ elysia: '1', '@elysiajs/node': '1' }, onBun)],
  ])('%s is no reason', (_, files) => {
    expect(bunOf({ 'i.ts': listening, ...files }).target.value).toBe('nodejs24');
  });
  it.each([
    ['node i.js', {}, 'nodejs24'],
    ['node i.js', { 'bun.lock': '{}' }, 'bun'],
    ['bun i.js', {}, 'bun'],
  ])('an adapter for it in a program that %j starts, with %j: %s', (line, more, target) => {
    const found = service({
      ...manifest({ scripts: { start: line, standalone: 'bun build i.js' } }),
      'i.js': listening,
      'adapter.js': "const { Database } = await import('bun:sqlite');\n",
      ...more,
    });
    expect(found.target.value).toBe(target);
  });
  it('a library that exports something is none', () => {
    const raw = { name: 'x', types: 'x.d.ts', devDependencies: { '@types/bun': '1' } };
    expect(detect({ ...manifest(raw), 'index.ts': 'export default x;\n' })).toMatchObject([
      { found: 'refusal' },
    ]);
  });
  it.each<[string, Files, object, string, string]>([
    ['', {}, {}, '1.4.5', 'default'],
    ['packageManager', {}, { packageManager: 'bun@1.3.1' }, '1.3.1', 'package.json: packageManager'],
    ['.bun-version', { '.bun-version': '1.3.2\n' }, {}, '1.3.2', '.bun-version'],
    ['.tool-versions', { '.tool-versions': 'nodejs 24.1.0\nbun 1.3.3\n' }, {}, '1.3.3', '.tool-versions'],
    ['mise.toml', { 'mise.toml': '[tools]\nbun = "1.3.4"\n' }, {}, '1.3.4', 'mise.toml'],
    ['a range', {}, { engines: { bun: '>=1.1.0' } }, '1.4.5', 'package.json: engines.bun'],
    ['an older range', {}, { engines: { bun: '~1.3.5' } }, '1.3.5', 'package.json: engines.bun'],
    ['what ends without a shell', { '.bun-version': '1.2.2' }, {}, '1.4.5', 'default'],
    ['no version', { '.bun-version': 'latest' }, {}, '1.4.5', 'default'],
  ])('takes the version of %s', (_, files, raw, version, from) => {
    const all = { ...onBun, ...raw };
    expect(bunOf(files, all).facts['version']).toMatchObject({ value: `Bun ${version}`, from });
    const text = JSON.stringify(recipe({ ...manifest(all), 'i.ts': served, ...files }).stages);
    expect(text).toContain(`@oven/bun-linux-$build@${version}`);
  });
  it.each<[string, string, string[]]>([
    ['bun run --watch i.ts', '', ['i.ts']],
    ['bun --bun run other', 'bun --smol i.ts -x', ['--smol', 'i.ts', '-x']],
    ['bun --env-file .env -r ./trace.ts i.ts', '', ['-r', './trace.ts', 'i.ts']],
    ['bun --preload=./trace.ts run i.ts', '', ['--preload=./trace.ts', 'i.ts']],
  ])('keeps what %s says', (line, other, words) => {
    const { entrypoint } = recipe({
      ...manifest({ scripts: { start: line, other } }),
      'i.ts': served,
    }).runtime;
    expect(entrypoint.slice(3)).toEqual(words.map((word) => (word === 'i.ts' ? '/app/i.ts' : word)));
  });
  it.each<[string, string, object, Files]>([
    ['nothing', '', {}, {}],
    ['nothing where it is bundled', '', { build: 'tsc && bun build ./i.ts --outdir out' }, {}],
    ['nothing where it is one file', '', { build: 'bun build --compile --outfile x i.ts' }, {}],
    [
      'nothing where it does not read it',
      '',
      { build: 'bun run build.ts' },
      { 'build.ts': 'Bun.build({});\n' },
    ],
    ['pages', 'npx --yes bun@1.4.5 run build', { build: 'vite build' }, {}],
    ['styles', 'npx --yes bun@1.4.5 run build', { build: 'bunx tailwindcss -o public/x.css' }, {}],
    [
      'what it reads',
      'npx --yes bun@1.4.5 run build',
      { build: 'bun build.ts' },
      { 'build.ts': '', 'i.ts': `${served}Bun.file('dist/index.html');\n` },
    ],
  ])('builds %s', (_, command, scripts, files) => {
    const raw = { scripts: { ...onBun.scripts, ...scripts } };
    const all = runs({ ...manifest(raw), 'bun.lock': '{}', 'i.ts': served, ...files });
    expect(all.filter((line) => line.endsWith('run build'))).toEqual(command === '' ? [] : [command]);
  });
  it.each([
    ['--build', true],
    ['distroless.yaml', true],
    ['railpack.json', false],
  ])('takes a line of %s: %s', (from, taken) => {
    const repo = openInventory(makeRepo({ ...manifest(onBun), 'bun.lock': '{}', 'i.ts': served }));
    const hints = readHints(repo, { build: { value: 'bun build i.ts', from, confidence: 'high' } });
    const [found] = detector.detect({ repo, stack: stacks.find(({ id }) => id === 'node')!, stacks, hints });
    expect(found).toMatchObject({ found: 'service' });
    expect((found as Service).facts['build']?.value).toBe(taken ? 'bun build i.ts' : undefined);
  });
  it('starts what its build writes, and builds by Bun whatever installs', () => {
    const raw = { scripts: { start: 'bun dist/i.js', build: 'bun build src/i.ts --outdir dist' } };
    const files = { ...manifest(raw), 'src/i.ts': served, 'package-lock.json': lockOf('2') };
    expect(runs(files)).toContain('npx --yes bun@1.4.5 run build');
    expect(recipe(files).runtime.entrypoint).toContain('/app/dist/i.js');
  });
  it('builds a package of a workspace by Bun, though the root does not speak of it', () => {
    const files = {
      ...manifest({ workspaces: ['a'] }),
      'bun.lock': '{}',
      'a/package.json':
        '{"name":"a","scripts":{"start":"bun dist/i.js","build":"bun build i.ts --outdir dist"}}',
      'a/i.ts': served,
    };
    expect(runs(files).at(-2)).toBe('npx --yes bun@1.4.5 run build');
  });
  it('opens what it has listen on localhost, and ends it', () => {
    const files = { ...manifest(onBun), 'i.ts': "Bun.serve({ hostname: 'localhost', port: 80, fetch });\n" };
    const { runtime, parts: ours } = recipe(files);
    expect(runtime.entrypoint).toEqual([
      '/usr/local/bin/bun',
      '--preload',
      '/app/listen-everywhere.cjs',
      '--preload',
      '/app/.distroless/stop-bun-on-sigterm.cjs',
      '/app/i.ts',
    ]);
    expect(ours).toEqual(['stop-bun-on-sigterm']);
    expect(JSON.stringify(recipe(files).stages)).toContain('Bun.serve = ');
    const opened = { ...files, 'i.ts': "Bun.serve({ hostname: '0.0.0.0', fetch });\n" };
    expect(recipe(opened).runtime.entrypoint).not.toContain('/app/listen-everywhere.cjs');
  });
  it('writes where Bun.write does, and is asked by Bun', () => {
    const { runtime } = recipe({ ...manifest(onBun), 'i.ts': `${served}Bun.write('./out/x.txt', text);\n` });
    expect(runtime.writable).toMatchObject([{ path: '/app/out' }]);
    expect(runtime.health?.slice(0, 3)).toEqual(['/usr/local/bin/bun', '--cwd=/', '-e']);
  });
  it('installs with Bun where no lock file says otherwise', () => {
    expect(bunOf({ '.bun-version': '1.3.2' }).facts['manager']?.value).toBe('bun 1.4.5');
    expect(bunOf({ 'package-lock.json': lockOf('2') }).facts['manager']?.value).toBe('npm');
  });
  it('runs on the other target that is asked for, or says that it does not', () => {
    const byNode = { ...manifest({ scripts: { start: 'node i.js' } }), 'i.js': listening };
    expect(service(byNode).recipe(targetOf('bun')).runtime.entrypoint[0]).toBe('/usr/local/bin/bun');
    expect(bunOf({}).recipe(targetOf('nodejs24')).runtime.entrypoint[0]).toBe('/nodejs/bin/node');
    const pages = { ...pkg({ next: '16' }, { scripts: { start: 'next start' } }), 'app/page.tsx': '' };
    expect(() => service(pages).recipe(targetOf('bun'))).toThrow('--target bun');
  });
});

it('asks whether bun is there, and does without it', () => {
  const files = {
    ...manifest({ scripts: { start: 'bun run i.ts' } }),
    'i.ts': "const by = typeof Bun === 'undefined' ? 'node' : Bun.version;\napp.listen(3000);\n",
  };
  expect(service(files).kind).toBe('server');
});

describe('what is no service', () => {
  it.each<[string, Files, string]>([
    [
      'a library',
      { ...manifest({ name: 'x', main: 'i.js' }), 'i.js': 'module.exports = 1;\n' },
      'is a library',
    ],
    [
      'pages that are rendered by what is built for Node, and a call of Bun',
      {
        ...pkg({ next: '16' }, { scripts: { start: 'bun --bun next start' } }),
        'app/page.tsx': '',
        'lib/db.ts': "import { Database } from 'bun:sqlite';\n",
      },
      'Next.js is built here for Node',
    ],
    ['Redwood', { ...manifest({ workspaces: ['api', 'web'] }), 'redwood.toml': '' }, 'Redwood'],
    [
      'functions of a platform',
      manifest({ private: true, scripts: { start: 'netlify dev' } }),
      'is a library',
    ],
    ['Hydrogen', manifest({ scripts: { build: 'shopify hydrogen build' } }), 'Oxygen'],
    [
      'a program whose packages no manifest names, beside pages',
      { 'app.js': "const Koa = require('koa');\n", 'views/index.html': '<html></html>' },
      'no package.json',
    ],
  ])('%s', (_, files, reason) => {
    expect(detect(files)).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining(reason) as string },
    ]);
  });
  it('a manifest that only names a file of the sources around it', () => {
    const found = detect({
      ...manifest({ scripts: { start: 'node i.js' } }),
      'i.js': listening,
      'src/view/package.json': '{"name":"view","private":true,"main":"view.js"}',
      'src/view/view.js': 'export default 1;\n',
    });
    expect(found.flatMap((each) => (each.found === 'service' ? [each.dir] : []))).toEqual(['']);
  });
  it('what a library is tried with while it is made', () => {
    const files = { ...manifest({ main: 'd.js', files: ['d.js'], scripts: { serve: 'node server' } }) };
    expect(detect({ ...files, 'server.js': "require('live-server').start();\n" })).toMatchObject([
      { found: 'refusal' },
    ]);
  });
  it('a generator is no server, though what it writes is one', () => {
    const found = service({
      ...manifest({ bin: 'bin/cli.js', scripts: { start: 'node bin/cli.js' } }),
      'bin/cli.js': '#!/usr/bin/env node\n',
      'lib/express/package.json': '{"dependencies":{"express":"5"}}',
      'lib/express/src/app.ts': 'app.listen(3000);\n',
    });
    expect(found.kind).toBe('cli');
  });
  it.each<[string, Files]>([
    ['a broken manifest', { 'package.json': '{' }],
    ['a list', { 'package.json': '[]' }],
    ['a page and its scripts', { 'index.js': 'document.title = "x";\n' }],
  ])('%s', (_, files) => {
    expect(detect(files)).toEqual([]);
  });
  it('a manifest whose fields are not what they should be', () => {
    const raw = {
      scripts: [1],
      bin: 7,
      main: {},
      workspaces: 'x',
      engines: null,
      dependencies: { a: 1 },
      packageManager: 3,
    };
    expect(() => detect(manifest(raw))).not.toThrow();
  });
});

describe('a package that takes others from outside', () => {
  it.each([{ '@acme/ui': 'workspace:*' }, { ui: 'file:../ui' }, { ui: 'link:../../ui' }])(
    'is refused: %o',
    (dependencies) => {
      const files = { ...manifest({ scripts: { start: 'node i.js' }, dependencies }), 'i.js': listening };
      expect(detect(files)).toMatchObject([
        { found: 'refusal', reason: expect.stringContaining('cannot be built alone') },
      ]);
    },
  );
  it('is not where they are here', () => {
    const files = {
      'package.json': JSON.stringify({ name: 'root', workspaces: ['a', 'ui'] }),
      'a/package.json': JSON.stringify({
        name: 'a',
        scripts: { start: 'node i.js' },
        dependencies: { '@acme/ui': 'workspace:*', lib: 'file:../lib' },
      }),
      'a/i.js': listening,
      'ui/package.json': JSON.stringify({ name: '@acme/ui' }),
      'lib/package.json': JSON.stringify({ name: 'lib' }),
    };
    expect(detect(files).filter(({ found }) => found === 'service')).toHaveLength(1);
  });
});

const notes = (dependencies: Readonly<Record<string, string>>) =>
  service({ ...manifest({ scripts: { start: 'node i.js' }, dependencies }), 'i.js': listening }).notes;

const client = (raw: object = {}, dir = 'client'): Files => ({
  [`${dir}/package.json`]: JSON.stringify({
    private: true,
    scripts: { build: 'vite build' },
    dependencies: { vite: '7' },
    ...raw,
  }),
  [`${dir}/index.html`]: '',
});
/** Built by what need not make pages. */
const byBundler = (dir: string): Files => ({
  [`${dir}/package.json`]: JSON.stringify({
    name: 'mobile',
    scripts: { build: 'webpack' },
    devDependencies: { webpack: '5' },
  }),
});
const serving = (path: string, scripts: object = {}, at = ''): Files => ({
  ...manifest({ scripts: { start: 'node i.js', ...scripts }, dependencies: { express: '5' } }),
  'i.js': `${listening}app.use(${at}express.static(${path}));\n`,
});
const builderOf = (raw: object) =>
  recipe({ ...serving("'client/build'"), ...client(raw) }).stages.find(({ name }) => name === 'frontend');

describe('recipes', () => {
  it.each<[string, string]>([
    ['next build', 'npm run build-docker'],
    ['docker build .', 'npm run build'],
    ['./bin/images.sh', 'npm run build'],
  ])('builds by the script that is kept for an image, where it is none that makes one: %s', (line, run) => {
    const scripts = { start: 'node i.js', build: 'node check-db && next build', 'build-docker': line };
    expect(runs({ ...manifest({ scripts }), 'i.js': listening })).toContain(run);
  });
  it('builds in production where the settings of the bundler ask', () => {
    const asking = {
      'webpack.config.js': "const prod = process.env.NODE_ENV === 'production'\n",
      'i.js': listening,
    };
    const scripts = { start: 'node i.js', build: 'webpack' };
    expect(runs({ ...manifest({ scripts }), ...asking })).toContain('NODE_ENV=production npm run build');
    const called = { ...scripts, build: 'npm run pages', pages: 'webpack' };
    expect(runs({ ...manifest({ scripts: called }), ...asking })).toContain(
      'NODE_ENV=production npm run build',
    );
    const both = {
      start: 'node i.js',
      build: 'tsc && npm run bundle',
      bundle: 'npm run small && npm run plain',
      small: 'rollup -c --environment NODE_ENV:production',
      plain: 'rollup -c',
    };
    expect(runs({ ...manifest({ scripts: both }), ...asking })).toContain('npm run build');
    const installing = { ...scripts, build: 'npm install && webpack' };
    expect(runs({ ...manifest({ scripts: installing }), ...asking })).toContain('npm run build');
    expect(runs({ ...manifest({ scripts }), 'webpack.config.js': '', 'i.js': listening })).toContain(
      'npm run build',
    );
  });
  it('builds by the script that says by a variable that it is for Node', () => {
    const scripts = { start: 'node i.js', build: 'vite build', 'build:node': "DEPLOY='node' npm run build" };
    expect(runs({ ...manifest({ scripts }), 'i.js': listening })).toContain('npm run build:node');
    const other = { ...scripts, 'build:node': 'tsc -p node' };
    expect(runs({ ...manifest({ scripts: other }), 'i.js': listening })).toContain('npm run build');
  });
  it('leaves decorators of Babel to Babel', () => {
    const files = {
      ...manifest({
        scripts: { start: 'babel-node i.js' },
        devDependencies: { '@babel/node': '7', '@babel/register': '7' },
      }),
      'i.js': listening,
    };
    expect(
      recipe({ ...files, '.babelrc': '{"plugins":[["@babel/plugin-proposal-decorators",{"legacy":true}]]}' })
        .runtime.entrypoint,
    ).toContain('--require=@babel/register');
    expect(recipe({ ...files, '.babelrc': '{}' }).runtime.entrypoint).not.toContain(
      '--require=@babel/register',
    );
  });
  it('says which programs its packages call and the image has not', () => {
    expect(notes({ puppeteer: '24' })).toContain(
      'puppeteer calls a browser, which the image does not have (package.json)',
    );
    expect(notes({ 'fluent-ffmpeg': '2' }).join(' ')).toContain('ffmpeg');
    expect(notes({ 'fluent-ffmpeg': '2', 'ffmpeg-static': '5' }).join(' ')).not.toContain('ffmpeg calls');
  });
  it('asks a server of gRPC by a ping', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js' } }),
      'i.js': 'server.bindAsync(`[::]:${process.env.PORT}`, credentials, done);\n',
    };
    expect(service(files).port).toMatchObject({ value: '50051' });
    expect(recipe(files).runtime.health?.[2]).toContain('http2');
  });
  it.each(['new WebSocket.Server({ port: port })', 'new WebSocketServer({\n  port,\n})'])(
    'a server of WebSockets listens: %s',
    (text) => {
      const files = {
        ...manifest({ scripts: { start: 'node i.js' } }),
        'i.js': `${text};\nconst port = process.env.PORT || 3005;\n`,
      };
      expect(service(files)).toMatchObject({ kind: 'server', port: { value: '3005' } });
    },
  );
  it('builds the pages beside a server, and the server too', () => {
    const scripts = { start: 'node dist/i.js', 'build:frontend': 'vite build', 'build:server': 'tsc' };
    expect(runs(manifest({ scripts }))).toContain('npm run build:frontend');
    expect(runs(manifest({ scripts }))).toContain('npm run build:server');
  });
  it.each<[string, Files, string | undefined]>([
    ['by its usual name', { ...serving("join(__dirname, 'public')"), ...client() }, '/app/public'],
    ['inside of it', { ...serving("'client/dist'"), ...client() }, '/app/client/dist'],
    [
      'inside of one of any name',
      { ...serving("'shop-window/dist'"), ...client({}, 'shop-window') },
      '/app/shop-window/dist',
    ],
    [
      'by a page of it',
      {
        ...serving("'x'"),
        'i.js': `${listening}r.sendFile(join(__dirname, 'dist', 'index.html'));\n`,
        ...client(),
      },
      '/app/dist',
    ],
    [
      'that is kept empty, and named by the settings',
      {
        ...serving("'public/app'"),
        'public/app/.gitignore': '*\n',
        'public/robots.txt': '',
        ...client({ scripts: { build: 'webpack' } }),
        'client/webpack.config.js':
          "module.exports = { output: { path: path.resolve(__dirname, '../public/app') } };\n",
      },
      '/app/public/app',
    ],
    ['that is there', { ...serving("'public'"), 'public/a.css': '', ...client() }, undefined],
    [
      'that scripts build',
      { ...serving("'client/dist'", { build: 'cd client && npm i && npm run build' }), ...client() },
      undefined,
    ],
    ['that its own build makes', { ...serving("'dist'", { build: 'vite build' }), ...client() }, undefined],
    ['of uploads', { ...serving("'uploads'"), ...client() }, undefined],
    ['of a package of another name', { ...serving("'public'"), ...client({}, 'docs') }, undefined],
    [
      'of a package of a bundler without a page',
      { ...serving("'public'"), ...byBundler('app'), 'app/index.js': '' },
      undefined,
    ],
    [
      'of one with a page',
      { ...serving("'public'"), ...byBundler('app'), 'app/src/index.html': '' },
      '/app/public',
    ],
    ['below an address of its own', { ...serving("'public'", {}, "'/files', "), ...client() }, undefined],
    [
      'below one, by a name',
      {
        ...serving('', {}),
        'i.js': `${listening}const pages = join(__dirname, 'public');\napp.use(\n  '/files',\n  express.static(pages),\n);\n`,
        ...client(),
      },
      undefined,
    ],
    [
      'below one, and by its page',
      {
        ...serving(''),
        'i.js': `${listening}app.use('/files', express.static('public'));\nr.sendFile(join(__dirname, 'public/index.html'));\n`,
        ...client(),
      },
      '/app/public',
    ],
    [
      'below one, inside of it',
      { ...serving("'client/dist'", {}, "'/app', "), ...client() },
      '/app/client/dist',
    ],
    [
      'of a package that builds no pages',
      { ...serving("'public'"), ...client({ scripts: { build: 'tsc' } }) },
      undefined,
    ],
  ])('builds the pages that it serves: %s', (_, files, to) => {
    const { stages, runtime } = recipe(files);
    const copied = runtime.steps.find((step) => 'copy' in step && step.from === 'frontend');
    expect(copied && 'to' in copied ? copied.to : undefined).toBe(to);
    expect(stages.some(({ name }) => name === 'frontend')).toBe(to !== undefined);
  });
  it.each<[string, Record<string, string>, string | undefined]>([
    [
      'a directory that it goes to',
      { build: 'cd client && npm run build' },
      '(cd client && npm install --no-audit --no-fund --force)',
    ],
    [
      'a prefix',
      { build: 'npm run build --prefix ./client' },
      '(cd client && npm install --no-audit --no-fund --force)',
    ],
    [
      'another script',
      { build: 'npm run pages', pages: 'npm --prefix client run build' },
      '(cd client && npm install --no-audit --no-fund --force)',
    ],
    ['an install of its own', { build: 'cd client && npm ci && npm run build' }, undefined],
    [
      'an install by a prefix with a hyphen',
      { build: 'npm --prefix client-web ci && npm run build --prefix client' },
      undefined,
    ],
    ['yarn’s short one', { build: 'cd client && yarn && yarn build' }, undefined],
    [
      'one that is run before',
      { postinstall: 'cd client && npm i', build: 'npm run build --prefix client' },
      undefined,
    ],
    ['no directory', { build: 'tsc' }, undefined],
  ])('installs what its build goes to, where nothing does: %s', (_, scripts, command) => {
    const found = runs({ ...serving("'client/dist'", scripts), ...client() });
    expect(found.find((line) => line.startsWith('(cd client'))).toBe(command);
  });
  it.each<[string, Files, boolean]>([
    ['has', { 'db/a.sqlite': '' }, true],
    ['has not', {}, false],
    ['only has on this machine', { 'db/a.sqlite': '', '.gitignore': '*.sqlite\n' }, false],
    ['only has here, by the list beside it', { 'db/a.sqlite': '', 'db/.gitignore': '/a.sqlite\n' }, false],
    [
      'has against its list',
      { 'db/a.sqlite': '', '.gitignore': '*.sqlite\n', '.git/index': indexOf('db/a.sqlite') },
      true,
    ],
    [
      'takes out of its list',
      { 'db/a.sqlite': '', '.gitignore': '*.sqlite\n', 'db/.gitignore': '!a.sqlite\n' },
      true,
    ],
    ['keeps out of images', { 'db/a.sqlite': '', '.dockerignore': '**/*.sqlite\n' }, false],
  ])('gives a database to the user that the repository %s', (_, more, given) => {
    const { runtime } = recipe({
      ...pkg({}, { scripts: { start: 'node i.js' } }),
      'i.js': `${listening}new Database('./db/a.sqlite');\n`,
      ...more,
    });
    const step = { copy: ['db/a.sqlite'], to: '/app/db/a.sqlite', owner: '65532:0' };
    expect(runtime.steps.some((each) => JSON.stringify(each) === JSON.stringify(step))).toBe(given);
  });
  it.each<[string, string | undefined]>([
    ['4', '--openssl-legacy-provider'],
    ['5', undefined],
  ])('builds pages of react-scripts %s that its script goes to with what they need', (version, options) => {
    const scripts = {
      start: 'node i.js',
      build: 'run-s build:*',
      'build:client': 'cd client && npm run build',
    };
    const { stages } = recipe({
      ...manifest({ scripts }),
      'i.js': listening,
      'client/package.json': `{"scripts":{"build":"react-scripts build"},"dependencies":{"react-scripts":"${version}"}}`,
    });
    const { steps = [] } = stages.find(({ name }) => name === 'build') ?? {};
    expect(JSON.stringify(steps)).toContain('cd client && npm install');
    const given = steps.flatMap((step) => ('env' in step ? [step.env] : []));
    expect(given[0]?.['NODE_OPTIONS']).toBe(options);
  });
  it.each<[string, boolean]>([
    ['cd ../client && npm run build && cp -r build ../server', false],
    ['cd client && npm run build && cp -r build ..', true],
  ])('builds no pages that are in another repository: %s', (line, built) => {
    const files = { ...manifest({ scripts: { start: 'node i.js', 'build:ui': line } }), 'i.js': listening };
    expect(runs(files).includes('npm run build:ui')).toBe(built);
    expect(service(files).notes.some((note) => note.includes('outside of this directory'))).toBe(!built);
  });
  it('builds them with the Node that they ask for, and with what builds of before need', () => {
    const old = builderOf({
      scripts: { build: 'react-scripts build' },
      dependencies: { 'react-scripts': '3.4.1' },
    });
    expect(old?.image).toContain('node:22');
    expect(old?.steps).toContainEqual({ env: { NODE_OPTIONS: '--openssl-legacy-provider' } });
    expect(builderOf({ engines: { node: '22' } })?.image).toContain('node:22');
    expect(builderOf({})?.image).toContain('node:24');
  });
  it.each([
    ['cypress', true],
    ['jest', false],
  ])('installs no browser that only tests would start: %s', (dependency, isTold) => {
    const scripts = { build: 'react-scripts build' };
    const steps = builderOf({ scripts, devDependencies: { [dependency]: '1' } })?.steps;
    expect(JSON.stringify(steps).includes('{"CYPRESS_INSTALL_BINARY":"0"}')).toBe(isTold);
  });
  it('keeps to a lock file that fits, and not to one that does not', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js' }, dependencies: { ms: '^2.1.0' } }),
      'i.js': listening,
    };
    expect(runs({ ...files, 'package-lock.json': lockOf('^2.1.0') })).toEqual([
      'npm ci --no-audit --no-fund --omit=dev',
    ]);
    expect(runs({ ...files, 'package-lock.json': lockOf('^1.0.0') })[0]).toContain('npm install');
  });
  it('asks the registry itself for what a lock file has from a mirror of it', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js' }, dependencies: { '@a/ms': '^2.1.0' } }),
      'i.js': listening,
    };
    const old = yarnLockOf('https://registry.npm.taobao.org/@a/ms/download/@a/ms-2.1.0.tgz?cache=0');
    const [, , , words = ''] =
      /^(sed) (-Ei) '(.*)' yarn\.lock$/.exec(runs({ ...files, 'yarn.lock': old })[0] ?? '') ?? [];
    const { stdout } = spawnSync('sed', ['-E', words], { input: old, encoding: 'utf8' });
    expect(stdout).toContain('"https://registry.npmjs.org/@a/ms/-/ms-2.1.0.tgz?cache=0#abc"');
    const plain = yarnLockOf('https://registry.npmmirror.com/@a/ms/-/ms-2.1.0.tgz');
    expect(runs({ ...files, 'yarn.lock': plain })[0]).toBe(
      "sed -Ei 's#https?://(registry\\.npmmirror\\.com)#https://registry.npmjs.org#' yarn.lock",
    );
    const own = yarnLockOf('https://npm.example.com/registry.npmmirror.com/@a/ms/-/ms-2.1.0.tgz');
    expect(runs({ ...files, 'yarn.lock': own })[0]).not.toContain('sed');
    const npmrc = { '.npmrc': 'registry=https://registry.npmmirror.com\n' };
    expect(runs({ ...files, ...npmrc })[0]).toMatch(/ \.npmrc$/);
  });
  it('leaves what a mirror has besides packages, and a package called download', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js' }, dependencies: { ms: '^2.1.0' } }),
      'i.js': listening,
    };
    const binaries = 'sass_binary_site=https://registry.npmmirror.com/-/binary/node-sass\n';
    expect(runs({ ...files, '.npmrc': binaries })[0]).not.toContain('sed');
    const npmrc = `${binaries}electron_mirror=https://registry.npmmirror.com/electron/\nregistry=https://registry.npmmirror.com\n`;
    const [, words = ''] =
      /^sed -Ei '(.*)' \.npmrc$/.exec(runs({ ...files, '.npmrc': npmrc })[0] ?? '') ?? [];
    const { stdout } = spawnSync('sed', ['-E', words], { input: npmrc, encoding: 'utf8' });
    expect(stdout).toBe(
      npmrc.replace('\nregistry=https://registry.npmmirror.com', '\nregistry=https://registry.npmjs.org'),
    );
    const lock = yarnLockOf('https://registry.npmmirror.com/@types/download/-/download-6.0.0.tgz');
    expect(runs({ ...files, 'yarn.lock': lock })[0]).not.toContain('/download/');
  });
  it('knows a lock file that was made without peers', () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { a: '1' } },
        'node_modules/a': { version: '1.0.0', peerDependencies: { b: '2' } },
      },
    };
    const files = {
      ...manifest({ scripts: { start: 'node i.js' }, dependencies: { a: '1' } }),
      'i.js': listening,
    };
    expect(runs({ ...files, 'package-lock.json': JSON.stringify(lock) })[0]).toContain('--legacy-peer-deps');
  });
  it('runs with development dependencies that the program imports', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js' }, devDependencies: { express: '5' } }),
      'i.js': `const express = require('express');\n${listening}`,
    };
    expect(runs(files)).toEqual(['npm install --no-audit --no-fund --force']);
  });
  it('runs with those of a declaration of several', () => {
    const files = {
      ...manifest({
        scripts: { start: 'node i.js' },
        dependencies: { ms: '2' },
        devDependencies: { morgan: '1', ava: '6' },
      }),
      'i.js': `var ms = require('ms'),\n    morgan = require('morgan'),\n    own = require('./own');\n${listening}`,
    };
    expect(runs(files)).toEqual(['npm install --no-audit --no-fund --force']);
    const lazy = { ...files, 'i.js': `function f() {\n  tested = require('ava');\n}\n${listening}` };
    expect(runs(lazy)[0]).toContain('--omit=dev');
  });
  it('but not with what a tool of its developers imports', () => {
    const files = {
      ...manifest({
        scripts: { start: 'node i.js', words: 'node ./words.js' },
        devDependencies: { acorn: '8' },
      }),
      'i.js': listening,
      'words.js': "const acorn = require('acorn');\n",
    };
    expect(service(files).notes.join()).not.toContain('acorn');
  });
  it('but not with what only its tests import', () => {
    const files = {
      ...manifest({ bin: 'cli.js', devDependencies: { ava: '6' } }),
      'cli.js': 'console.log(1);\n',
      'test.js': "import test from 'ava';\n",
    };
    expect(service(files).notes.join()).not.toContain('ava');
  });
  it.each<[string, object, boolean]>([
    ['is published', { files: ['build'] }, false],
    [
      'is published, unless it is a peer, too',
      { files: ['build'], peerDependencies: { commander: '14' } },
      true,
    ],
    ['is nobody else’s', { files: ['build'], private: true }, true],
    ['does not say what is of it', {}, true],
  ])('but not a command that %s', (_, raw, all) => {
    const files = {
      ...manifest({ bin: 'cli.js', devDependencies: { commander: '14' }, ...raw }),
      'cli.js': "const { program } = require('commander');\n",
    };
    expect(service(files).notes.join().includes('commander')).toBe(all);
  });
  it('whatever the files beside it are called', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js' }, devDependencies: { acorn: '8' } }),
      'i.js': listening,
      '(w[.js': "const acorn = require('acorn');\n",
    };
    expect(service(files).notes.join()).toContain('acorn');
  });
  it('and where a build leaves them outside of what it writes', () => {
    const files = {
      ...manifest({ scripts: { start: 'node dist/i.js', build: 'tsc' }, devDependencies: { express: '5' } }),
      'src/i.ts': `import express from 'express';\n${listening}`,
    };
    expect(runs(files).at(-1)).not.toContain('prune');
    const bundled = {
      ...files,
      ...manifest({
        scripts: { start: 'node dist/i.js', build: 'esbuild' },
        devDependencies: { express: '5' },
      }),
    };
    expect(service(files).notes.join()).toContain('express is a development dependency');
    expect(service(bundled).notes.join()).not.toContain('express');
  });
  it.each<[string, string, string, boolean]>([
    ['what is beside it imports', '--packages=external', "import { log } from './vite';", true],
    ['a directory does', '--packages external', "export * from './dev/index.js';", true],
    ['nothing of it imports', '--packages=external', "import type { Log } from './vite';", false],
    ['is put into the file', '', "import { log } from './vite';", false],
  ])('keeps a development dependency outside of a bundle that %s', (_, flag, line, kept) => {
    const build = `vite build && esbuild server/index.ts --platform=node ${flag} --bundle --outdir=dist`;
    const scripts = { start: 'node dist/index.js', build };
    const files = {
      ...manifest({ scripts, dependencies: { express: '5' }, devDependencies: { vite: '5', esbuild: '1' } }),
      'server/index.ts': `import express from 'express';\n${line}\n${listening}`,
      'server/vite.ts': "import { createServer } from 'vite';\nexport const log = 1;\n",
      'server/dev/index.ts': "export { log } from '../vite';\n",
    };
    expect(service(files).notes.join().includes('vite is a development dependency')).toBe(kept);
  });
  it.each<[string, string]>([
    ['in node_modules', ''],
    ['among the sources', '  output = "../src/db"\n'],
  ])('generates what Prisma writes %s', (_, output) => {
    const found = runs({
      ...pkg({ '@prisma/client': '7', prisma: '7' }, { scripts: { start: 'node i.js', build: 'tsc' } }),
      'i.js': listening,
      'prisma.config.ts': "export default defineConfig({ datasource: { url: env('DATABASE_URL') } });\n",
      'prisma/schema.prisma': `generator client {\n  provider = "x"\n${output}}\ndatasource db {\n  provider = "sqlite"\n}\n`,
    });
    const at = found.findIndex((each) => each.includes('prisma generate'));
    expect(at < found.indexOf('npm run build')).toBe(true);
    expect(found[at]).toBe(
      'DATABASE_URL=file:/tmp/none.db npx --no-install prisma generate --schema prisma/schema.prisma',
    );
  });
  it.each<[string, string | undefined]>([
    ['npm run generate && tsc', 'postgresql://localhost/none'],
    ['tsc', undefined],
  ])('gives a build that generates it what its settings ask for: %s', (build, url) => {
    const { stages } = recipe({
      ...pkg(
        { '@prisma/client': '7', prisma: '7' },
        { scripts: { start: 'node i.js', build, generate: 'prisma generate' } },
      ),
      'i.js': listening,
      'prisma.config.ts': "export default defineConfig({ datasource: { url: env('DATABASE_URL') } });\n",
      'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
    });
    const given = stages.flatMap(({ steps }) => steps.flatMap((step) => ('env' in step ? [step.env] : [])));
    expect(given.find((env) => 'DATABASE_URL' in env)?.['DATABASE_URL']).toBe(url);
  });
  it('knows a script that has a line break in it', () => {
    const scripts = { start: 'node i.js', install: 'echo "one\ntwo" && node make.js' };
    const found = runs({ ...manifest({ scripts, dependencies: { ms: '2' } }), 'i.js': listening });
    expect(found).toContain('npm pkg delete scripts.install');
    expect(found).toContain('npm run install');
  });
  it('builds what it needs of its workspace first, each after what that needs', () => {
    const files = {
      ...manifest({ private: true, workspaces: ['apps/*', 'packages/*'] }),
      'apps/api/package.json':
        '{"name":"api","scripts":{"start":"node dist/i.js","build":"tsc"},"dependencies":{"b":"*"}}',
      'apps/api/src/i.ts': listening,
      'packages/a/package.json': '{"name":"a","scripts":{"build":"tsc"}}',
      'packages/b/package.json': '{"name":"b","scripts":{"build":"tsc"},"dependencies":{"a":"*"}}',
      'packages/c/package.json': '{"name":"c","scripts":{"build":"tsc"}}',
    };
    expect(runs(files).filter((each) => each.endsWith(' run build'))).toEqual([
      'npm --prefix packages/a run build',
      'npm --prefix packages/b run build',
      'npm run build',
    ]);
  });
  it('builds by its workspace what has no script of its own, with the settings beside the packages', () => {
    const files = {
      ...manifest({ private: true, workspaces: ['packages/*'], scripts: { build: 'tsc -b packages' } }),
      'packages/tsconfig.json': '{}',
      'packages/cli/package.json': '{"name":"cli","bin":"dist/i.js"}',
      'packages/cli/tsconfig.json': '{"extends":"../tsconfig.json"}',
      'packages/cli/src/i.ts': 'console.log(1);\n',
      'CHANGELOG.md': '',
      '.husky/pre-commit': '',
      LICENSE: '',
    };
    expect(runs(files)).toContain('npm --prefix /app run build');
    const { context } = recipe(files);
    expect(context).toEqual(expect.arrayContaining(['packages/tsconfig.json', 'LICENSE']));
    expect(context).not.toEqual(expect.arrayContaining([expect.stringMatching(/CHANGELOG|husky/)]));
  });
  it('generates the client of Prisma where the package of the workspace is that has it', () => {
    const files = {
      ...manifest({ private: true, workspaces: ['apps/*', 'packages/*'] }),
      'apps/api/package.json': '{"name":"api","scripts":{"start":"node i.js"},"dependencies":{"db":"*"}}',
      'apps/api/i.js': listening,
      'packages/db/package.json': '{"name":"db","dependencies":{"@prisma/client":"6","prisma":"6"}}',
      'packages/db/prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    };
    expect(runs(files)).toContain(
      '(cd /app/packages/db && npx --no-install prisma generate --schema prisma/schema.prisma)',
    );
  });
  it.each<[string, readonly string[]]>([
    ['next build', ['npm run build']],
    [
      'prisma generate && prisma migrate deploy && next build',
      ["npm pkg set 'scripts.build=prisma generate && next build'", 'npm run build'],
    ],
    ['run-s db:up build:next', ["npm pkg set 'scripts.build=npm run build:next'", 'npm run build']],
    ['node migrate.js', ['npm run build']],
    ['prisma migrate reset -f', []],
  ])('leaves what asks for a database out of the build: %s', (build, commands) => {
    const scripts = { start: 'node i.js', 'db:up': 'knex migrate:latest', 'build:next': 'next build', build };
    const found = runs({ ...manifest({ scripts }), 'i.js': listening });
    expect(found.filter((each) => /pkg set|run build/.test(each))).toEqual(commands);
    const before = { start: 'node i.js', prebuild: 'tsc -v && knex migrate:latest', build: 'next build' };
    expect(runs({ ...manifest({ scripts: before }), 'i.js': listening }).slice(-3, -1)).toEqual([
      "npm pkg set 'scripts.prebuild=tsc -v'",
      'npm run build',
    ]);
  });
  it('leaves what asks for a database out of the build line of a file of settings, not of what the user says', () => {
    const files = { ...manifest({ scripts: { start: 'node i.js' } }), 'i.js': listening };
    const line = 'npx prisma generate && npx prisma db push && node prisma/seed.js';
    const rendered = {
      ...files,
      'render.yaml': `services:\n  - type: web\n    env: node\n    buildCommand: npm install && ${line}\n`,
    };
    expect(runs(rendered)).toContain('npx prisma generate');
    expect(service(rendered).notes.join()).toMatch(
      /^render\.yaml:\d runs "npx prisma db push" and "node prisma\/seed\.js" with the build/,
    );
    for (const group of [`bash -c "npm run x && ${line}"`, `(npm run x) && (cd . && ${line})`]) {
      const build = { value: group, from: 'render.yaml:5', confidence: 'high' } as const;
      expect(runs(files, { build })).toContain(group);
    }
    const given: Given = { build: { value: line, from: '--build', confidence: 'high' } };
    expect(runs(files, given)).toContain(line);
    expect(service(files, given).notes.join()).not.toContain('db push');
  });
  it('leaves a script on several lines as it is', () => {
    const build = 'knex migrate:latest && next build\nnode copy.js';
    const found = runs({ ...manifest({ scripts: { start: 'node i.js', build } }), 'i.js': listening });
    expect(found.filter((each) => /pkg set|run build/.test(each))).toEqual(['npm run build']);
  });
  it.each([
    ['yarn make && cd client && yarn build', 'npm run make && cd client && npm run build'],
    ['yarn make && yarn build', 'npm run make && npm run build'],
  ])('takes only what runs in the package itself for its scripts: %s', (value, line) => {
    const scripts = { start: 'node i.js', make: 'node make.js', build: 'node build.js' };
    const build = { value, from: 'render.yaml:5', confidence: 'high' } as const;
    expect(runs({ ...manifest({ scripts }), 'i.js': listening }, { build })).toContain(line);
  });
  it.each<[string, string, boolean]>([
    ['nothing runs', '', true],
    ['the program runs itself', 'await knex.migrate.latest();', false],
    ['a search of files does not', 'glob.sync("*.js");', true],
    ['a setting leaves out', 'new DataSource({ synchronize: false, migrationsRun: false });', true],
    ['a setting turns on', 'new DataSource({ synchronize: true });', false],
    ['Sequelize does', 'await db.sequelize.sync();', false],
    ['Sequelize does in a line of its own', 'sequelizeOf(settings)\n  .sync();', false],
  ])('says of a script that makes the tables and that %s', (_, text, said) => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js', migrate: 'knex migrate:latest' } }),
      'i.js': `${listening}${text}\n`,
    };
    expect(service(files).notes.some((note) => note.includes('makes the tables'))).toBe(said);
  });
  it.each<[string, Files, boolean]>([
    ['nothing', {}, true],
    ['it', { 'pnpm-workspace.yaml': 'allowBuilds:\n  bcrypt: true\n' }, false],
    ['it in a list', { 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [bcrypt]\n' }, false],
    ['another', { 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [esbuild]\n' }, true],
  ])('lets pnpm build all where its settings let %s be built', (_, settings, all) => {
    const files = {
      ...pkg({ bcrypt: '6' }, { scripts: { start: 'node i.js' }, packageManager: 'pnpm@10.34.9' }),
      'i.js': listening,
      ...settings,
    };
    expect(runs(files).some((line) => line.includes('dangerouslyAllowAllBuilds'))).toBe(all);
  });
  it('takes the command that is called like the package', () => {
    expect(
      entryOf({ ...manifest({ name: '@x/b', bin: { a: 'a.js', b: 'b.js' } }), 'a.js': '', 'b.js': '' }),
    ).toBe('/app/b.js');
  });
  it('takes away what pages beside a server were built with', () => {
    const files = {
      ...manifest({ scripts: { start: 'node i.js', build: 'cd client && npm i && npm run build' } }),
      'i.js': listening,
      'client/package.json': '{"private":true,"scripts":{"build":"vite build"},"dependencies":{"vite":"7"}}',
      'client/index.html': '',
      'other/package.json': '{"scripts":{"build":"vite build"},"dependencies":{"vite":"7"}}',
      'other/index.html': '',
    };
    expect(runs(files).at(-1)).toBe('rm -rf node_modules client/node_modules');
  });
  it.each(['-', ':-', ':='])('puts a port in the place of a variable that no shell expands: %s', (mark) => {
    const { runtime } = recipe({
      ...manifest({ scripts: { start: `node i.js --port \${PORT${mark}3000}` } }),
      'i.js': 'app.listen(5050)\n',
    });
    expect(runtime.entrypoint.slice(-3)).toEqual(['/app/i.js', '--port', '5050']);
  });
  it.each([
    ['', ['/app/i.js', '3000']],
    [' 8080', ['/app/i.js', '8080']],
  ])('tells the program its port where its command is to and does not: node i.js%s', (words, started) => {
    const files = {
      ...manifest({ scripts: { start: `node i.js${words}` } }),
      'i.js': 'const port = parseInt(process.argv[2]);\napp.listen(port);\n',
    };
    expect(recipe(files).runtime.entrypoint.slice(-2)).toEqual(started);
    expect(service(files).port?.value).toBe(started[1]);
  });
  it.each<[string, string, Files, boolean]>([
    ['a seed beside the sources', 'nest build', { 'prisma/seed.ts': '' }, true],
    ['the same with tsc', 'tsc', { 'prisma/seed.ts': '' }, true],
    [
      'data beside the sources that one imports',
      'nest build',
      { 'package-info.json': '{}', 'src/a/b.ts': "import { v } from '../../package-info.json';\n" },
      true,
    ],
    [
      'data of the sources',
      'tsc',
      { 'src/c.json': '{}', 'src/a/b.ts': "import c from '../c.json';\n" },
      false,
    ],
    ['nothing', 'nest build', {}, false],
    ['tests that are left out', 'nest build', { 'test/a.ts': '', 'src/a.spec.ts': '' }, false],
    ['a root that is said', 'tsc -p tsconfig.root.json', { 'prisma/seed.ts': '' }, false],
    ['what is not included', 'tsc -p tsconfig.src.json', { 'prisma/seed.ts': '' }, false],
    ['a bundler', 'nest build --webpack', { 'prisma/seed.ts': '' }, false],
    [
      'swc',
      'nest build',
      { 'prisma/seed.ts': '', 'nest-cli.json': '{"compilerOptions":{"builder":"swc"}}' },
      false,
    ],
  ])('finds what tsc writes below dist/src because of %s', (_, build, more, linked) => {
    const found = runs({
      ...manifest({ scripts: { build, 'start:prod': 'node dist/main' }, dependencies: { a: '1' } }),
      'src/main.ts': 'app.listen(3000);\n',
      'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
      'tsconfig.build.json': '{"extends":"./tsconfig.json","exclude":["test","dist"]}',
      'tsconfig.src.json': '{"extends":"./tsconfig.json","include":["src/**/*"]}',
      'tsconfig.root.json': '{"extends":"./tsconfig.json","compilerOptions":{"rootDir":"."}}',
      ...more,
    });
    expect(
      found.includes('{ test -e dist/main.js || { mkdir -p dist && ln -s src/main.js dist/main.js; }; }'),
    ).toBe(linked);
  });
  it.each<[string, object, string, string]>([
    ['Strapi', { '@strapi/strapi': '5' }, 'strapi start', 'rm -rf node_modules'],
    ['aliases', {}, 'node -r tsconfig-paths/register dist/i.js', 'rm -rf node_modules src'],
    ['nothing', {}, 'node dist/i.js', 'rm -rf node_modules src tsconfig.json'],
  ])('keeps what %s reads of the settings of the compiler', (_, dependencies, line, tidied) => {
    const files = {
      ...pkg({ a: '1', ...dependencies }, { scripts: { build: 'tsc', start: line } }),
      'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
      'src/i.ts': 'app.listen(3000);\n',
    };
    expect(runs(files)).toContain(tidied);
  });
  it.each<[string, boolean]>([
    ['-r tsconfig-paths/register', true],
    ['--import=tsconfig-paths/register', true],
    ['--max-old-space-size=512', false],
    ['-r ./tsconfig-paths.js', false],
  ])('keeps the development dependency that node loads by %s', (flag, kept) => {
    const files = {
      ...pkg(
        { a: '1' },
        { devDependencies: { 'tsconfig-paths': '4' }, scripts: { start: `node ${flag} i.js` } },
      ),
      'i.js': listening,
    };
    expect(runs(files).some((line) => line.includes('--omit=dev'))).toBe(!kept);
  });
  const nextOf = (lib: string, raw: object = {}, more: Files = {}) => ({
    ...pkg({ next: '15' }, { scripts: { build: 'next build' }, ...raw }),
    'app/page.tsx': '',
    'lib/a.ts': lib,
    ...more,
  });
  it.each<[string, string, string | undefined]>([
    ['a guard', 'if (!process.env.MY_KEY) {\n  throw new Error();\n}', 'MY_KEY=none'],
    [
      'a guard of a name',
      "const uri = process.env.MONGODB_URI;\n\nif (!uri) throw new Error('uri');",
      'MONGODB_URI=mongodb://localhost:9/none',
    ],
    ['several', 'if (!process.env.A_ID || !process.env.B_ID) {\n  throw 1;\n}', 'A_ID=none'],
    ['what TypeScript is told', 'const sql = neon(process.env.DATABASE_URL!);', 'DATABASE_URL=postgresql:'],
    ['a client', 'const resend = new Resend(process.env.RESEND_API_KEY);', 'RESEND_API_KEY=none'],
    ['its options', 'new OpenAI({\n  apiKey: process.env.OPENAI_API_KEY,\n});', 'OPENAI_API_KEY=none'],
    ['a check', 'cleanEnv(process.env, {\n  SESSION_KEY: str(),\n});', 'SESSION_KEY=none'],
    [
      'an argument of its own line',
      "createClient(\n  process.env.A_URL || '',\n  process.env.B_KEY || ''\n);",
      'A_URL=http://localhost:9 B_KEY=none',
    ],
    ['a chain', "new Stripe(process.env.A_KEY ?? process.env.B_KEY ?? '');", 'A_KEY=none'],
    ['no argument', 'const a = {\n  b:\n    process.env.A_URL\n};', undefined],
    ['an empty default', "const a = process.env.A_URL || '';", undefined],
    ['a guard that only warns', 'if (!process.env.MY_KEY) {\n  console.warn(1);\n}', undefined],
    ['a default', "const key = process.env.MY_KEY || 'a';\nif (!key) throw 1;", undefined],
    ['what does without', 'const a = process.env.A_URL ? new A(process.env.A_URL!) : undefined;', undefined],
    ['a tool of the build', 'upload(process.env.SENTRY_AUTH_TOKEN!);', undefined],
    ['nothing', 'fetch(process.env.A_URL + 1);', undefined],
  ])('builds pages with values for what ends without them: %s', (_, lib, value) => {
    const given = runs(nextOf(lib)).find((line) => line.startsWith('export '));
    const plain = given?.replaceAll(/"\$\{\w+:-([^}]*)\}"/g, '$1');
    expect(plain?.slice(7, 7 + (value ?? '').length)).toBe(value);
  });
  it('takes no value for what a committed file sets, nor for a program without pages', () => {
    const lib = 'new A(process.env.MY_KEY!);';
    expect(runs(nextOf(lib, {}, { '.env': 'MY_KEY=a\n' })).join()).not.toContain('export');
    const plain = {
      ...pkg({ express: '5' }, { scripts: { start: 'node i.js' } }),
      'i.js': `${listening}${lib}`,
    };
    expect(runs(plain).join()).not.toContain('export');
  });
  const argsOf = (files: Files) =>
    recipe(files).stages.flatMap(({ steps }) =>
      steps.flatMap((step) => ('arg' in step ? [`${step.arg}=${step.default ?? ''}`] : [])),
    );
  const secretsOf = (files: Files) =>
    recipe(files).stages.flatMap(({ steps }) =>
      steps.flatMap((step) => ('run' in step ? (step.secrets ?? []) : [])),
    );
  it('has arguments for what becomes part of the pages of a server', () => {
    const lib = 'fetch(process.env.NEXT_PUBLIC_A);\nnew B(process.env.NEXT_PUBLIC_B_URL!);\n';
    expect(argsOf(nextOf(lib))).toEqual(['NEXT_PUBLIC_A=', 'NEXT_PUBLIC_B_URL=http://localhost:9']);
    expect(service(nextOf(lib)).needs.map((need) => 'env' in need && need.env)).toContain('NEXT_PUBLIC_A');
  });
  it('has an argument for what a package reads by itself', () => {
    const [arg = ''] = argsOf({ ...nextOf(''), ...pkg({ next: '15', '@clerk/nextjs': '6' }) });
    const [, key = ''] = /^NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=pk_test_(.*)$/.exec(arg) ?? [];
    expect(Buffer.from(key, 'base64').toString()).toMatch(/^[\w.]+\$$/);
  });
  it('knows what SvelteKit compiles in and what it asks for', () => {
    const files = {
      ...pkg({ '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5', postgres: '3' }),
      'svelte.config.js': "import a from '@sveltejs/adapter-node';\n",
      'src/routes/+page.svelte': '',
      'src/lib/db.ts':
        "import { env } from '$env/dynamic/private';\nif (!env.DATABASE_URL) throw new Error();\nif (!env.theme) throw 1;\n",
      'src/lib/auth.ts': "import {\n  AUTH_SECRET,\n} from '$env/static/private';\n",
    };
    expect(argsOf(files)).toEqual([]);
    expect(runs(files)).toContain(
      'export AUTH_SECRET="$(cat /run/secrets/AUTH_SECRET)" DATABASE_URL="${DATABASE_URL:-postgresql://none:none@localhost:9/none}"',
    );
    expect(secretsOf(files)).toEqual([{ required: 'AUTH_SECRET' }]);
    expect(service(files).needs).toContainEqual({
      env: 'AUTH_SECRET',
      from: 'src/lib/auth.ts:3',
      required: true,
      about: 'part of what is built: docker build --secret id=AUTH_SECRET,env=AUTH_SECRET',
    });
  });
  it('compiles no key of ours into what a browser gets', () => {
    const files = {
      ...pkg({ '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' }),
      'svelte.config.js': "import a from '@sveltejs/adapter-node';\n",
      'src/routes/+page.svelte': "import { PUBLIC_A_KEY, PUBLIC_A_URL } from '$env/static/public';\n",
    };
    expect(argsOf(files)).toEqual(['PUBLIC_A_KEY=', 'PUBLIC_A_URL=http://localhost:9']);
    expect(service(files).needs).toMatchObject([{ required: true }, { required: false }]);
    expect(argsOf(nextOf('new B(process.env.NEXT_PUBLIC_A_TOKEN!);'))).toEqual(['NEXT_PUBLIC_A_TOKEN=']);
  });
  it.each<[string, Files, string, boolean]>([
    ['a setting of Next.js', { 'next.config.js': 'x(process.env.API_URL);\n' }, 'next.config.js:1', true],
    [
      'one that does without',
      { 'next.config.mjs': "a: `${process.env.API_URL || 'http://backend:4000'}/`,\n" },
      'next.config.mjs:1',
      false,
    ],
    [
      'a map of the site',
      { 'app/sitemap.ts': 'x(env.A, process.env.API_URL!);\n' },
      'app/sitemap.ts:1',
      true,
    ],
  ])('has an argument without a default for what stays as it was built: %s', (_, more, from, required) => {
    const files = nextOf('new Client(process.env.API_URL!);', {}, more);
    expect(argsOf(files)).toEqual(['API_URL=']);
    expect(runs(files).join()).not.toContain('export');
    expect(service(files).needs).toContainEqual(expect.objectContaining({ env: 'API_URL', from, required }));
  });
  it('takes a secret that a setting of Next.js compiles in as one', () => {
    const settings = { 'next.config.js': 'env: { A: process.env.A, B_KEY: process.env.B_KEY },\n' };
    expect(secretsOf(nextOf('new B(process.env.B_KEY!);', {}, settings))).toEqual([{ required: 'B_KEY' }]);
    expect(secretsOf(nextOf('new B(process.env.B_KEY!);', {}, { 'app/layout.tsx': 'x(env.B_KEY)' }))).toEqual(
      [],
    );
  });
  it('looks for what pages do without in one search', () => {
    const asked = Array.from({ length: 400 }, (_, n) => `a(process.env.X${n}!, process.env.Y${n}!);\n`);
    const long = 'const a = process.env.Y + 1;\n'.repeat(1500);
    const other = Array.from({ length: 100 }, (_, n) => [`lib/b${n}.ts`, long] as const);
    const files = nextOf(asked.join(''), {}, Object.fromEntries(other));
    expect(runs(files).join().match(/:-/g)).toHaveLength(40);
  });
  it.each<[string, Files, string | undefined]>([
    [
      'what is for production before the defaults',
      {
        ...pkg({ koa: '2', config: '3' }, { scripts: { start: 'node i.js' } }),
        'config/default.json': '{\n  "port": 7001\n}',
        'config/production.json': '{\n  "db": {\n    "port": 5432\n  },\n  "port": 8001\n}',
      },
      '8001',
    ],
    [
      'the defaults, where nothing lays one over the other',
      {
        ...pkg({ koa: '2' }, { scripts: { start: 'node i.js' } }),
        'config/default.json': '{\n  "port": 7001\n}',
        'config/production.json': '{\n  "port": 8001\n}',
      },
      '7001',
    ],
    [
      'Nuxt 2 of its own',
      {
        ...pkg({ nuxt: '2' }, { scripts: { build: 'nuxt build', start: 'nuxt start' } }),
        'nuxt.config.js': 'export default {\n  server: {\n    port: 3333,\n  },\n};',
        'pages/index.vue': '',
      },
      '3333',
    ],
    [
      'Nuxt 3 none',
      {
        ...pkg({ nuxt: '3' }, { scripts: { build: 'nuxt build' } }),
        'nuxt.config.js': 'export default {\n  devServer: {\n    port: 3333,\n  },\n};',
        'pages/index.vue': '',
      },
      '3000',
    ],
  ])('takes the port of settings: %s', (_, files, port) => {
    const more = 'nuxt.config.js' in files ? {} : { 'i.js': 'app.listen(config.get("port"));\n' };
    expect(service({ ...files, ...more }).port?.value).toBe(port);
  });
  it('has Nuxt 2 listen on every address', () => {
    const files = {
      ...pkg({ nuxt: '2' }, { scripts: { build: 'nuxt build', start: 'nuxt start' } }),
      'pages/index.vue': '',
    };
    expect(recipe(files).runtime.steps).toContainEqual({
      env: expect.objectContaining({ HOST: '0.0.0.0' }),
    });
  });
  const nestRepo = (scripts: object): Files => ({
    ...pkg({ '@nestjs/core': '11' }, { scripts: { build: 'nest build', ...scripts } }),
    'nest-cli.json': JSON.stringify({
      monorepo: true,
      root: 'apps/web',
      projects: { web: { root: 'apps/web' }, api: { root: 'apps/api' } },
    }),
    'apps/api/src/main.ts': 'app.listen(3001);\n',
    'apps/web/src/main.ts': 'app.listen(3002);\n',
  });
  it.each<[object, string, string]>([
    [{ 'start:prod': 'node dist/apps/web/main' }, '/app/dist/apps/web/main', '3002'],
    [{ start: 'nest start' }, '/app/dist/apps/web/main.js', '3002'],
    [{ start: 'nest start api' }, '/app/dist/apps/api/main.js', '3001'],
  ])('takes the port of the project that is started: %j', (scripts, entry, port) => {
    const files = nestRepo(scripts);
    expect([entryOf(files), service(files).port?.value]).toEqual([entry, port]);
  });
  it('starts what wireit starts', () => {
    const files = {
      ...manifest({
        scripts: { build: 'wireit', start: 'wireit', test: 'wireit' },
        wireit: { build: { command: 'tsc' }, start: { command: 'node dist/i.js', service: true } },
        dependencies: { express: '5' },
      }),
      'src/i.ts': listening,
    };
    expect([entryOf(files), runs(files).includes('npm run build')]).toEqual(['/app/dist/i.js', true]);
  });
  it.each<[string, object, boolean]>([
    ['a bundle for others', { module: 'dist/i.mjs' }, false],
    ['a source, as Bun writes', { module: 'src/i.ts' }, true],
    ['nothing', {}, true],
  ])('takes a private package for a program by %s', (_, raw, isProgram) => {
    const files = {
      ...manifest({ private: true, scripts: { build: 'tsup' }, ...raw }),
      'src/index.ts': 'export const a = go();\n',
    };
    expect(detect(files)[0]?.found).toBe(isProgram ? 'service' : 'refusal');
  });
  it.each<[string, object, string, readonly string[]]>([
    ['Node-RED', { 'node-red': '4' }, 'node-red --userDir ./data flows.json', ['/app/data']],
    ['Node-RED at home', { 'node-red': '4' }, 'node-red flows.json', []],
    ['Sails', { sails: '1' }, 'node app.js', ['/app/.tmp']],
    ['Strapi', { '@strapi/strapi': '5' }, 'strapi start', ['/app/.tmp', '/app/public/uploads']],
  ])('knows where %s writes', (_, dependencies, line, paths) => {
    const files = { ...pkg(dependencies, { scripts: { start: line } }), 'app.js': '' };
    expect((recipe(files).runtime.writable ?? []).map(({ path }) => path)).toEqual(paths);
  });
  it.each<[object, string]>([
    [{}, '/app/bin/a.mjs'],
    [{ private: true }, '/app/src/cli.mjs'],
    [{ bin: undefined }, '/app/src/cli.mjs'],
    [{ scripts: { start: 'tsx src/cli.ts' } }, '/app/src/cli.mjs'],
  ])('starts the program that its build makes and not its source, as developers do: %j', (more, entry) => {
    const files = {
      ...manifest({
        name: 'a',
        type: 'module',
        bin: { a: 'bin/a.mjs' },
        scripts: { start: 'tsx src/cli.ts', build: 'tsdown' },
        devDependencies: { tsx: '4', tsdown: '1' },
        ...more,
      }),
      'bin/a.mjs': "#!/usr/bin/env node\nimport '../dist/cli.mjs';\n",
      'src/cli.ts': 'console.log(1);\n',
    };
    expect(entryOf(files)).toBe(entry);
  });
  it.each<[Files, readonly string[]]>([
    [{}, ['-c', 'a.yaml', '-v']],
    [{ 'a.local.yaml': '' }, ['-c', 'a.yaml', '-c', 'a.local.yaml', '-v']],
  ])('starts without settings of a developer that the repository has not: %j', (more, words) => {
    const { runtime } = recipe({
      ...pkg({}, { scripts: { start: 'node i.js -c a.yaml -c a.local.yaml -v' } }),
      'i.js': listening,
      'a.yaml': '',
      ...more,
    });
    expect(runtime.entrypoint.slice(runtime.entrypoint.indexOf('/app/i.js') + 1)).toEqual(words);
  });
  it('knows where it writes by a name that is made of another one', () => {
    const files = {
      ...pkg({}, { scripts: { start: 'node i.js' } }),
      'i.js': listening,
      'scripts/write.js':
        "const pub = path.join(__dirname, '..', 'public');\nconst assets = path.join(pub, 'assets');\nfs.writeFileSync(path.join(assets, 'a.json'), '');\n",
    };
    expect((recipe(files).runtime.writable ?? []).map(({ path }) => path)).toEqual(['/app/public/assets']);
  });
  it.each(['./', '..', '/'])('puts no volume over the program for flows in %s', (dir) => {
    const files = pkg({ 'node-red': '4' }, { scripts: { start: `node-red --userDir ${dir}` } });
    expect(recipe(files).runtime.writable?.map(({ volume }) => volume)).toEqual([false]);
  });
  it.each<[string, string, string | undefined]>([
    ['on a server', 'plugins: [analog()],', '/app/dist/analog/server/index.mjs'],
    ['in the browser', 'plugins: [analog({ ssr: false })],', undefined],
    ['into files', 'plugins: [analog({ static: true })],', undefined],
  ])('makes pages with Analog %s', (_, setting, entry) => {
    const files = {
      ...manifest({
        scripts: { ng: 'ng', start: 'npm run dev', dev: 'vite', build: 'vite build' },
        devDependencies: { '@analogjs/platform': '1', '@angular/cli': '19', vite: '6' },
      }),
      'vite.config.ts': `export default {\n  ${setting}\n};\n`,
      'index.html': '',
    };
    const [found] = detect(files);
    expect(found?.found === 'service' ? found.facts['entry']?.value : undefined).toBe(entry);
  });
});

it('packages of others that were copied in are neither programs nor libraries of the repository', () => {
  expect(
    detect({ 'vendor/a/package.json': '{"name":"a"}', 'third_party/b/package.json': '{"bin":"b.js"}' }),
  ).toEqual([]);
});
