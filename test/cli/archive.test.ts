import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/verify/types.ts';
import { dockerFiles, ociFiles, pack, sha256 } from '../support/archive.ts';
import { cli, emptyDir } from '../support/cli.ts';

const json = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  config: { User: '65532:65532', Entrypoint: ['/srv/app'], ExposedPorts: { '8080/tcp': {} } },
});
const app = Buffer.concat([Buffer.from('\u007FELF'), Buffer.alloc(50_000, 1)]);
const layer = await pack({ 'srv/app': app });
const good = dockerFiles([layer], { json });

/** A directory with these files in it. */
async function write(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const dir = emptyDir();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

/** No engine on the PATH: an archive needs none. */
const noEngine = { PATH: emptyDir() };

async function verify(cwd: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await cli(['verify', '--json', ...args], { cwd, env: noEngine });
  return {
    code,
    stderr,
    report: JSON.parse(stdout) as Report & { error?: { message: string; hint?: string } },
  };
}

function statuses({ checks }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ id, status }) => [id, status]));
}

describe('verify --archive', () => {
  it('checks what can be read, and says why the rest is skipped', async () => {
    const cwd = await write({ 'image.tar': await pack(good) });
    const { code, report, stderr } = await verify(cwd, '--archive', 'image.tar');
    expect(report).toMatchObject({
      image: 'image.tar',
      digest: `sha256:${sha256(json)}`,
      sizeBytes: app.length,
      timings: {},
    });
    expect(statuses(report)).toMatchObject({
      build: 'skip',
      size: 'pass',
      boot: 'skip',
      health: 'fail',
      stop: 'skip',
      'no-shell': 'pass',
      entrypoint: 'pass',
    });
    expect(report.checks.find(({ id }) => id === 'boot')?.message).toMatch(/an archive is only read/);
    expect(report.checks.filter(({ status, message }) => status === 'skip' && message === '')).toEqual([]);
    expect(stderr).toMatch(/1 failed.* \d skipped/);
    expect(code).toBe(1);
  });

  it('holds it to the budgets and skips of a directory', async () => {
    const skip = 'skip: { health: probed by Kubernetes }';
    const cwd = await write({
      'image.tar': await pack(good),
      'passes/distroless.yaml': `schema: 1\nverify: { size: 1MB, ${skip} }\n`,
      'fails/distroless.yaml': `schema: 1\nverify: { size: 0.01MB, ${skip} }\n`,
    });
    const passes = await verify(cwd, 'passes', '--archive', 'image.tar');
    expect(passes).toMatchObject({ code: 0, report: { ok: true } });
    expect(statuses(passes.report)).toMatchObject({ size: 'pass', health: 'skip' });
    const fails = await verify(cwd, 'fails', '--archive', 'image.tar');
    expect(fails).toMatchObject({ code: 1, report: { ok: false } });
    expect(statuses(fails.report)).toMatchObject({ size: 'fail', health: 'skip' });
  });

  it('says the same of every form of one image', async () => {
    const oci = ociFiles([{ layers: [gzipSync(layer)], config: JSON.parse(json) as object }]);
    const cwd = await write({
      'docker.tar': await pack(good),
      'docker.tar.gz': gzipSync(await pack(good)),
      'oci.tar': await pack(oci),
      ...Object.fromEntries(Object.entries(oci).map(([name, content]) => [`layout/${name}`, content])),
    });
    const said = await Promise.all(
      ['docker.tar', 'docker.tar.gz', 'oci.tar', 'layout'].map(async (path) => {
        const { report } = await verify(cwd, '--archive', path);
        return { digest: report.digest, sizeBytes: report.sizeBytes, statuses: statuses(report) };
      }),
    );
    expect(said).toEqual(Array.from({ length: 4 }, () => said[0]));
  });

  it('reads stdin', async () => {
    const { stdout } = await cli(['verify', '--json', '--archive', '-'], {
      cwd: emptyDir(),
      env: noEngine,
      stdin: 'pipe',
      input: await pack(good),
    });
    expect(JSON.parse(stdout)).toMatchObject({ image: 'stdin', sizeBytes: app.length });
  });

  it('prints names of files in the image without obeying them', async () => {
    const evil = await pack({
      'usr/bin/sh\u001B[2J\nerror: x': '#!/x',
      'usr/bin/sh': '#!/x',
      'srv/app': app,
    });
    const cwd = await write({ 'image.tar': await pack(dockerFiles([evil], { json })) });
    const { stdout, stderr } = await cli(['verify', '--archive', 'image.tar'], { cwd, env: noEngine });
    expect(stdout + stderr).not.toContain('\u001B');
    expect(stderr).not.toMatch(/^error:/m);
    expect(stderr).toContain('/usr/bin/sh');
  });
});

describe('verify --archive refuses in one line', async () => {
  const whole = await pack(good);
  const cwd = await write({
    'image.tar': whole,
    'empty.tar': '',
    'text.tar': 'hello '.repeat(1000),
    'rootfs.tar': layer,
    'cut.tar': whole.subarray(0, 20_000),
    'cut.tar.gz': gzipSync(whole).subarray(0, 300),
    'bare/Dockerfile': 'FROM scratch\n',
    'two.tar': await pack({
      ...good,
      'manifest.json': JSON.stringify(
        ['one:1', 'two:2'].map((tag) => ({
          ...JSON.parse(good['manifest.json'] as string)[0],
          RepoTags: [tag],
        })),
      ),
    }),
  });

  it.each([
    [['--archive', 'nowhere.tar'], 2, /^--archive nowhere.tar: there is no such file$/],
    [['--archive', 'empty.tar'], 1, /^empty.tar is not a container image archive: it is empty$/],
    [['--archive', 'text.tar'], 1, /^text.tar is not a container image archive: it is no tar$/],
    [
      ['--archive', 'rootfs.tar'],
      1,
      /^rootfs.tar is not a container image archive: it has neither a manifest.json/,
    ],
    [['--archive', 'bare'], 1, /^bare is not a container image archive: it has neither a manifest.json/],
    [['--archive', 'cut.tar'], 1, /^cut.tar is damaged: it ends in the middle of "blobs\/sha256\//],
    [['--archive', 'cut.tar.gz'], 1, /^cut.tar.gz is damaged: it ends too soon$/],
    [['--archive', 'image.tar', '--image', 'other'], 1, /^image.tar has no image "other"$/],
    [
      ['--archive', 'image.tar', '--platform', 'linux/s390x'],
      1,
      /^image.tar is for linux\/amd64, not linux\/s390x$/,
    ],
    [
      ['--archive', 'two.tar', '--platform', 'linux/amd64'],
      1,
      /^two.tar holds several images: one:1, two:2$/,
    ],
    [['--archive', 'image.tar', '--platform', 'linux'], 2, /^--platform "linux": it is OS\/ARCH/],
    [['--archive', 'image.tar', '--compare'], 2, /^--compare is of no use with --archive/],
    [['--archive'], 2, /argument missing/],
  ])('%j', async (args, code, message) => {
    const { report, ...result } = await verify(cwd, ...args);
    expect(result.code).toBe(code);
    expect(report.error?.message).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(result.stderr.match(/^error: /gm)).toHaveLength(1);
  });

  it('takes the image of a name', async () => {
    const { report } = await verify(cwd, '--archive', 'two.tar', '--image', 'two:2');
    expect(report.sizeBytes).toBe(app.length);
  });
});
