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

const developers = { devDependencies: { express: '5', rollup: '4' } };
const ofPackage = `import card from './api/index.js';\n${listens}`;
const withManifest = (manifest: object, name: string, text: string) =>
  found({ 'package.json': JSON.stringify(manifest), [name]: text });

it.each<[string, object, string]>([
  ['serves its own code by a development dependency', { ...developers, main: 'src/index.js' }, ofPackage],
  ['has what serves as a dependency', { ...developers, dependencies: { express: '5' } }, listens],
  ['needs nothing', {}, "require('http').createServer().listen(3000);"],
])('starts what %s', (_, manifest, text) => {
  expect(withManifest(manifest, 'express.js', text)).toBe('express.js');
});

it.each<[string, object, string]>([
  ['serves files by a development dependency', developers, listens],
  ['bundles as it serves', developers, `import config from './webpack.config.js';\n${listens}`],
  ['serves fixtures', developers, `import all from './test/fixtures/all.js';\n${listens}`],
  ['serves files beside a library', developers, "require('http').createServer().listen(3000);"],
  ['shows a published library', { ...developers, files: ['src'] }, ofPackage],
])('is no tool that %s', (_, manifest, text) => {
  expect(withManifest(manifest, 'pages.js', text)).toBeUndefined();
});

it.each([
  'fixtures-server.js',
  'server.karma.js',
  'mockServer.js',
  'my-dev-server.js',
  'static-server.js',
  'proxy_server.js',
])('is no tool by its name: %s', (name) => {
  expect(withManifest({ dependencies: { express: '5' } }, name, ofPackage)).toBeUndefined();
});

it.each(['device.js', 'latest-news.js', 'proxy.js'])(
  'is what has such letters in another word: %s',
  (name) => {
    expect(withManifest({ dependencies: { express: '5' } }, name, ofPackage)).toBe(name);
  },
);
