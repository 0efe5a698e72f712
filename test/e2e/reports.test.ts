import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats } from '../../src/report/targets.ts';
import type { Report } from '../../src/verify/types.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { toolAt } from './support/defect.ts';
import { buildParts, fixtureDir, removeFixtures, parts } from './support/fixtures.ts';
import { createRandom } from './support/random.ts';
import { drawNames, filesOf, type Recipe } from './support/recipe.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
process.stdout.write(`reports.test.ts: SEED=${seed}\n`);
const random = createRandom(seed);
const names = drawNames(random);
const other = drawNames(random);

beforeAll(buildParts);
afterAll(removeFixtures);

/** Which line each finding is at, by its check, and what that line says. */
function placesOf(report: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(
    report.checks.flatMap(({ id, at }) => (at ? [[id, `${at.file}:${at.line} ${at.text}`]] : [])),
  );
}

/** The same, as the Dockerfile has it: where the line is that has this text. */
function placeIn(dockerfile: string, text: string): string {
  const lines = dockerfile.split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  return `Dockerfile:${at + 1} ${lines[at]?.trim()}`;
}

const bad: Recipe = {
  before: 'FROM scratch AS unused\nUSER 0\n',
  add: `# a remark\n${toolAt('busybox', other.program, '\\\n  ')}\nARG ${other.word}=1\nWORKDIR /${other.word}\nLABEL a=b`,
  user: '0:0',
  healthcheck: undefined,
  verify: { size: '1kB' },
};

describe('every report of an image with defects', () => {
  let dir: string;
  let dockerfile: string;
  let reports: string;
  let result: Awaited<ReturnType<typeof cli>>;
  beforeAll(async () => {
    const files = filesOf(bad, names);
    dockerfile = files.Dockerfile as string;
    dir = await fixtureDir(files);
    reports = join(emptyDir(), 'reports');
    await mkdir(reports);
    const flags = formats.flatMap((format) => ['--report', `${format}=${join(reports, format)}`]);
    result = await cli(['verify', '--json', ...flags], { cwd: dir, env: { GITHUB_ACTIONS: 'true' } });
  });

  /** The lines of the Dockerfile that are to blame, known to a person who reads it. */
  const expected = () => ({
    size: lastFrom(dockerfile),
    health: lastFrom(dockerfile),
    user: placeIn(dockerfile, 'USER 0:0'),
    'no-shell': placeIn(dockerfile, `COPY --from=${parts} \\`),
  });

  it('is written, though checks failed', async () => {
    expect(result.code).toBe(1);
    expect((await readdir(reports)).toSorted()).toEqual([...formats].toSorted());
    for (const format of formats) {
      expect(await readFile(join(reports, format), 'utf8')).toContain('is root');
    }
  });

  it('blames the lines of the Dockerfile', async () => {
    expect(placesOf(JSON.parse(result.stdout) as Report)).toEqual(expected());
    const { runs } = JSON.parse(await readFile(join(reports, 'sarif'), 'utf8'));
    type Result = { ruleId: string; locations: { physicalLocation: { region: { startLine: number } } }[] };
    const lines = (runs[0].results as Result[]).map(({ ruleId, locations }) => [
      ruleId,
      locations[0]?.physicalLocation.region.startLine,
    ]);
    expect(Object.fromEntries(lines)).toEqual(
      Object.fromEntries(
        Object.entries(expected()).map(([id, place]) => [id, Number(/:(\d+) /.exec(place)?.[1])]),
      ),
    );
    expect(result.stderr).toMatch(
      new RegExp(`^::error file=Dockerfile,line=\\d+,title=verify%3A user::`, 'm'),
    );
  });

  it('blames the same lines when the built image is given', async () => {
    const { image } = JSON.parse(result.stdout) as Report;
    const { stdout } = await cli(['verify', '--image', image, '--json'], { cwd: dir });
    expect(placesOf(JSON.parse(stdout) as Report)).toEqual(expected());
  });

  it('blames no line when the Dockerfile beside it is of another image', async () => {
    const { image } = JSON.parse(result.stdout) as Report;
    const elsewhere = await fixtureDir(filesOf({}, names));
    const { stdout } = await cli(['verify', '--image', image, '--json'], { cwd: elsewhere });
    const report = JSON.parse(stdout) as Report;
    expect(report.checks.find(({ id }) => id === 'user')?.status).toBe('fail');
    expect(placesOf(report)).toEqual({});
  });
});

function lastFrom(dockerfile: string): string {
  const lines = dockerfile.split('\n');
  const at = lines.findLastIndex((line) => line.startsWith('FROM'));
  return `Dockerfile:${at + 1} ${lines[at]}`;
}

it('a build that fails is at the line that failed, and what it prints is no command', async () => {
  const said = `\n::error::${other.word}\n##[add-mask]${other.word}`;
  const run = `RUN ${JSON.stringify([names.program, '-say', said, '-exit', '9'])}`;
  const files = filesOf({ add: run }, names);
  const dir = await fixtureDir(files);
  const report = join(emptyDir(), 'report');
  const { code, stdout, stderr } = await cli(['verify', '--json', '--report', `markdown=${report}`], {
    cwd: dir,
    env: { GITHUB_ACTIONS: 'true' },
  });
  expect(code).toBe(1);
  expect(placesOf(JSON.parse(stdout) as Report)).toEqual({ build: placeIn(files.Dockerfile as string, run) });
  const commands = stderr.split('\n').filter((line) => /^\s*::|##\w*\[/.test(line));
  expect(commands).toHaveLength(1);
  expect(commands[0]).toMatch(/^::error file=Dockerfile,line=\d+,title=verify%3A build::/);
  expect(await readFile(report, 'utf8')).toContain(other.word);
});
