import { expect, it } from 'vitest';
import { sourceNamed } from '../../src/stacks/node/source-named.ts';

it.each<[string, string | undefined]>([
  ['dist/server.js', 'src/server.ts'],
  ['dist/app.service.cjs', 'src/app.service.mts'],
  ['dist/www', 'bin/www'],
  ['dist/page.js', 'src/page.tsx'],
  ['dist/app.js', undefined],
])('%s is made of %s', (built, source) => {
  const sources = ['src/server.ts', 'src/app.service.mts', 'bin/www', 'src/page.tsx', 'src/app.config.ts'];
  expect(sourceNamed(sources, built)).toBe(source);
});
