import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { findEngine } from '../../src/engine/find.ts';
import { imageId } from '../../src/engine/save.ts';
import { loadImage } from '../../src/verify/image/load.ts';
import { sizeBytes } from '../../src/verify/image/size.ts';
import type { Report } from '../../src/verify/types.ts';
import { verify } from '../../src/verify/verify.ts';
import { cli, packedCli } from '../support/cli.ts';
import { draw } from './support/defect.ts';
import { problems } from './support/problems.ts';
import { buildParts, fixtureDir, parts, removeFixtures } from './support/fixtures.ts';
import { bringPodman, podmanLeftovers } from './support/podman.ts';
import { createRandom } from './support/random.ts';
import { filesOf, type Recipe } from './support/recipe.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
process.stdout.write(`podman.test.ts: SEED=${seed}\n`);
const { names } = draw(createRandom(seed));
const minute = 60_000;
const { signal } = new AbortController();

const dirs: string[] = [];
async function dirOf(recipe: Recipe): Promise<string> {
  const dir = await fixtureDir(filesOf(recipe, names));
  dirs.push(dir);
  return dir;
}

async function verifyDir(dir: string, image?: string): Promise<Report> {
  const request = { dir, image, compare: false, engine: 'podman' } as const;
  return verify(request, { signal, onStep() {}, onDetail() {} });
}

function textOf({ checks }: Report, id: string): string {
  const found = checks.find((check) => check.id === id);
  return `${found?.message}\n${found?.hint}`;
}

beforeAll(async () => {
  await buildParts();
  await bringPodman();
});

afterAll(async () => {
  const images = dirs.map((dir) => `${basename(dir).toLowerCase()}:verify`);
  await execa('podman', ['image', 'rm', '--force', ...images], { reject: false });
  await removeFixtures();
});

test(
  'a good image passes every check, its second build comes from the cache',
  { timeout: 2 * minute },
  async ({ expect }) => {
    const dir = await dirOf({});
    const report = await verifyDir(dir);
    expect(problems(report)).toEqual([]);
    expect(report.engine).toMatch(/^podman \d+\.\d+\.\d+ \(linux\/\w+\)$/);
    expect(report.digest).toMatch(/^sha256:[\da-f]{64}$/);
    expect(await podmanLeftovers()).toEqual([]);

    const again = await verifyDir(dir);
    const { steps, cachedSteps } = again.checks[0]?.data ?? {};
    expect(steps).toBeGreaterThan(3);
    expect(cachedSteps).toBe(steps);
    expect(again.digest).toBe(report.digest);
  },
);

describe.concurrent('a defect is caught', () => {
  const defects: readonly { readonly check: string; readonly bad: Recipe; readonly says: RegExp }[] = [
    {
      check: 'health',
      bad: { healthcheck: `CMD ["${names.program}", "healthy"]` },
      says: /still healthy .* after the app was frozen/,
    },
    {
      check: 'stop',
      bad: { args: ['-hang'], verify: { stop: '5s' } },
      says: /still running 5\.0 s after SIGTERM/,
    },
    { check: 'user', bad: { user: '0' }, says: /USER 0 is root/ },
    {
      check: 'readonly',
      bad: { add: `COPY --from=${parts} /writable/ /`, args: ['-write', `/tmp/${names.word}`] },
      says: /exited at once with a read-only root/,
    },
  ];
  for (const { check, bad, says } of defects) {
    test(`${check}: ${says}`, { timeout: 2 * minute }, async ({ expect }) => {
      const report = await verifyDir(await dirOf(bad));
      expect(problems(report)).toEqual([`${check} fail`]);
      expect(textOf(report, check)).toMatch(says);
    });
  }
});

test(
  'a HEALTHCHECK that the OCI format dropped is told from none at all',
  { timeout: 2 * minute },
  async ({ expect }) => {
    const dir = await dirOf({});
    const tag = `localhost/${names.word}:oci`;
    await execa('podman', ['build', '--format', 'oci', '--tag', tag, dir]);
    try {
      const report = await verifyDir(dir, tag);
      expect(problems(report)).toEqual(['build skip', 'health fail', 'cache skip', 'reproducible skip']);
      expect(textOf(report, 'health')).toContain('podman build --format docker');
    } finally {
      await execa('podman', ['image', 'rm', '--force', tag]);
    }
  },
);

test('an image weighs the same as under Docker', { timeout: minute }, async ({ expect }) => {
  const weights = await Promise.all(
    (['docker', 'podman'] as const).map(async (name) => {
      const engine = await findEngine({ engine: name }, signal);
      const digest = await imageId(engine, parts, signal);
      return sizeBytes(await loadImage(engine, { ref: parts, digest }, signal));
    }),
  );
  expect(weights[0]).toBeGreaterThan(5_000_000);
  expect(weights[1]).toBe(weights[0]);
});

/** Waits until its containers run. */
async function startLong() {
  const dir = await dirOf({ args: ['-hang'], verify: { stop: '30s' } });
  const args = [packedCli(), 'verify', dir, '--engine', 'podman'];
  const child = execa(process.execPath, args, { reject: false, stdin: 'ignore' });
  // One is enough to see: on a busy machine podman answers too slowly to be caught with several.
  while ((await podmanLeftovers()).length < 1) {
    if (child.exitCode !== null) throw new Error('verify ended before a container of it was seen');
    await sleep(50);
  }
  return { child };
}

describe('an interrupted verify', () => {
  test('by Ctrl-C removes its containers', { timeout: 3 * minute }, async ({ expect }) => {
    const { child } = await startLong();
    child.kill('SIGINT');
    expect((await child).exitCode).toBe(130);
    expect(await podmanLeftovers()).toEqual([]);
  });

  test('by kill -9 is cleaned up after by the next', { timeout: 2 * minute }, async ({ expect }) => {
    const { child } = await startLong();
    child.kill('SIGKILL');
    await child;
    expect((await podmanLeftovers()).length).toBeGreaterThan(0);
    expect(problems(await verifyDir(await dirOf({})))).toEqual([]);
    expect(await podmanLeftovers()).toEqual([]);
  });
});

describe('the engine', () => {
  test('is podman where Docker does not answer', { timeout: 2 * minute }, async ({ expect }) => {
    const bin = await mkdtemp(join(tmpdir(), 'create-distroless-path-'));
    await writeFile(join(bin, 'docker'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}`, DOCKER_HOST: undefined };
    const { code, stdout } = await cli(['verify', await dirOf({}), '--json'], { env });
    await rm(bin, { recursive: true });
    const report = JSON.parse(stdout) as Report;
    expect(problems(report)).toEqual([]);
    expect(report.engine).toMatch(/^podman /);
    expect(code).toBe(0);
  });

  test(
    'that was asked for and is not there: exit 4 and how to get it',
    { timeout: minute },
    async ({ expect }) => {
      const bin = await mkdtemp(join(tmpdir(), 'create-distroless-path-'));
      const args = ['verify', await dirOf({}), '--engine', 'podman', '--json'];
      const { code, stdout, stderr } = await cli(args, { env: { PATH: bin } });
      await rm(bin, { recursive: true });
      expect(code).toBe(4);
      expect(stderr).toContain('apt-get install podman');
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 4 } });
    },
  );

  test('has no builders of buildx: exit 2', { timeout: minute }, async ({ expect }) => {
    const args = ['verify', await dirOf({}), '--engine', 'podman', '--builder', names.word];
    const { code, stderr } = await cli(args);
    expect(code).toBe(2);
    expect(stderr).toContain('--builder');
  });
});
