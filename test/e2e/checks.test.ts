import { execa } from 'execa';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { checks } from '../../src/verify/checks/index.ts';
import type { Report, Status } from '../../src/verify/types.ts';
import { cli, packedCli } from '../support/cli.ts';
import { buildParts, fixtureDir, leftovers, parts, removeFixtures, verifyDir } from './support/fixtures.ts';
import { createRandom } from './support/random.ts';
import { drawNames, filesOf, type Recipe } from './support/recipe.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
process.stdout.write(`checks.test.ts: SEED=${seed}\n`);
const random = createRandom(seed);
const names = drawNames(random);
const { program, port, uid, word } = names;
const other = drawNames(random);

/** An image with one defect, what its check must say, and the same image without the defect. */
type Defect = {
  readonly check: string;
  readonly what: string;
  readonly bad: Recipe;
  readonly good?: Recipe;
  /** `fail` unless said. */
  readonly status?: Status;
  /** Texts or patterns that message and hint must hold. */
  readonly says: readonly (string | RegExp)[];
  /** Checks that cannot pass on such an image either. */
  readonly also?: readonly string[];
};

const soon = { boot: '2s' };
const toolAt = (tool: string, path: string, flags = '') =>
  `COPY --from=${parts} ${flags} /tools/${tool} ${path}`;
const base = (entrypoint: string) =>
  `FROM scratch AS base\nCOPY --from=${parts} /server ${entrypoint}\nENTRYPOINT ["${entrypoint}"]`;

