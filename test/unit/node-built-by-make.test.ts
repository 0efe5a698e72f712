import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { builtByMake } from '../../src/stacks/node/built-by-make.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { makeRepo } from '../support/repo.ts';

const built = (makefile: string) => {
  const repo = openInventory(makeRepo({ 'package.json': '{"name":"x"}', Makefile: makefile }));
  return builtByMake(repo, readPackage(repo, '') as Package);
};

it.each([
  ['dev:\n\tnode x.js\n\nbuild:\n\t@touch a.js\n\tnode x.js build\n', 'node x.js build', 'Makefile:6'],
  [
    'build: deps\n# all of it\n\t@npx esbuild src/a.js --outfile=dist/a.js\n',
    'npx esbuild src/a.js --outfile=dist/a.js',
    'Makefile:3',
  ],
  ['build:\n\t./node_modules/.bin/webpack\nrun:\n\tnode x.js', './node_modules/.bin/webpack', 'Makefile:2'],
])('%j builds', (makefile, line, from) => {
  expect(built(makefile)).toEqual({ line, from });
});

it.each([
  '',
  'build:\n\tnpm run compile\n',
  'build:\n\tdocker build .\nrun:\n\tnode x.js\n',
  'build:\n\tnode x.js $(ARGS)\n',
  'build:\n\tnode -e "x"\n',
  'build := node x.js\n\tnode x.js\n',
  'build-docs:\n\tnode docs.js\n',
])('%j has no program of the package that builds', (makefile) => {
  expect(built(makefile)).toBeUndefined();
});

it('reads a hostile file in time', () => {
  const began = Date.now();
  built(`build:\n\tnode ${'a '.repeat(400_000)}$\n${'\tnode -\n'.repeat(20_000)}`);
  expect(Date.now() - began).toBeLessThan(1000);
});
