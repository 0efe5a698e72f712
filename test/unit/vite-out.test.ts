import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { findFrontend } from '../../src/stacks/frontend/frontend.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { viteOut, viteRoot } from '../../src/stacks/static/vite-out.ts';
import { makeRepo } from '../support/repo.ts';

type Files = Readonly<Record<string, string>>;

const open = (build: string, files: Files) =>
  openInventory(makeRepo({ 'web/package.json': JSON.stringify({ scripts: { build } }), ...files }));

function out(build: string, files: Files): readonly (string | undefined)[] {
  const repo = open(build, files);
  const pkg = readPackage(repo, 'web') as Package;
  return [viteOut(repo, pkg, build)?.value, viteRoot(repo, pkg, build)];
}

describe('where Vite puts the files', () => {
  it.each<[string, string, Files, string | undefined, string]>([
    [
      'settings of another name',
      'vite build -c vite.prod.ts',
      { 'web/vite.prod.ts': "outDir: 'out'" },
      'out',
      '',
    ],
    [
      'settings in a directory, whose root is that of the package',
      'tsc && vite build --config=./config/vite.js',
      { 'web/config/vite.js': "outDir: 'out'" },
      'out',
      '',
    ],
    [
      'the directory of the settings',
      'vite -c config/vite.js build',
      {
        'web/config/vite.js':
          "root: path.resolve(__dirname, '../src'),\noutDir: path.resolve(__dirname, '../out')",
      },
      'out',
      'src',
    ],
    [
      'a root',
      'vite build --config config/vite.js',
      { 'web/config/vite.js': "root: 'src',\nbuild: { outDir: '../out' }" },
      'out',
      'src',
    ],
    [
      'the settings of the usual name, as others are of another build',
      'vite build && vite build -c vite.server.ts',
      { 'web/vite.config.ts': "outDir: 'pages'", 'web/vite.server.ts': "outDir: 'server'" },
      'pages',
      '',
    ],
    [
      'those of another tool',
      'vite-node -c vite.server.ts build.ts && vite build',
      { 'web/vite.server.ts': "outDir: 'server'" },
      undefined,
      '',
    ],
    [
      'settings that are not there',
      'vite build -c made.ts',
      { 'web/vite.config.ts': "outDir: 'a'" },
      'a',
      '',
    ],
    ['nothing', 'vite build', { 'web/vite.config.ts': 'export default {}' }, undefined, ''],
  ])('by %s', (_, build, files, dir, root) => {
    expect(out(build, files)).toEqual([dir, root]);
  });

  it.each([
    ['vite build -c vite.prod.ts', '../static', 'static'],
    ['vite build -c vite.prod.ts', 'out', 'web/out'],
    ['rollup -c vite.prod.ts', 'out', 'web/dist'],
  ])('%s with %s: a program takes its pages from %s', (build, outDir, output) => {
    const repo = open(build, { 'web/vite.prod.ts': `outDir: '${outDir}'` });
    expect(findFrontend('static', repo)?.output ?? '').toBe(output);
  });
});