const defects: readonly Defect[] = [
  {
    check: 'size',
    what: 'over the budget of distroless.yaml',
    bad: { verify: { size: '1.5MB' } },
    good: { verify: { size: '15MB' } },
    says: [/\d\.\d MB .* over the budget of 1\.5 MB/, program],
  },
  {
    check: 'boot',
    what: 'exits at once',
    bad: { args: ['-say', `no ${word} today`, '-exit', '7'] },
    good: { args: ['-say', `no ${word} today`] },
    says: ['exited at once, with code 7', `no ${word} today`],
  },
  {
    check: 'boot',
    what: 'answers 503 where any good status will do',
    bad: { args: ['-status', '503'], verify: soon },
    says: ['/ answered 503, not a status below 500'],
  },
  {
    check: 'boot',
    what: 'answers another status than distroless.yaml wants',
    bad: { verify: { ...soon, probe: { path: `/${word}`, status: 204 } } },
    good: { verify: { ...soon, probe: { path: `/${word}`, status: 200 } } },
    says: [`/${word} answered 200, not 204`],
  },
  {
    check: 'boot',
    what: 'opens no port',
    bad: { args: ['-silent'], verify: soon },
    says: ['no answer on / within 2.0 s', 'it printed nothing'],
  },
  {
    check: 'boot',
    what: 'slower than its budget',
    bad: { args: ['-slow', '3s'], verify: { boot: '1s' } },
    good: { args: ['-slow', '3s'], verify: { boot: '30s' } },
    says: ['no answer on / within 1.0 s'],
  },
  {
    check: 'boot',
    what: 'exposes several ports and says of none that it is the one',
    bad: { ports: 'EXPOSE 80 443 443/udp' },
    good: { ports: 'EXPOSE 8080 443/udp' },
    says: ['exposes 80, 443', '--port N'],
  },
  {
    check: 'boot',
    what: 'listens on localhost only',
    bad: { args: ['-host', '127.0.0.1'], verify: soon },
    good: { args: ['-host', '0.0.0.0'], verify: soon },
    says: ['no answer on / within 2.0 s', '0.0.0.0, not 127.0.0.1'],
  },
  {
    check: 'boot',
    what: 'says nowhere what its port is',
    bad: { ports: '' },
    good: { ports: 'EXPOSE 8080' },
    says: ['no port', 'EXPOSE'],
  },
  { check: 'health', what: 'no HEALTHCHECK', bad: { healthcheck: undefined }, says: ['no HEALTHCHECK'] },
  { check: 'health', what: 'HEALTHCHECK NONE', bad: { healthcheck: 'NONE' }, says: ['no HEALTHCHECK'] },
  {
    check: 'health',
    what: 'HEALTHCHECK with a program that is not there',
    bad: { healthcheck: `CMD ["curl", "-f", "http://localhost:${port}"]` },
    says: ['HEALTHCHECK is unhealthy', 'curl'],
  },
  {
    check: 'health',
    what: 'HEALTHCHECK that needs a shell',
    bad: { healthcheck: `CMD ${program} healthcheck` },
    says: ['HEALTHCHECK is unhealthy', '/bin/sh'],
  },
  {
    check: 'health',
    what: 'HEALTHCHECK that always says healthy',
    bad: { healthcheck: `CMD ["${program}", "healthy"]` },
    says: [/still healthy .* after the app was frozen/, 'ask the running service'],
  },
  {
    check: 'health',
    what: 'HEALTHCHECK that never says healthy',
    bad: { healthcheck: `CMD ["${program}", "unhealthy"]` },
    says: ['HEALTHCHECK is unhealthy', 'never well'],
  },
  {
    check: 'health',
    what: 'a first process that is not the server',
    bad: { args: ['-child'] },
    status: 'warn',
    says: ['could not be told', 'first process'],
  },
  {
    check: 'stop',
    what: 'hangs on SIGTERM',
    bad: { args: ['-hang'], verify: { stop: '5s' } },
    good: { args: ['-hang'], add: 'STOPSIGNAL SIGINT', verify: { stop: '5s' } },
    says: ['still running 5.0 s after SIGTERM'],
  },
  {
    check: 'stop',
    what: 'exit code 3 on SIGTERM',
    bad: { args: ['-code', '3', '-say', `of ${word}`] },
    good: { args: ['-code', '143', '-say', `of ${word}`] },
    says: ['exit code 3 after SIGTERM', `of ${word}`],
  },
  {
    check: 'stop',
    what: 'drops a request in flight',
    bad: { args: ['-drop'] },
    status: 'warn',
    says: ['half sent at SIGTERM was dropped'],
  },
  { check: 'user', what: 'no USER', bad: { user: undefined }, says: ['no USER', 'USER 65532'] },
  { check: 'user', what: 'USER 0', bad: { user: '0' }, says: ['USER 0 is root'] },
  { check: 'user', what: 'USER 0 with a group', bad: { user: `0:${uid}` }, says: [`USER 0:${uid} is root`] },
  {
    check: 'user',
    what: 'USER nonroot, a name',
    bad: { from: 'gcr.io/distroless/static-debian13:nonroot', user: 'nonroot' },
    good: { from: 'gcr.io/distroless/static-debian13:nonroot', user: '65532' },
    says: ['USER nonroot is a name', 'runAsNonRoot'],
  },
  {
    check: 'user',
    what: 'runs as its own user only',
    bad: { args: ['-need-uid', `${uid}`] },
    says: [/exited at once as user \d+:0, with code 1/, `only user ${uid} may run this`],
  },
  {
    check: 'readonly',
    what: 'writes to its root',
    bad: { add: `COPY --from=${parts} /writable/ /`, args: ['-write', `/tmp/${word}`] },
    good: { add: `COPY --from=${parts} /writable/ /\nVOLUME /tmp`, args: ['-write', `/tmp/${word}`] },
    says: [
      'exited at once with a read-only root and no capabilities',
      `/tmp/${word}`,
      'read-only file system',
    ],
  },
  {
    check: 'no-shell',
    what: 'busybox under another name',
    bad: { add: toolAt('busybox', other.program) },
    good: { add: `COPY --from=${parts} /server ${other.program}` },
    says: [`${other.program} is busybox (shell)`],
  },
  {
    check: 'no-shell',
    what: 'bash under another name, in a lower layer too',
    bad: { add: `${toolAt('bash', other.program)}\nCOPY Dockerfile /${word}.txt` },
    says: [`${other.program} is bash (shell)`],
  },
  {
    check: 'no-shell',
    what: 'the gcc driver, without its mode',
    bad: { add: toolAt('gcc', other.program, '--chmod=0444') },
    says: [`${other.program} is gcc (compiler)`],
  },
  {
    check: 'no-shell',
    what: 'apt-get and go under other names',
    bad: { add: `${toolAt('apt-get', other.program)}\n${toolAt('go', `/${word}`)}` },
    says: [`${other.program} is apt-get (package manager)`, `/${word} is go (compiler)`],
  },
  {
    check: 'no-shell',
    what: 'something where apk would be',
    bad: { add: `COPY --from=${parts} /server /sbin/apk` },
    good: { add: `COPY --from=${parts} /server /${word}/apk` },
    says: ['/sbin/apk (package manager)'],
  },
  {
    check: 'no-shell',
    what: 'a setuid file',
    bad: { add: `COPY --from=${parts} --chmod=4755 /server ${other.program}` },
    good: { add: `COPY --from=${parts} --chmod=0755 /server ${other.program}` },
    says: [`${other.program} is setuid`],
  },
  {
    check: 'entrypoint',
    what: 'CMD in shell form',
    bad: { start: `CMD ${program}` },
    good: { start: `CMD ["${program}"]` },
    says: ['shell form', 'JSON array'],
    also: ['boot'],
  },
  {
    check: 'entrypoint',
    what: 'a shell in front of the program',
    bad: {
      before: base(`/${word}/sh`),
      from: 'base',
      start: `ENTRYPOINT ["/${word}/sh", "-c", "exec ${program}"]`,
    },
    good: { before: base(`/${word}/sh`), from: 'base', start: `ENTRYPOINT ["/${word}/sh"]` },
    says: ['shell form', `/${word}/sh`],
  },
  {
    check: 'entrypoint',
    what: 'the interpreter of the base image twice',
    bad: { before: base(`/${word}/node`), from: 'base', start: `CMD ["node", "${word}.js"]` },
    good: { before: base(`/${word}/node`), from: 'base', start: `CMD ["${word}.js"]` },
    says: [`entrypoint is /${word}/node already`, '"node" out of CMD'],
  },
  {
    check: 'entrypoint',
    what: 'a program that is not in the image',
    bad: { start: `ENTRYPOINT ["${other.program}"]` },
    says: [`${other.program} is not in the image`],
    also: ['boot'],
  },
  {
    check: 'entrypoint',
    what: 'a program that is not executable',
    bad: { copy: '--chmod=0444' },
    good: { copy: '--chmod=0555' },
    says: [`${program} is not executable`, '--chmod'],
    also: ['boot'],
  },
  {
    check: 'entrypoint',
    what: 'neither ENTRYPOINT nor CMD',
    bad: { start: '' },
    says: ['neither ENTRYPOINT nor CMD'],
    also: ['boot'],
  },
];

