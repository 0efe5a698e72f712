import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import nodePlop from 'node-plop';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { cli, emptyDir, readTree } from '../support/cli.ts';
import { nodeMajors, nodeOf } from '../support/nodes.ts';
import { keys, openTerminal } from '../support/terminal.ts';

const root = join(import.meta.dirname, '../..');
const values = {
  lang: 'go',
  target: 'distroless',
  manager: 'modules',
  name: 'demo',
  port: '9000',
  image: 'ghcr.io/acme/demo',
  ci: 'github',
};
const flags = Object.entries(values).flatMap(([id, value]) => [`--${id}`, value]);

/** A project of somebody else's with our package in its node_modules and a plopfile of its own. */
async function teamProject(): Promise<string> {
  const dir = emptyDir();
  await mkdir(join(dir, 'node_modules'));
  const installed = join(process.env.PACKED_DIR as string, 'node_modules/create-distroless');
  await cp(installed, join(dir, 'node_modules/create-distroless'), { recursive: true });
  await writeFile(join(dir, 'package.json'), '{"type":"module"}');
  await writeFile(
    join(dir, 'plopfile.js'),
    `export default async function (plop) {
  await plop.load('create-distroless');
  plop.setGenerator('theirs', { description: 'something of the team', prompts: [], actions: [] });
}
`,
  );
  return dir;
}

async function fromCli(): Promise<Record<string, string>> {
  const cwd = emptyDir();
  const { code } = await cli(['new', 'demo', ...flags], { cwd });
  expect(code).toBe(0);
  return readTree(join(cwd, 'demo'));
}

it('plop.load brings our generator into a team’s plopfile, and it writes the same tree as the command', async () => {
  const dir = await teamProject();
  const plop = await nodePlop(join(dir, 'plopfile.js'));
  expect(plop.getGeneratorList().map(({ name }) => name)).toEqual(['new', 'add', 'theirs']);
  const { changes, failures } = await plop.getGenerator('new').runActions(values);
  expect(failures).toEqual([]);
  expect(changes).toHaveLength(1);
  expect(await readTree(join(dir, 'demo'))).toEqual(await fromCli());
});

it('a bad value through plop is a failure that says why, and nothing is written', async () => {
  const dir = await teamProject();
  const plop = await nodePlop(join(dir, 'plopfile.js'));
  const { failures } = await plop.getGenerator('new').runActions({ ...values, port: '0' });
  expect(failures).toHaveLength(1);
  expect(failures[0]?.error).toContain('a port is a whole number');
  expect(Object.keys(await readTree(dir)).filter((path) => path.startsWith('demo/'))).toEqual([]);
});

/** The answers that distroless.yaml records of a service made through plop. */
async function recorded(given: Record<string, unknown>, dir: string): Promise<Record<string, unknown>> {
  const plop = await nodePlop(join(dir, 'plopfile.js'));
  const { failures } = await plop.getGenerator('new').runActions({ name: 'demo', lang: 'go', ...given });
  expect(failures).toEqual([]);
  const { answers } = parse(await readFile(join(dir, 'demo/distroless.yaml'), 'utf8'));
  return answers;
}

describe('an option through plop', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });

  it.each<[string, unknown, string]>([
    ['port', 9000, '9000'],
    ['registry', 'harbor.example.com/mirror', 'harbor.example.com/mirror'],
    ['tz', true, 'true'],
    ['tz', 'true', 'true'],
  ])('%s: %j', async (id, value, text) => {
    const answers = await recorded({ [id]: value }, await teamProject());
    expect(String(answers[id])).toBe(text);
  });

  it('a switch that is off, and nothing at all', async () => {
    const answers = await recorded({ tz: false, registry: undefined }, await teamProject());
    expect(answers).not.toHaveProperty('tz');
    expect(answers).not.toHaveProperty('registry');
  });

  it('extra-ca with extra-ca-runtime', async () => {
    const dir = await teamProject();
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-keyout', 'ca.key', '-out', 'ca.pem'];
    await execa('openssl', [...request, '-subj', '/CN=ca'], { cwd: dir });
    const answers = await recorded({ 'extra-ca': join(dir, 'ca.pem'), 'extra-ca-runtime': true }, dir);
    expect(String(answers['extra-ca-runtime'])).toBe('true');
    expect(Object.keys(await readTree(dir))).toContain('demo/.distroless/extra-ca.crt');
  });

  it.each([
    ['a list', ['libpq5', 'zlib1g']],
    ['a text', 'libpq5,zlib1g'],
  ])('packages as %s', async (_, packages) => {
    const index = gzipSync('Package: libpq5\n\nPackage: zlib1g\n\n');
    vi.stubGlobal('fetch', async () => new Response(index));
    const answers = await recorded({ lang: 'node', target: 'nodejs24', packages }, await teamProject());
    expect(String(answers.packages)).toBe('libpq5,zlib1g');
  });

  it('pin', async () => {
    const bin = emptyDir();
    const digest = `sha256:${'a'.repeat(64)}`;
    // An engine that has pulled nothing, and a registry that has everything.
    const script = `#!/bin/sh\ncase "$1" in buildx) echo ${digest} ;; *) exit 1 ;; esac\n`;
    await writeFile(join(bin, 'docker'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
    const dir = await teamProject();
    expect(String((await recorded({ pin: true }, dir)).pin)).toBe('true');
    expect(await readFile(join(dir, 'demo/Dockerfile'), 'utf8')).toContain(`@${digest}`);
  });

  it.each<[string, unknown]>([
    ['tz', { on: true }],
    ['packages', [['libpq5'], null]],
    ['name', { first: 'demo' }],
    ['dir', null],
    ['dir', ['a', {}]],
  ])('%s: %j is refused', async (id, value) => {
    const dir = await teamProject();
    const plop = await nodePlop(join(dir, 'plopfile.js'));
    const { failures } = await plop.getGenerator('new').runActions({ ...values, [id]: value });
    expect(failures.map(({ error }) => error)).toEqual([expect.stringContaining(`${id}: it must be a text`)]);
    expect(Object.keys(await readTree(dir)).filter((path) => path.endsWith('Dockerfile'))).toEqual([]);
  });
});

it.each(nodeMajors)('npm run plop asks the same questions on Node %i', async (major) => {
  const dest = emptyDir();
  const node = await nodeOf(major);
  // What `npm run plop` runs, on the Node under test.
  const { stdout } = await execa('npm', ['pkg', 'get', 'scripts.plop'], { cwd: root });
  const [runner, ...args] = (JSON.parse(stdout) as string).split(' ');
  const bin = join(root, 'node_modules/.bin', runner as string);
  const terminal = openTerminal(node, [bin, ...args, 'new', '--dest', dest], { cwd: root });
  const answers = [
    'Name of the service',
    'Language',
    'Runtime target',
    'Package manager',
    'Port',
    'Image name',
    'CI workflow',
  ];
  for (const question of answers) {
    await terminal.waitFor(question, 20_000);
    terminal.type(keys.enter);
  }
  expect(await terminal.ended).toBe(0);
  expect(Object.keys(await readTree(dest))).toContain('my-service/Dockerfile');
});
