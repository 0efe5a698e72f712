import { execa } from 'execa';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { checks } from '../../src/verify/checks/index.ts';
import type { Report } from '../../src/verify/types.ts';
import { cli, packedCli } from '../support/cli.ts';
import { buildParts, fixtureDir, leftovers, parts, removeFixtures, verifyDir } from './support/fixtures.ts';
import { problems } from './support/problems.ts';
import { draw, soon, type Defect, type Draw } from './support/defect.ts';
import { createRandom } from './support/random.ts';
import { filesOf, type Recipe } from './support/recipe.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
process.stdout.write(`checks.test.ts: SEED=${seed}\n`);
const random = createRandom(seed);
/** A file for each check: the images that it must fail, and their twins. */
const groupFiles = (await readdir(join(import.meta.dirname, 'defects'))).toSorted();
const drawn = draw(random);
const { names } = drawn;
const { program, word } = names;
const groups = await Promise.all(
  groupFiles.map(async (file) => {
    const { defects: of } = (await import(join(import.meta.dirname, 'defects', file))) as {
      defects: (from: Draw) => readonly Defect[];
    };
    return of(drawn);
  }),
);
const defects = groups.flat();

/** Images that are told apart only by what they hold are verified once: most twins are the same good image. */
const reports = new Map<string, Promise<Report>>();
function reportOf(recipe: Recipe): Promise<Report> {
  const files = filesOf(recipe, names);
  const key = JSON.stringify(files);
  const report = reports.get(key) ?? fixtureDir(files).then(verifyDir);
  reports.set(key, report);
  return report;
}

function forget(recipe: Recipe): void {
  reports.delete(JSON.stringify(filesOf(recipe, names)));
}

const minute = 60_000;

beforeAll(buildParts);
afterAll(removeFixtures);