/** Images that are told apart only by what they hold are verified once: most twins are the same good image. */
const reports = new Map<string, Promise<Report>>();
function reportOf(recipe: Recipe): Promise<Report> {
  const files = filesOf(recipe, names);
  const key = JSON.stringify(files);
  const report = reports.get(key) ?? limited(async () => verifyDir(await fixtureDir(files)));
  reports.set(key, report);
  return report;
}

/** Images under test at a time: enough to fill the waits, few enough that none is slow for want of a processor. */
let free = 3;
const waiting: (() => void)[] = [];
async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

/** What did not pass, as `id status`. */
function problems({ checks: results }: Report): readonly string[] {
  return results.filter(({ status }) => status !== 'pass').map(({ id, status }) => `${id} ${status}`);
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
    test(`${check}: ${what}`, { timeout: 4 * minute }, async ({ expect }) => {
      const [report, twin] = await Promise.all([reportOf(bad), reportOf(good)]);

      const skipped = check === 'boot' || also.includes('boot') ? afterBoot : [];
      const expected = checks.flatMap(({ id }) => {
        if (id === check) return [`${id} ${status}`];
        if (also.includes(id)) return [`${id} fail`];
        return skipped.includes(id) ? [`${id} skip`] : [];
      });
      expect(problems(report)).toEqual(expected);
      expect(report.ok).toBe(status === 'warn');
      const finding = report.checks.find(({ id }) => id === check);
      const text = `${finding?.message}\n${finding?.hint}`;
      for (const said of says) expect(text).toMatch(said);

      expect(problems(twin)).toEqual([]);
      expect(twin.ok).toBe(true);
      expect(await leftovers(report.digest)).toEqual([]);
      expect(await leftovers(twin.digest)).toEqual([]);
    });
  }
});

const afterBoot = checks.filter(({ needs }) => needs.includes('booted')).map(({ id }) => id);

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
