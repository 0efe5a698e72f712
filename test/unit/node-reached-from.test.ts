import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { reachedFrom } from '../../src/stacks/node/reached-from.ts';
import { makeRepo } from '../support/repo.ts';

const reached = (text: string) => {
  const repo = openInventory(makeRepo({ 'package.json': '{}', 'i.js': text, 'a.js': '', 'b.js': '' }));
  return reachedFrom(repo, readPackage(repo, '') as Package, 'i.js');
};

it.each([
  "import './a.js';",
  "await import ( './a.js' );",
  "const a = require('./a');",
  "import x from './a'",
])('follows %s', (text) => {
  expect(reached(text)).toEqual(['i.js', 'a.js']);
});

it('leaves types', () => {
  expect(reached("  import type { A } from './a';\nimport './b.js';")).toEqual(['i.js', 'b.js']);
});

it.each([' ', '\n', '\t'])('reads a hostile file in time: %j', (space) => {
  expect(reached(`import${space.repeat(900_000)}x`)).toEqual(['i.js']);
});
