import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import tar from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildOptions, BuildReceipt } from '../../src/engine/build.ts';
import { dialectOf } from '../../src/engine/docker.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { openRebuild } from '../../src/verify/rebuild/rebuild.ts';
import { emptyDir } from '../support/cli.ts';

/** In place of the engine's client: it notes what it is told, and does as ANSWER says. */
const client = `#!${process.execPath}
const { appendFileSync, copyFileSync, readFileSync, writeFileSync } = require('node:fs');
const { LOG, ARCHIVE, ANSWER } = process.env;
const args = process.argv.slice(2);
appendFileSync(LOG, JSON.stringify(args) + '\\n');
const output = args[args.indexOf('--output') + 1];
const dest = /"dest=(.*)"/.exec(output)?.[1];
const fail = (text) => { console.error(text); process.exit(1); };
if (args[0] === 'save') process.stdout.write(readFileSync(ARCHIVE));
if (args[0] === 'image' && args[1] === 'inspect') console.log('sha256:' + 'a'.repeat(64));
if (args[0] === 'version') console.log('27.0.0');
if (args[0] === 'build') {
  if (ANSWER === 'broken') fail('#5 [2/2] RUN make\\n#5 ERROR: exit code: 9');
  if (dest && ANSWER === 'plain') fail('ERROR: Docker exporter is not supported for the docker driver.\\nSwitch to a different driver.');
  if (dest) {
    copyFileSync(ARCHIVE, dest);
    writeFileSync(args[args.indexOf('--metadata-file') + 1], '{"containerimage.digest":"sha256:123"}');
  }
  console.error('#4 [build 1/2] FROM x\\n#4 CACHED\\n#5 [build 2/2] RUN make\\n#5 DONE 1s');
}
`;

const engine: Engine = {
  ...dialectOf('27.0.0'),
  version: '27.0.0',
  platform: 'linux/amd64',
  endpoint: { url: '', hosts: ['127.0.0.1'], loopback: true },
  clockSkewMs: 0,
  wishes: {},
};
const saved = { ...process.env };
let log: string;

async function pack(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = tar.pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o644 }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

beforeAll(async () => {
  const dir = emptyDir();
  await writeFile(join(dir, 'docker'), client);
  await chmod(join(dir, 'docker'), 0o755);
  const archive = await pack({
    layer: await pack({ 'etc/x': 'hello', 'bin/y': '\u007FELF and more' }),
    config: JSON.stringify({ os: 'linux', architecture: 'amd64' }),
    'manifest.json': JSON.stringify([{ Config: 'config', Layers: ['layer'] }]),
  });
  await writeFile(join(dir, 'archive.tar'), archive);
  log = join(dir, 'log');
  delete process.env.SOURCE_DATE_EPOCH;
  Object.assign(process.env, { PATH: `${dir}:${saved.PATH}`, LOG: log, ARCHIVE: join(dir, 'archive.tar') });
});
beforeEach(() => writeFile(log, ''));
afterAll(() => {
  process.env = saved;
});

const options: BuildOptions = {
  context: '/a/context',
  tag: 'demo:verify',
  hold: 'demo:verify-1',
  secrets: { ca: '/a/ca.crt' },
  signal: new AbortController().signal,
};
const first: BuildReceipt = { succeeded: true, ms: 1, steps: [], tail: [] };
const rebuild = openRebuild(engine, options, { dockerfile: 'FROM x', first });

/** What the client was told, of one command. */
async function told(command: string): Promise<readonly string[]> {
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  return lines
    .map((line) => (JSON.parse(line) as string[]).join(' '))
    .filter((line) => line.startsWith(command));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a build to look at its steps', () => {
  it('keeps no image, and is built as the first was', async () => {
    process.env.ANSWER = '';
    const receipt = await rebuild.steps('/another/context');
    expect(await told('build')).toEqual([
      'build --progress plain --output type=cacheonly --secret id=ca,"src=/a/ca.crt" /another/context',
    ]);
    expect(receipt).toMatchObject({
      succeeded: true,
      steps: [
        { text: 'FROM x', cached: true },
        { text: 'RUN make', cached: false },
      ],
    });
  });
});

describe('an image to compare', () => {
  it('is an archive with rewritten times where the builder can', async () => {
    process.env.ANSWER = '';
    const made = await rebuild.image({ cold: true });
    const [build = '', ...more] = await told('build');
    expect(more).toEqual([]);
    expect(build).toContain(' --output type=docker,rewrite-timestamp=true,"dest=');
    expect(build).toContain(' --provenance=false ');
    expect(build).toContain(' --build-arg SOURCE_DATE_EPOCH=946684800 ');
    expect(build).toContain(' --no-cache ');
    expect(build).not.toContain('--tag');
    expect(made).toMatchObject({ digest: 'sha256:123' });
    const { image } = made as Exclude<typeof made, { failed: unknown }>;
    expect(image.files.get('/etc/x')).toMatchObject({ sha256: sha256('hello'), size: 5 });
    expect(image.files.get('/bin/y')).toMatchObject({
      sha256: sha256('\u007FELF and more'),
      executable: 'elf',
    });
    const [, archive = ''] = /"dest=([^"]*)"/.exec(build) ?? [];
    expect(archive).toMatch(/image\.tar$/);
    expect(existsSync(dirname(archive))).toBe(false);
  });

  it('goes through the engine where it cannot, and is removed', async () => {
    process.env.ANSWER = 'plain';
    const made = await rebuild.image({ cold: false });
    const builds = await told('build');
    expect(builds).toHaveLength(2);
    expect(builds[1]).toMatch(/--load --tag (demo:verify-1-\w{8}) --tag \1 .*SOURCE_DATE_EPOCH=946684800/);
    expect(builds[1]).not.toContain('--no-cache');
    expect(made).toMatchObject({ digest: undefined });
    const { image } = made as Exclude<typeof made, { failed: unknown }>;
    expect(image.files.get('/etc/x')).toMatchObject({ sha256: sha256('hello') });
    expect(await told('image rm')).toEqual([expect.stringMatching(/ demo:verify-1-\w{8}$/)]);
  });

  it('takes the time that the environment names', async () => {
    Object.assign(process.env, { ANSWER: '', SOURCE_DATE_EPOCH: '7' });
    await rebuild.image({ cold: false });
    delete process.env.SOURCE_DATE_EPOCH;
    expect((await told('build'))[0]).toContain(' --build-arg SOURCE_DATE_EPOCH=7 ');
  });

  it('that does not build is none', async () => {
    process.env.ANSWER = 'broken';
    expect(await rebuild.image({ cold: true })).toEqual({
      failed: ['#5 [2/2] RUN make', '#5 ERROR: exit code: 9'],
    });
    expect(await told('build')).toHaveLength(1);
  });
});

it.each([
  [[], true],
  [[{ stage: '', number: 1, text: 'FROM x', cached: true }], true],
  [[{ stage: '', number: 2, text: 'RUN make', cached: true }], false],
])('a first build counts as cold when no step of its own was cached: %#', (steps, cold) => {
  const opened = openRebuild(engine, options, { dockerfile: '', first: { ...first, steps } });
  expect(opened.wasCold).toBe(cold);
});
