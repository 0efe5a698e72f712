import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import type { Locked } from '../../src/stacks/node/locked-packages.ts';
import { readNext } from '../../src/stacks/node/next.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { makeRepo } from '../support/repo.ts';

const lockOf = (version: string): readonly Locked[] => [
  { name: 'next', version, needs: [], takes: [], os: [], optional: false },
];

function read(next: string, { type = 'module', config = '', locked = '', inWorkspace = false } = {}) {
  const repo = openInventory(
    makeRepo({
      'package.json': JSON.stringify({ type, dependencies: { next } }),
      'next.config.mjs': `export default { ${config} };\n`,
    }),
  );
  const own = readPackage(repo, '') as Package;
  const found = readNext(repo, own, inWorkspace, locked === '' ? [] : lockOf(locked));
  const file = found.steps.find((step) => 'file' in step);
  return { ...found, settings: /\.\.\.given, (.*) \}\);/.exec(file?.content ?? '')?.[1] };
}

describe('the server that Next gathers', () => {
  it.each<[string, Parameters<typeof read>[1]]>([
    ['12.2.5', {}],
    ['~12.1.0', {}],
    ['^12.0.7', {}],
    ['^12.0.7', { locked: '12.1.6' }],
    ['12.3.4', { config: "output: 'standalone'" }],
  ])('of %s is mistaken for an ES module', (range, given) => {
    expect(read(range, given)).toMatchObject({ standalone: true, mistaken: true });
  });

  it.each<[string, Parameters<typeof read>[1]]>([
    ['12.2.5', { type: 'commonjs' }],
    ['13.0.0', {}],
    ['>=12', { locked: '13.5.6' }],
    ['16', {}],
    ['latest', {}],
    ['canary', {}],
  ])('of %s is not', (range, given) => {
    expect(read(range, given)).toMatchObject({ standalone: true, mistaken: false });
  });

  it.each<[string, Parameters<typeof read>[1], string | undefined]>([
    ['12.1.6', {}, 'experimental: { ...given.experimental, outputStandalone: true }'],
    [
      '^12.0.4',
      { locked: '12.0.10', config: "output: 'standalone'", inWorkspace: true },
      "experimental: { ...given.experimental, outputStandalone: true, outputFileTracingRoot: '/app' }",
    ],
    ['^12.0.4', {}, "output: 'standalone'"],
    ['12.2.0', { config: "output: 'standalone'" }, undefined],
    [
      '14',
      { inWorkspace: true },
      "output: 'standalone', experimental: { ...given.experimental, outputFileTracingRoot: '/app' }",
    ],
    ['15.0.0', { inWorkspace: true }, "output: 'standalone', outputFileTracingRoot: '/app'"],
  ])('of %s is asked for by the name that it has there', (range, given, settings) => {
    expect(read(range, given).settings).toBe(settings);
  });

  it('is none before there was one', () => {
    expect(read('12.0.3').standalone).toBe(false);
    expect(read('^12.0.0', { locked: '12.0.1' }).standalone).toBe(false);
    expect(read('^11.1.0').standalone).toBe(false);
  });
});
