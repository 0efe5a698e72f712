import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { loneServer } from '../../src/stacks/node/lone-server.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { makeRepo } from '../support/repo.ts';

const listens = "import express from 'express';\nexpress().listen(9000);\n";
const found = (files: Readonly<Record<string, string>>) => {
  const repo = openInventory(makeRepo({ 'package.json': '{}', ...files }));
  return loneServer(repo, readPackage(repo, '') as Package)?.start.entry;
};

it('starts the only file beside package.json that listens', () => {
  expect(found({ 'express.js': listens, 'jest.config.js': 'export default {};', 'src/a.js': '' })).toBe(
    'express.js',
  );
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['two', { 'a.js': listens, 'b.mjs': listens }],
  ['a demonstration', { 'demo.js': listens, 'example-two.js': listens, 'mock.js': listens }],
  ['settings of a tool', { 'karma.conf.js': listens }],
  ['one below', { 'src/express.js': listens }],
  ['none that listens', { 'a.js': 'export const a = 1;' }],
])('not %s', (_, files) => {
  expect(found(files)).toBeUndefined();
});
