import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { leavesRepository } from '../../src/stacks/node/leaves-repository.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { makeRepo } from '../support/repo.ts';

const outside = (scripts: Readonly<Record<string, string>>, dir = '') => {
  const path = dir === '' ? 'package.json' : `${dir}/package.json`;
  const repo = openInventory(makeRepo({ [path]: JSON.stringify({ scripts }) }));
  return leavesRepository(readPackage(repo, dir) as Package, 'build');
};

const calls = (name: string) => Array.from({ length: 150 }, () => `npm run ${name}`).join(' && ');

it.each<[string, string | undefined]>([
  ['rm -rf build && cd ../client/ && npm run build && cp -r build ../server', '../client/'],
  ['cd client && cd ../../other && npm run build', '../../other'],
  ['npm --prefix ../client run build', '../client'],
  ['yarn --cwd=../client build', '../client'],
  ['cp -r ../client/dist .', '../client/dist'],
  ['cd client && npm run build && cd .. && cp -r client/dist public', undefined],
  ['cd client && npm run build && cp -r dist ../public', undefined],
  ['tsc && cp -r views dist', undefined],
  // That is made where it is not there.
  ['vite build --outDir ../public', undefined],
  ['cp -r dist ../server', undefined],
  ['test -d ../client && cd ../client && npm run build', undefined],
  ['(cd ../client && npm run build) || true', undefined],
  ['cd packages/@acme/web && vite build && cd ../../.. && tsc -p .', undefined],
  ['cd packages/@acme/web && vite build && cd ../../../.. && tsc -p .', '../../../..'],
  // Nobody knows where that goes.
  ['cd ${WEB_DIR:-web} && npm run build && cd .. && tsc', undefined],
  ['cd "$WEB" && npm run build && cd .. && tsc', undefined],
  ['cd web && npm run build && cd - && cp -r ../web/dist public', undefined],
  ['cd /srv && cp -r ../web public', undefined],
  // What fails before a semicolon fails nothing.
  ['cp ../.env .env; tsc -p .', undefined],
  ['tsc -p . && tar -czf build.tgz -C ../assets .; true', undefined],
  ['rm -rf build; cp -r ../client/dist public;', '../client/dist'],
  ['cd ../client; npm run build', '../client'],
])('%s', (build, found) => {
  expect(outside({ build })).toBe(found);
});

it('goes through the scripts that it calls', () => {
  expect(outside({ build: 'npm run pages && tsc', pages: 'cd ../pages && npm run build' })).toBe('../pages');
  expect(outside({ build: 'npm run build', pages: 'cd ../pages' })).toBeUndefined();
});

it('knows the directories of the repository', () => {
  expect(outside({ build: 'cd ../client && npm run build' }, 'server')).toBeUndefined();
  expect(outside({ build: 'cd ../../client && npm run build' }, 'server')).toBe('../../client');
});

it('goes through each script once', () => {
  const scripts = { build: calls('b'), b: calls('c'), c: calls('d'), d: calls('e'), e: 'npm run build' };
  expect(outside(scripts)).toBeUndefined();
  expect(outside({ ...scripts, e: 'cd ../client && npm run build' })).toBe('../client');
});

it('reads a hostile line in time', () => {
  expect(outside({ build: `cp ${'../x '.repeat(100_000)}` })).toBeUndefined();
});
