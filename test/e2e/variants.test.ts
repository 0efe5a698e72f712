import { existsSync } from 'node:fs';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Step } from '../../src/engine/steps.ts';
import type { Report } from '../../src/verify/types.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { nodeMajors, nodeOf } from '../support/nodes.ts';
import { exportImage } from './support/exported.ts';
import type { Target } from '../../src/stacks/schema.ts';
import { startRegistry, type Registry } from '../support/registry.ts';
import { bringUp, dropImages, imagesOf } from '../support/engine.ts';
import { listVariants, type Variant } from '../support/variants.ts';
import { describeAddedOf } from './support/added.ts';
import { alarmsOf } from './support/alarms.ts';
import { describeFacts, knownImages } from './support/facts.ts';
import { describeVariant } from './support/variant.ts';
import { docker, programsOf } from './support/image-files.ts';
import { verifyOnly, withoutNetwork } from './support/one-check.ts';
import { loadStacks } from '../../src/stacks/load.ts';

const variants = await listVariants();
/** The platform that this machine is not of. */
const other = process.arch === 'arm64' ? 'amd64' : 'arm64';

for (const stack of await loadStacks()) {
  // Tests of one language alone, where there are any.
  const more = join(import.meta.dirname, 'stacks', `${stack.id}.ts`);
  const describeMore = existsSync(more) ? ((await import(more)).describeMore as () => void) : undefined;
  describe(`${stack.label}`, () => {
    const images = imagesOf(stack);
    // On a machine that has none of them yet, a language's stand-ins take many minutes: CPython is compiled.
    beforeAll(() => bringUp(images), 40 * 60_000);
    afterAll(() => dropImages([...images, ...knownImages(images)]));

    describeFacts(knownImages(images));
    it.each(images.filter((ref) => !ref.includes('debug')))('%s raises no false alarm', async (ref) => {
      expect(await alarmsOf(ref)).toEqual([]);
    });
    const own = variants.filter(({ answers }) => answers.lang === stack.id);
    const targetOf = ({ answers }: Variant) => stack.targets[answers.target] as Target;
    const builds = new Map(own.toReversed().map((each) => [buildOf(each, targetOf(each)), each]));
    describe('every variant', () => {
      afterAll(() => dropImages([]));
      for (const variant of own) describeVariant(variant, targetOf(variant).link);
    });
    describe('every build', () => {
      afterAll(() => dropImages([]));
      for (const variant of builds.values()) {
        describeBuild(variant, { cold: variant === own[0], native: targetOf(variant).native });
      }
    });
    describeMore?.();
    describeAddedOf(stack.id);
  });
}

/** What the base image does not matter to: once a stack, linkage, way to build for several platforms, package manager and dialect. */
function buildOf({ answers: { manager, dialect } }: Variant, { link, native }: Target): string {
  return [link, native, manager, dialect].join(' ');
}

/** A file of an image's root filesystem; its symlinks are meant to be read inside that. */
async function readInside(root: string, path: string): Promise<Buffer> {
  const file = join(root, path);
  const link = await readlink(file).catch(() => undefined);
  return link === undefined ? readFile(file) : readInside(root, resolve('/', dirname(path), link));
}

function describeBuild(
  { name, flags }: Variant,
  { cold, native }: { readonly cold: boolean; readonly native: boolean },
): void {
  describe(`${name}, whatever the base`, () => {
    let service: string;
    let programs: readonly string[];
    beforeAll(async () => {
      const cwd = emptyDir();
      await cli(['new', 'demo', ...flags, '--yes'], { cwd });
      service = join(cwd, 'demo');
      await execa('docker', ['build', '--quiet', '--tag', 'demo:programs', service]);
      programs = await programsOf('demo:programs');
      await docker('image', 'rm', '--force', 'demo:programs');
    });

    it('passes its own tests', async () => {
      const { all, exitCode } = await execa(
        'docker',
        ['build', '--progress', 'plain', '--target', 'test', service],
        {
          all: true,
          reject: false,
        },
      );
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    });

    it('builds no dependency again after a one-line edit', async () => {
      // No step that runs again may fetch anything.
      const { status, message, data } = await verifyOnly('cache', service, await withoutNetwork());
      expect({ status, message }).toMatchObject({ status: 'pass' });
      const { steps, first } = data as { steps: readonly Step[]; first: readonly Step[] };
      expect(first.length).toBeGreaterThan(0);
      expect(first.filter(({ text }) => !text.startsWith('COPY'))).toEqual([]);
      expect(steps.filter(({ text, cached }) => cached && text.startsWith('RUN')).length).toBeGreaterThan(0);
    });

    // oxlint-disable vitest/no-conditional-tests -- each build is of one kind or of the other
    if (native) {
      it('is built, verified and pushed on a machine of each platform', async () => {
        const workflow = parse(await readFile(join(service, '.github/workflows/image.yml'), 'utf8'));
        for (const job of [workflow.jobs.verify, workflow.jobs.push]) {
          expect(job['runs-on']).toBe('${{ matrix.runner }}');
          expect(job.strategy.matrix.include).toEqual([
            { arch: 'amd64', runner: 'ubuntu-24.04' },
            { arch: 'arm64', runner: 'ubuntu-24.04-arm' },
          ]);
          // For the platform of the machine, without emulation.
          expect(job.steps.some(({ uses = '' }: { uses?: string }) => uses.includes('qemu'))).toBe(false);
          const pushes = job.steps.filter(({ uses = '' }: { uses?: string }) => uses.includes('build-push'));
          expect(pushes).not.toEqual([]);
          for (const push of pushes) expect(push.with).not.toHaveProperty('platforms');
        }
      });

      it('runs nothing on the platform of the image but what makes it native', async () => {
        const args = ['build', '--platform', `linux/${other}`, '--target', 'app', service];
        const { all, exitCode } = await execa('docker', args, { all: true, reject: false });
        expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
      });
    } else {
      it('cross-compiles for the other platform without emulation', async () => {
        const out = await exportImage(service, '--platform', `linux/${other}`);
        const elf = await readInside(out, programs[0] as string);
        // e_machine: 0x3e is x86-64, 0xb7 is AArch64.
        expect(elf.readUInt16LE(18)).toBe(other === 'arm64' ? 0xb7 : 0x3e);
      });
    }
    // oxlint-enable vitest/no-conditional-tests

    // oxlint-disable-next-line vitest/no-conditional-tests -- a build without any cache is slow: once a stack
    if (!cold) return;

    it('makes the same image twice', async () => {
      const { status, message, hint } = await verifyOnly('reproducible', service);
      expect({ status, message, hint }).toMatchObject({ status: 'pass' });
      // What the runtime writes of itself, an archive of its classes, has times and addresses in it.
      expect(message.includes('.jsa')).toBe(native);
    });
  });
}

