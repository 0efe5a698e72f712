import { describe, expect, it } from 'vitest';
import { options } from '../../src/answers/options.ts';
import { resolveAnswers } from '../../src/answers/resolve.ts';
import { catalog } from '../../src/bases/catalog.ts';
import { endedImages, whyNoTarget } from '../../src/bases/refuse.ts';
import { newGenerator } from '../../src/generators/new.ts';
import type { NewRequest, Repo } from '../../src/pipeline.ts';
import { loadStacks } from '../../src/stacks/load.ts';
import type { StackManifest } from '../../src/stacks/schema.ts';
import { emptyDir, readTree } from '../support/cli.ts';

const stacks = await loadStacks();
const interpreted = stacks.find(({ targets }) =>
  Object.values(targets).every(({ link }) => link === 'interpreted'),
)!;
const standing = stacks.find(({ targets }) => targets.scratch)!;
const compiled: StackManifest = {
  ...standing,
  targets: Object.fromEntries(Object.entries(standing.targets).filter(([, { link }]) => link === 'static')),
};

function resolve(flags: NewRequest['flags'], saved: Repo['saved'] = {}) {
  return resolveAnswers({
    request: { dir: 'demo', flags, yes: true },
    repo: { saved },
    stacks,
    ask: undefined,
  });
}

describe('an option', () => {
  it('is absent unless it is given', async () => {
    const answers = await resolve({ lang: compiled.id });
    expect(options.length).toBeGreaterThan(0);
    for (const { id } of options) expect(answers).not.toHaveProperty(id);
  });

  it('is kept when it was saved, and taken back by none or no', async () => {
    const saved = { registry: 'harbor.example.com', tz: 'true' };
    expect(await resolve({}, saved)).toMatchObject({
      registry: { value: 'harbor.example.com', source: 'saved' },
      tz: { value: 'true', source: 'saved' },
    });
    const taken = await resolve({ registry: 'none', tz: 'false' }, saved);
    expect(taken).not.toHaveProperty('registry');
    expect(taken).not.toHaveProperty('tz');
  });

  it('is never asked for', async () => {
    const asked: string[] = [];
    await resolveAnswers({
      request: { dir: 'demo', flags: {}, yes: false },
      repo: { saved: {} },
      stacks,
      ask: async ({ message, fallback }) => (asked.push(message), fallback),
    });
    expect(asked.join()).not.toMatch(/mirror|digest|certificate|packages|zones/i);
  });

  it.each([
    ['packages', { packages: 'libpq5', target: 'scratch' }, 'scratch has no loader and no libc'],
    ['packages', { packages: 'libpq5', target: 'distroless' }, 'static-debian13 has no libc'],
    ['extra-ca-runtime', { 'extra-ca-runtime': 'true' }, 'it needs --extra-ca FILE'],
  ])('--%s is refused where it is of no use', async (id, flags, reason) => {
    await expect(resolve({ lang: compiled.id, ...flags })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(new RegExp(`^--${id}.*${reason}`)),
    });
  });

  it('that was saved is held to a new target too', async () => {
    const chosen = resolve({ lang: compiled.id, target: 'scratch' }, { packages: 'libpq5' });
    await expect(chosen).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('distroless.yaml: packages'),
      hint: 'take it back with --packages none',
    });
    const taken = await resolve(
      { lang: compiled.id, target: 'scratch', packages: 'none' },
      { packages: 'libpq5' },
    );
    expect(taken).not.toHaveProperty('packages');
  });

  it('that was saved goes with the one it needs, and alone says how to take it back', async () => {
    const saved = { 'extra-ca': '.distroless/extra-ca.crt', 'extra-ca-runtime': 'true' };
    expect(await resolve({}, saved)).toMatchObject({ 'extra-ca-runtime': { source: 'saved' } });
    const taken = await resolve({ 'extra-ca': 'none' }, saved);
    expect(taken).not.toHaveProperty('extra-ca');
    expect(taken).not.toHaveProperty('extra-ca-runtime');
    // Given together it is a contradiction.
    await expect(resolve({ 'extra-ca': 'none', 'extra-ca-runtime': 'true' }, saved)).rejects.toMatchObject({
      message: '--extra-ca-runtime: it needs --extra-ca FILE',
      hint: undefined,
    });
    await expect(resolve({}, { 'extra-ca-runtime': 'true' })).rejects.toMatchObject({
      message: 'distroless.yaml: extra-ca-runtime: it needs --extra-ca FILE',
      hint: 'take it back with --no-extra-ca-runtime',
    });
  });
});

