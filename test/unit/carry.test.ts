import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { carry } from '../../src/recipe/carry.ts';
import { keepIgnored } from '../../src/recipe/carry-ignored.ts';
import type { Recipe } from '../../src/recipe/types.ts';
import { captured } from '../support/captured.ts';
import { readTree } from '../support/cli.ts';
import { makeRepo } from '../support/repo.ts';

const fact = (value: string) => ({ value, from: 'Dockerfile:1', confidence: 'high' }) as const;
const recipe: Recipe = {
  native: false,
  ignore: [],
  stages: [
    { name: 'deps', image: 'node:24', platform: 'build', steps: [] },
    {
      name: 'build',
      main: true,
      image: 'node:24',
      platform: 'build',
      apt: ['git'],
      steps: [
        { copy: ['package.json'], to: './' },
        { run: ['npm ci'] },
        { copy: ['.'], to: '.' },
        { run: ['npm run build'] },
      ],
    },
  ],
  runtime: { steps: [{ env: { PORT: '8080' } }], entrypoint: ['/app'] },
};

it('puts arguments between the source and its build, packages into the main stage, variables last', () => {
  const carried = carry(recipe, {
    env: { PORT: fact('1'), LOG: fact('info') },
    args: { VITE_URL: fact('https://x.test'), VITE_KEY: fact('') },
    apt: [fact('git'), fact('libpq-dev')],
    needs: [],
    writable: [fact('/data')],
  });
  expect(carried.stages[0]).toBe(recipe.stages[0]);
  expect(carried.stages[1]).toMatchObject({
    apt: ['git', 'libpq-dev'],
    steps: [
      {},
      {},
      { copy: ['.'] },
      { comment: expect.stringContaining('--build-arg') as string },
      { arg: 'VITE_URL', default: 'https://x.test' },
      { arg: 'VITE_KEY' },
      { run: ['npm run build'] },
    ],
  });
  expect(carried.runtime.steps).toEqual([
    { env: { PORT: '8080' } },
    { comment: expect.any(String) as string },
    { env: { LOG: 'info' } },
  ]);
  expect(carried.runtime.writable).toMatchObject([{ path: '/data', volume: true }]);
});

it.each([
  ['in it', '/data/uploads', '/data', [false, true]],
  ['above it', '/data', '/data/uploads', [false, true]],
  ['beside it', '/data', '/database', [true, true]],
])('of a volume and one %s only the outer one is left', (_, own, said, volumes) => {
  const runtime = { ...recipe.runtime, writable: [{ path: own, why: 'uploads', volume: true }] };
  const writable = [{ value: said, from: 'compose.yaml:9', confidence: 'high' as const }];
  const carried = carry({ ...recipe, runtime }, { env: {}, args: {}, apt: [], needs: [], writable });
  expect(carried.runtime.writable?.map(({ volume }) => volume)).toEqual(volumes);
});

it('changes nothing where nothing is said', () => {
  expect(carry(recipe, { env: {}, args: {}, apt: [], needs: [] })).toEqual(recipe);
});

it('a Dockerfile that --force overwrote is remembered: a second run finds the same', async () => {
  const root = makeRepo({
    'go.mod': 'module example.com/x\n\ngo 1.26\n',
    'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
    Dockerfile: [
      'FROM golang',
      'ARG VITE_A="x \\"y\\" $$"',
      'ENV GREETING="a \\"quoted\\" \\\\ back\\$lash" TZ=UTC',
      'RUN apt-get update && apt-get install -y libpq-dev',
      'VOLUME ["/data", "/more"]',
      'EXPOSE 9999',
      'CMD go run . --fast',
    ].join('\n'),
  });
  const run = (...flags: string[]) =>
    captured(() => main(['add', root, '--yes', '--json', ...flags], new AbortController().signal));
  const refused = await run();
  expect(refused.code).toBe(1);
  const first = await run('--force');
  expect(first).toMatchObject({ code: 0 });
  const written = await readTree(root);
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  expect(dockerfile).toContain('VOLUME ["/more"]');
  expect(dockerfile).toContain('EXPOSE 9999');
  expect(dockerfile).toContain('libpq-dev');
  expect(dockerfile).toContain('ENV GREETING="a \\"quoted\\" \\\\ back\\$lash" \\\n    TZ=UTC');
  const second = await run();
  expect(second.code).toBe(0);
  expect(await readTree(root)).toEqual(written);
});

describe('the .dockerignore before ours', () => {
  const needed: Recipe = {
    ...recipe,
    ignore: ['**/node_modules'],
    stages: [
      { name: 'build', image: 'node:24', platform: 'build', steps: [{ copy: ['package.json'], to: './' }] },
    ],
    runtime: { steps: [{ copy: ['./public/'], to: '/app/public' }], entrypoint: ['/app'] },
  };

  it.each([
    ['what ours lacks is kept', ['data', '*.pem', '!keep.pem'], ['data', '*.pem', '!keep.pem'], []],
    ['what ours hides too is not said twice', ['node_modules/', '/.git', '.env', '**/node_modules'], [], []],
    [
      'what a COPY names is not hidden',
      ['package*.json', 'public', 'docs'],
      ['docs'],
      ['package*.json', 'public'],
    ],
    ['what the service was found by is not hidden', ['src'], [], ['src']],
    ['a list of what is let in is not kept', ['*', '!src'], [], ['*', '!src']],
  ])('%s', (_, patterns, kept, lost) => {
    expect(keepIgnored(needed, patterns, ['src/index.js'])).toEqual({ kept, lost });
  });

  it('stays in ours, before our own patterns; a second run finds the same', async () => {
    const root = makeRepo({
      'package.json': '{ "name": "x", "scripts": { "start": "node server.js" } }',
      'server.js': "require('http').createServer((q, s) => s.end('x')).listen(3000)\n",
      '.dockerignore': '# mine\r\nnode_modules\r\nsecrets/\r\n!.env\r\nserver.js\r\n\u001b[31mred\r\n',
    });
    const run = (...flags: string[]) =>
      captured(() => main(['add', root, '--yes', '--json', ...flags], new AbortController().signal));
    expect((await run()).code).toBe(1);
    const first = await run('--force');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('not kept, as the build reads what they hide: server.js');
    const ignore = readFileSync(join(root, '.dockerignore'), 'utf8');
    expect(ignore).toMatch(
      /^# From the \.dockerignore before this one\.\nsecrets\/\n\n# What no build reads/,
    );
    const written = await readTree(root);
    expect((await run()).code).toBe(0);
    expect(await readTree(root)).toEqual(written);
  });
});
