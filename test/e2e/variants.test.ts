import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Report } from '../../src/verify/types.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { nodeMajors, nodeOf } from '../support/nodes.ts';
import type { StackManifest, Target } from '../../src/stacks/schema.ts';
import { startRegistry, type Registry } from '../support/registry.ts';
import { bringUp, dropImages, imagesOf } from '../support/engine.ts';
import { listVariants, type Variant } from '../support/variants.ts';
import { describeAddedOf } from './support/added.ts';
import { describeAlarms } from './support/alarms.ts';
import { describeFacts, knownImages } from './support/facts.ts';
import { describeBuild } from './support/build.ts';
import { describeCold } from './support/cold-build.ts';
import { describeEdited } from './support/edited-build.ts';
import { describeVariant } from './support/variant.ts';
import { docker } from './support/image-files.ts';
import { loadStacks } from '../../src/stacks/load.ts';

const variants = await listVariants();
const stacks = await loadStacks();

/** What a language's tests need, the tags of an image beside each other: one is made of another's layers. */
function neededBy(stack: Pick<StackManifest, 'targets' | 'managers'>): readonly string[] {
  const images = imagesOf(stack);
  return [...new Set([...images, ...knownImages(images)])].toSorted();
}

for (const [at, stack] of stacks.entries()) {
  // Tests of one language alone, where there are any.
  const more = join(import.meta.dirname, 'stacks', `${stack.id}.ts`);
  const describeMore = existsSync(more) ? ((await import(more)).describeMore as () => void) : undefined;
  describe(`${stack.label}`, () => {
    const images = imagesOf(stack);
    // On a machine that has none of them yet, a language's stand-ins take many minutes: CPython is compiled.
    beforeAll(() => bringUp(neededBy(stack)), 40 * 60_000);
    const later = new Set(stacks.slice(at + 1).flatMap(neededBy));
    afterAll(() => dropImages(neededBy(stack).filter((ref) => !later.has(ref))));

    describeFacts(knownImages(images));
    describeAlarms(images);
    const own = variants.filter(({ answers }) => answers.lang === stack.id);
    const targetOf = ({ answers }: Variant) => stack.targets[answers.target] as Target;
    const builds = new Map(own.toReversed().map((each) => [buildOf(each, targetOf(each)), each]));
    describe('every variant', () => {
      afterAll(() => dropImages([]));
      for (const variant of own) describeVariant(variant, targetOf(variant));
    });
    describe('every build', () => {
      afterAll(() => dropImages([]));
      for (const variant of builds.values()) describeBuild(variant, targetOf(variant).native);
      describe('again', () => {
        for (const variant of builds.values()) describeEdited(variant);
        describeCold(own[0] as Variant, targetOf(own[0] as Variant).native);
      });
    });
    describeMore?.();
    describeAddedOf(stack.id);
  });
}

/** What the base image does not matter to: once a stack, linkage, way to build for several platforms, package manager and dialect. */
function buildOf({ answers: { manager, dialect } }: Variant, { link, native }: Target): string {
  return [link, native, manager, dialect].join(' ');
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
