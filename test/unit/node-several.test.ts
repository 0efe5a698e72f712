import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/node/detect.ts';
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

describe('a start of several programs', () => {
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