describe('the generated workflow', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry(process.env.PACKED_TARBALL as string);
  });
  afterAll(() => registry.stop());

  it('has a verify step that works as it is written, with the exact version from a registry', async () => {
    const cwd = emptyDir();
    await cli(['new', 'demo', '--yes'], { cwd });
    const service = join(cwd, 'demo');
    const workflow = parse(await readFile(join(service, '.github/workflows/image.yml'), 'utf8'));
    const steps = workflow.jobs.verify.steps as {
      name?: string;
      run?: string;
      with?: Record<string, unknown>;
    }[];
    const build = steps.find(({ name }) => name === 'Build');
    // As the step before says; an image that was not told its version is warned of.
    const told = ['VERSION=1.2.3', 'COMMIT=abc123', 'DATE=2026-01-02T03:04:05Z'];
    const args = told.flatMap((arg) => ['--build-arg', arg]);
    await execa('docker', ['build', '--quiet', '--tag', String(build?.with?.tags), ...args, service]);
    const { run } = steps.find(({ name }) => name === 'Verify') ?? {};
    const summary = join(cwd, 'summary');
    await writeFile(summary, 'of another step\n\n');
    const { exitCode, stderr } = await execa('bash', ['-e', '-c', String(run)], {
      cwd: service,
      env: { ...registry.env, GITHUB_STEP_SUMMARY: summary },
      reject: false,
      stdin: 'ignore',
    });
    expect(stderr).toContain('14 passed');
    expect(exitCode).toBe(0);
    expect(await readFile(summary, 'utf8')).toMatch(/^of another step\n\n### ✅ demo\\:ci: 14 passed/);
  });

  it('describes the build with a script that runs', async () => {
    const cwd = emptyDir();
    await cli(['new', 'demo', '--yes'], { cwd });
    const workflow = parse(await readFile(join(cwd, 'demo/.github/workflows/image.yml'), 'utf8'));
    const step = workflow.jobs.verify.steps.find(({ id }: { id?: string }) => id === 'meta');
    const output = join(cwd, 'output');
    await writeFile(output, '');
    await execa('git', ['init', '--quiet'], { cwd });
    await execa(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--allow-empty', '-m', 'x'],
      { cwd },
    );
    const env = {
      GITHUB_OUTPUT: output,
      GITHUB_REPOSITORY_OWNER: 'ACME',
      GITHUB_SHA: '0123456789abcdef',
      REF_TYPE: 'tag',
      REF_NAME: 'v1.2.3',
    };
    await execa('bash', ['-e', '-c', step.run], { cwd, env });
    expect(await readFile(output, 'utf8')).toMatch(/^version=1\.2\.3$/m);
    expect(await readFile(output, 'utf8')).toMatch(
      /^tags=ghcr\.io\/acme\/demo:1\.2\.3,ghcr\.io\/acme\/demo:latest$/m,
    );
    expect(await readFile(output, 'utf8')).toMatch(/^epoch=\d+$/m);
  });
});

describe('--compare', () => {
  it('weighs the naive image too, and removes it', async () => {
    const cwd = emptyDir();
    await cli(['new', 'compared', '--yes'], { cwd });
    const { code, stdout, stderr } = await cli(['verify', '--compare', '--json'], {
      cwd: join(cwd, 'compared'),
    });
    expect(code).toBe(0);
    const { compare, sizeBytes } = JSON.parse(stdout) as Report;
    expect(compare).not.toHaveProperty('error');
    const naive = compare as Exclude<Report['compare'], { error: string } | undefined>;
    expect(naive.ratio).toBeCloseTo(naive.sizeBytes / sizeBytes, 5);
    // The article's point. The toolchain alone is some hundred MB.
    expect(naive.ratio).toBeGreaterThan(50);
    expect(stderr).toMatch(/before +\d+ MB[\s\S]*after +[\d.]+ MB[\s\S]*\d+ times smaller/);
    expect(await docker('images', '--quiet', '--filter', 'reference=compared:naive*')).toBe('');
  });
});

describe.each(nodeMajors)('on Node %i', (major) => {
  it('verify proves an image', async () => {
    const cwd = emptyDir();
    await cli(['new', 'demo', '--yes'], { cwd });
    const nodePath = await nodeOf(major);
    const { code, stdout } = await cli(['verify', '--json'], { cwd: join(cwd, 'demo'), nodePath });
    expect({ code, report: JSON.parse(stdout) }).toMatchObject({ code: 0, report: { ok: true } });
  });
});