describe('a target that a stack lacks', () => {
  const python = stacks.find(({ targets }) => targets.python3)!;
  it.each([
    ['interpreted on scratch', interpreted, 'scratch', 'scratch has no loader and no libc'],
    ['another language’s interpreter', interpreted, 'python3', 'runs Python 3.13'],
    ['no interpreter', interpreted, 'cc', 'has no interpreter'],
    ['an interpreter for nothing', compiled, 'nodejs24', 'brings Node.js, which a program in'],
    ['a version that distroless lacks', python, 'python314', 'distroless has Python 3.13, and'],
    ['a version with a dot', python, 'python3.14', 'distroless has Python 3.13, and'],
    ['an older version', interpreted, 'nodejs20', 'distroless has Node.js 22, 24, 26, and'],
  ])('%s', (_, stack, id, reason) => {
    expect(whyNoTarget(stack, id)).toContain(reason);
  });

  it('is only no choice where the catalog has nothing to say', async () => {
    for (const id of ['alpine', '1.26', 'nodejs99']) expect(whyNoTarget(compiled, id)).toBeUndefined();
    // A version alone is no name, and another language's versions help nobody.
    for (const id of ['', '20', '3.14', 'python314']) expect(whyNoTarget(interpreted, id)).toBeUndefined();
    await expect(resolve({ lang: compiled.id, target: 'alpine' })).rejects.toMatchObject({
      message: expect.stringContaining('there is no such choice'),
    });
    await expect(resolve({ lang: compiled.id, target: 'nodejs24' })).rejects.toMatchObject({
      message: expect.stringMatching(/^--target "nodejs24": .*has no use for; known: /),
    });
  });
});

describe('a base past its end of support', () => {
  const dated = Object.entries(interpreted.targets).map(([id, target]) => {
    const { date = '' } = catalog.find(({ name }) => target.runtime.startsWith(`${name}:`))!.eol;
    return { id, target, date };
  });
  const [first] = dated.toSorted((a, b) => (a.date < b.date ? -1 : 1)) as [(typeof dated)[number]];
  const after = new Date(Date.parse(first.date) + 86_400_000);
  const last = dated.filter(({ date }) => new Date(date) > after);

  it('has ended the day after, not on the day', () => {
    expect(endedImages(first.target, first.date)).toEqual([]);
    expect(endedImages(first.target, after.toISOString().slice(0, 10)).map(({ name }) => name)).toContain(
      first.target.runtime.replace(/:.*$/, ''),
    );
  });

  function make(root: string, force: boolean) {
    const flags = { lang: interpreted.id, target: first.id };
    const request = { cwd: root, dir: 'demo', flags, yes: true, dryRun: false, force };
    const generator = newGenerator(request, { signal: new AbortController().signal, now: after });
    return generator.prompts().then(generator.run);
  }

  it('is refused with the date and what to take instead, and nothing is written', async () => {
    const root = emptyDir();
    await expect(make(root, false)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`ended on ${first.date}`),
      hint: expect.stringContaining(`--target ${last.map(({ id }) => id).join(' or ')}`),
    });
    expect(await readTree(root)).toEqual({});
  });

  it('is taken with --force', async () => {
    const root = emptyDir();
    await make(root, true);
    expect(Object.keys(await readTree(root))).toContain('demo/Dockerfile');
  });
});
