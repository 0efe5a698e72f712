import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { asksGit } from '../../src/stacks/node/asks-git.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { makeRepo } from '../support/repo.ts';

function asked(build: string, files: Readonly<Record<string, string>>): boolean {
  const repo = openInventory(
    makeRepo({ 'web/package.json': JSON.stringify({ scripts: { build } }), ...files }),
  );
  return asksGit(repo, readPackage(repo, 'web') as Package);
}

const call = "const sha = execSync('git rev-parse --short HEAD').toString()";

describe('a build that asks git', () => {
  it.each([
    ['settings', 'vite build', { 'web/vite.config.ts': call }],
    ['a build id', 'next build', { 'web/next.config.mjs': `generateBuildId: () => { ${call} }` }],
    ['a try that is over', 'vite build', { 'web/vite.config.ts': `try { x() } catch { y() }\n${call}` }],
    ['a package', 'vite build', { 'web/vite.config.js': "import { short } from 'git-rev-sync'" }],
    [
      'a file that the script runs',
      'node scripts/version.mjs && vite build',
      { 'web/scripts/version.mjs': call },
    ],
    ['the script', 'git rev-parse HEAD > src/rev && vite build', {}],
  ])('%s', (_, build, files) => expect(asked(build, files)).toBe(true));

  it.each([
    ['caught', 'vite build', { 'web/vite.config.ts': `try { const o = {}; ${call} } catch {}` }],
    ['with another way', 'vite build', { 'web/vite.config.ts': call.replace('HEAD', 'HEAD || echo 0') }],
    ['not called', 'vite build', { 'web/vite.config.ts': '', 'web/scripts/release.js': call }],
    ['of another package', 'vite build', { 'docs/vite.config.ts': call }],
    ['in a variable', 'SHA=$(git rev-parse HEAD) vite build', {}],
  ])('not: %s', (_, build, files) => expect(asked(build, files)).toBe(false));

  it('reads a hostile file in time', () => {
    const started = Date.now();
    const files = { 'web/vite.config.ts': "try {execSync('git'".repeat(50_000) };
    expect(asked('vite build', files)).toBe(false);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
