import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/node/detect.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { resolveStart } from '../../src/stacks/node/start.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'node') as (typeof stacks)[number];
const listening = "require('http').createServer().listen(3000);\n";

function notes(line: string, more: Record<string, string> = {}): readonly string[] {
  const scripts = { start: line, ...more };
  const repo = openInventory(
    makeRepo({
      'package.json': JSON.stringify({ dependencies: { express: '5' }, scripts }),
      'web.js': listening,
      'api/index.js': listening,
      'sass.js': '',
    }),
  );
  const [found] = detector.detect({ repo, stack, stacks, hints: readHints(repo, {}) });
  if (found?.found !== 'service') throw new Error(JSON.stringify(found));
  return found.notes.filter((note) => note.includes('alone'));
}

function started(line: string, scripts: Record<string, string>) {
  const pkg = { scripts: { ...scripts, start: line } };
  const repo = openInventory(makeRepo({ 'package.json': JSON.stringify(pkg), 'web.js': listening }));
  return resolveStart(repo, readPackage(repo, '') as Package, 'npm run start');
}

const two = { migrate: 'node migrate.js', serve: 'node web.js', api: 'node api/index.js' };

describe('a start of several programs', () => {
  it.each([
    'run-s migrate serve',
    'npm-run-all migrate serve',
    'npm-run-all --parallel api --sequential migrate serve',
    'npm-run-all -s migrate serve -- --fast',
  ])('starts the last of a sequence: %s', (line) => {
    const start = started(line, two);
    expect(start?.entry).toBe('web.js');
    expect(start?.before).toContainEqual(['npm', 'run', 'migrate']);
    expect(start?.beside).toBeUndefined();
  });

  it.each([
    'run-p serve api',
    'npm-run-all migrate --parallel serve api',
    'npm-run-all migrate -lp serve api',
  ])('starts the first of those that run at once: %s', (line) => {
    const start = started(line, two);
    expect([start?.entry, start?.beside]).toEqual(['web.js', ['api/index.js']]);
    expect(start?.before).toEqual(line.startsWith('run-p') ? [] : [['npm', 'run', 'migrate']]);
  });

  it('has no start where the last of a sequence is none', () => {
    expect(started('run-s serve missing', two)).toBeUndefined();
  });

  it('finds a program beside a script that calls all, itself too', () => {
    const scripts = { 'start:all': 'run-p start:*', 'start:web': 'node web.js' };
    expect(started('run-p start:*', scripts)?.entry).toBe('web.js');
  });

  it.each([
    ['run-p', 'run-p start:*'],
    ['run-s', 'run-s start:*'],
    ['concurrently', 'concurrently "npm:start:*"'],
    ['a long line', `run-p ${'start:* s* '.repeat(300)}`],
    ['a chain', 'npm run start:1 && npm-run-all -p start:* **'],
  ])('ends where scripts call each other by %s', (_, line) => {
    const scripts = Object.fromEntries(Array.from({ length: 60 }, (__, at) => [`start:${at}`, line]));
    const began = Date.now();
    expect(started(line, scripts)).toBeUndefined();
    expect(Date.now() - began).toBeLessThan(1000);
  });

  it.each<[string, Record<string, string>?]>([
    ['concurrently "node web.js" "node --import ./x.js api/index.js"'],
    ['npm-run-all --parallel start:*', { 'start:web': 'node web.js', 'start:api': 'node api/index' }],
    [
      'concurrently "npm:start:*"',
      { 'start:web': 'node web.js', 'start:api': 'node api/index', 'start:dev:pages': 'node sass.js' },
    ],
    ['run-p web api', { web: 'node web.js', api: 'node api/index.js' }],
  ])('says which the image does not start: %s', (line, more) => {
    expect(notes(line, more).join()).toMatch(
      /^package\.json: scripts\.start starts api\/index(?:\.js)? too: the image starts web\.js alone$/,
    );
  });

  it.each<[string, Record<string, string>?]>([
    ['node web.js'],
    ['concurrently "node web.js" "vite"'],
    ['concurrently "node web.js" "sass --watch styles"'],
    ['concurrently "npm run web" "node web.js"', { web: 'node web.js' }],
    ['run-p start:*', { 'start:web': 'node web.js', 'start:web:api': 'node api/index.js' }],
    ['run-p web check', { web: 'node web.js', check: 'tsc --noEmit -w' }],
  ])('has nothing to say of %s', (line, more) => {
    expect(notes(line, more)).toEqual([]);
  });
});