test('every check has a seeded defect', ({ expect }) => {
  const covered = new Set(['build', ...defects.map(({ check }) => check)]);
  expect(checks.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

describe.concurrent('a defect is caught by its own check', () => {
  for (const { check, what, bad, good = {}, status = 'fail', says, also = [] } of defects) {
    test(`${check}: ${what}`, { timeout: 4 * minute }, async ({ expect, task }) => {
      // Run again, it is verified again.
      if (task.result?.retryCount) for (const recipe of [bad, good]) forget(recipe);
      const [report, twin] = await Promise.all([reportOf(bad), reportOf(good)]);

      const skipped = check === 'boot' || also.includes('boot') ? afterBoot : [];
      const expected = checks.flatMap(({ id }) => {
        if (id === check) return [`${id} ${status}`];
        if (also.includes(id)) return [`${id} fail`];
        if (also.includes(`${id} warn`)) return [`${id} warn`];
        return skipped.includes(id) ? [`${id} skip`] : [];
      });
      const finding = report.checks.find(({ id }) => id === check);
      expect({ problems: problems(report), finding }).toMatchObject({ problems: expected });
      expect(report.ok).toBe(status !== 'fail');
      const text = `${finding?.message}\n${finding?.hint}`;
      for (const said of says) expect(text).toMatch(said);

      expect({ problems: problems(twin), twin }).toMatchObject({ problems: [] });
      expect(twin.ok).toBe(true);
      expect(await leftovers(report.digest)).toEqual([]);
      expect(await leftovers(twin.digest)).toEqual([]);
    });
  }
});

const afterBoot = checks.filter(({ needs }) => needs.some((need) => need === 'booted')).map(({ id }) => id);

function goodDir(): Promise<string> {
  return fixtureDir(filesOf({}, names));
}

describe('a build', () => {
  const failing = { add: `RUN ["${program}", "-say", "\\\\e[2J\\\\e]0;${word}\\\\a", "-exit", "9"]` };

  test(
    'that fails: its last lines, exit 1, nothing raw on the terminal',
    { timeout: minute },
    async ({ expect }) => {
      const dir = await fixtureDir(filesOf(failing, names));
      const { code, stdout, stderr } = await cli(['verify', dir, '--json']);
      expect(code).toBe(1);
      const report = JSON.parse(stdout) as Report;
      expect(problems(report)).toEqual([
        'build fail',
        ...checks.filter(({ id }) => id !== 'build').map(({ id }) => `${id} skip`),
      ]);
      expect(report.checks[0]?.hint).toContain('exit code: 9');
      expect(stderr).toContain('the Dockerfile does not build');
      expect(stderr).toContain(word);
      expect(stdout + stderr).not.toContain('\u001B');
      expect(await leftovers()).toEqual([]);
    },
  );

  test('that does not parse names the line', { timeout: minute }, async ({ expect }) => {
    const { Dockerfile = '' } = filesOf({}, names);
    const report = await verifyDir(await fixtureDir({ Dockerfile: `${Dockerfile}INSTALL ${word}\n` }));
    expect(report.checks[0]?.status).toBe('fail');
    expect(report.checks[0]?.hint).toContain('INSTALL');
  });
});

describe('a log', () => {
  test('with escape codes does not reach the terminal raw', { timeout: minute }, async ({ expect }) => {
    const args = ['-say', `\\e[2J\\e]0;${word}\\a`, '-exit', '1'];
    const { code, stdout, stderr } = await cli([
      'verify',
      await fixtureDir(filesOf({ args }, names)),
      '--json',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain(`\\x1b[2J\\x1b]0;${word}`);
    expect(stdout + stderr).not.toContain('\u001B');
  });

  test('that is flooded still gives a clear result', { timeout: minute }, async ({ expect }) => {
    const args = ['-flood', '50', '-status', '500'];
    const report = await verifyDir(await fixtureDir(filesOf({ args, verify: soon }, names)));
    const boot = report.checks.find(({ id }) => id === 'boot');
    expect(boot?.message).toBe('/ answered 500, not a status below 500');
    expect(boot?.hint).toContain('flood');
    expect(boot?.hint?.length).toBeLessThan(6000);
    expect(await leftovers(report.digest)).toEqual([]);
  });
});

describe('a check that distroless.yaml skips', () => {
  test('is reported with the reason and does not fail', { timeout: minute }, async ({ expect }) => {
    const reason = `probed by ${word}`;
    const recipe = { healthcheck: undefined, verify: { skip: { health: reason } } };
    const report = await verifyDir(await fixtureDir(filesOf(recipe, names)));
    expect(problems(report)).toEqual(['health skip']);
    expect(report.checks.find(({ id }) => id === 'health')?.message).toBe(reason);
    expect(report.ok).toBe(true);
  });

  test('must exist and have a reason', { timeout: minute }, async ({ expect }) => {
    for (const skip of [{ helth: 'x' }, { health: '' }]) {
      const dir = await fixtureDir(filesOf({ verify: { skip } }, names));
      await expect(verifyDir(dir)).rejects.toThrow(/distroless\.yaml: verify\.skip/);
    }
  });
});

test(
  'what the image alone tells is said also when it does not boot',
  { timeout: minute },
  async ({ expect }) => {
    const recipe = { args: ['-exit', '7'], user: '0', healthcheck: undefined };
    const report = await verifyDir(await fixtureDir(filesOf(recipe, names)));
    expect(problems(report)).toEqual(['boot fail', 'health fail', 'stop skip', 'user fail', 'readonly skip']);
  },
);

describe('two verifies at once', () => {
  test('on one directory both pass', { timeout: 2 * minute }, async ({ expect }) => {
    const dir = await goodDir();
    const [inProcess, outside] = await Promise.all([verifyDir(dir), cli(['verify', dir, '--json'])]);
    expect(problems(inProcess)).toEqual([]);
    expect(problems(JSON.parse(outside.stdout) as Report)).toEqual([]);
    expect(outside.code).toBe(0);
    expect(await leftovers()).toEqual([]);
  });
});

/** Starts the command line on an image whose checks take long, and waits until containers of it run. */
async function startLong() {
  const dir = await fixtureDir(filesOf({ args: ['-hang'], verify: { stop: '30s' } }, names));
  const child = execa(process.execPath, [packedCli(), 'verify', dir], { reject: false, stdin: 'ignore' });
  while ((await leftovers()).length < 3) await sleep(50);
  return { child, dir };
}

describe('an interrupted verify', () => {
  test('Ctrl-C removes its containers and exits 130', { timeout: minute }, async ({ expect }) => {
    const { child } = await startLong();
    const sent = Date.now();
    child.kill('SIGINT');
    const { exitCode, stderr } = await child;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('interrupted');
    expect(Date.now() - sent).toBeLessThan(10_000);
    expect(await leftovers()).toEqual([]);
  });

  test('at any moment', { timeout: 2 * minute }, async ({ expect }) => {
    const dir = await goodDir();
    for (const afterMs of [300, 900, 1300, 1700, 2100].map((ms) => ms + random.int(0, 300))) {
      const child = execa(process.execPath, [packedCli(), 'verify', dir], { reject: false, stdin: 'ignore' });
      await sleep(afterMs);
      child.kill('SIGINT');
      const { exitCode } = await child;
      expect(exitCode, `after ${afterMs} ms`).toBe(130);
      expect(await leftovers(), `after ${afterMs} ms`).toEqual([]);
    }
  });

  test('after kill -9 the next verify removes what was left', { timeout: 2 * minute }, async ({ expect }) => {
    const { child } = await startLong();
    child.kill('SIGKILL');
    await child;
    expect((await leftovers()).length).toBeGreaterThan(0);
    const report = await verifyDir(await goodDir());
    expect(problems(report)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });
});

describe('an engine', () => {
  test('that is not installed: exit 4 and how to get one', { timeout: minute }, async ({ expect }) => {
    const empty = await mkdtemp(join(tmpdir(), 'create-distroless-path-'));
    const { code, stdout, stderr } = await cli(['verify', await goodDir(), '--json'], {
      env: { PATH: empty },
    });
    expect(code).toBe(4);
    expect(stderr).toContain('no container engine');
    expect(stderr).toContain('https://docs.docker.com/engine/install/');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 4 } });
  });

  test('that does not answer: exit 4', { timeout: minute }, async ({ expect }) => {
    const env = { DOCKER_HOST: `unix:///nonexistent/${word}.sock` };
    const { code, stdout, stderr } = await cli(['verify', await goodDir(), '--json'], { env });
    expect(code).toBe(4);
    expect(stderr).toContain('does not answer');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 4 } });
  });

  test('that dies in the middle of a build: exit 4', { timeout: 3 * minute }, async ({ expect }) => {
    const lab = join(import.meta.dirname, '../lab/lab');
    const name = `dying-${process.pid}`;
    const { stdout: exports } = await execa(lab, ['up', '--name', name]);
    const host = /^export DOCKER_HOST=(.*)$/m.exec(exports)?.[1];
    try {
      const dir = await fixtureDir({
        Dockerfile: 'FROM scratch\nCOPY busybox /busybox\nRUN ["/busybox", "sleep", "600"]\n',
      });
      const { stdout: id } = await execa('docker', ['create', parts, 'none']);
      await execa('docker', ['cp', `${id}:/tools/busybox`, join(dir, 'busybox')]);
      await execa('docker', ['rm', id]);
      const child = execa(process.execPath, [packedCli(), 'verify', dir, '--json'], {
        reject: false,
        stdin: 'ignore',
        env: { DOCKER_HOST: host },
      });
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk: Buffer) => chunk.includes('RUN [') && resolve());
      });
      await sleep(1000);
      await execa(lab, ['down', '--name', name]);
      const { exitCode, stdout } = await child;
      expect(exitCode).toBe(4);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 4 } });
    } finally {
      await execa(lab, ['remove', '--name', name]);
    }
  });
});
