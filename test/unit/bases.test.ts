import { describe, expect, it } from 'vitest';
import { catalog } from '../../src/bases/catalog.ts';
import { findBase } from '../../src/bases/find.ts';
import { misfit } from '../../src/bases/fits.ts';
import { listPairs } from '../../src/bases/pairs.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';

const stacks = await loadAllStacks();
const base = (name: string) => catalog.find((image) => image.name === `gcr.io/distroless/${name}`)!;
const builder = (ref: string) => findBase(ref)!;

describe.each(listPairs(stacks))('$stack $target', ({ stack, target, build, runtime }) => {
  const { link, debug } = stacks.find(({ id }) => id === stack)!.targets[target]!;

  it('is a pair of images in the catalog that fit', () => {
    expect(findBase(build)).toMatchObject({ role: 'builder' });
    expect(runtime === 'scratch' || findBase(runtime)?.role === 'runtime').toBe(true);
    expect(findBase(debug)).toMatchObject({ role: 'runtime' });
    expect(misfit(builder(build), findBase(runtime), link)).toBeUndefined();
  });
});

it.each(
  stacks
    .flatMap(({ id, managers }) => Object.entries(managers).map(([name, { image }]) => ({ id, name, image })))
    .filter(({ image }) => image !== ''),
)('$id $name comes from a builder image in the catalog', ({ image }) => {
  expect(findBase(image)).toMatchObject({ role: 'builder' });
});

describe('a pair that does not fit', () => {
  const old = { ...base('cc-debian13'), name: 'old', glibc: '2.36', libstdcxx: '12.2.0' };
  const golang = builder('golang:1.26-trixie');
  it.each([
    ['dynamic on scratch', golang, undefined, 'glibc', 'scratch has no loader'],
    ['dynamic on static', golang, base('static-debian13'), 'glibc', 'has no libc'],
    ['a newer glibc', golang, old, 'glibc', 'links against glibc 2.41, old has 2.36'],
    ['a newer libstdc++', golang, { ...old, glibc: '2.41' }, 'cxx', 'libstdc++, old has 12.2.0'],
    ['C++ on base', golang, base('base-debian13'), 'cxx', 'no libstdc++'],
    [
      'another minor',
      {
        ...base('python3-debian13'),
        name: 'python:3.14',
        interpreter: { language: 'Python', version: '3.14', path: '' },
      },
      base('python3-debian13'),
      'interpreted',
      'runs Python 3.13, python:3.14 prepares for Python 3.14',
    ],
    ['another language', golang, base('python3-debian13'), 'interpreted', 'runs Python 3.13'],
    ['no interpreter', golang, base('cc-debian13'), 'interpreted', 'no interpreter'],
  ] as const)('%s', (_, build, runtime, link, reason) => {
    expect(misfit(build, runtime, link)).toContain(reason);
  });

  it('an older glibc is none', () => {
    expect(
      misfit({ ...golang, glibc: '2.36', libstdcxx: '12.2.0' }, base('cc-debian13'), 'cxx'),
    ).toBeUndefined();
  });
});

it('every image has its source, and a date that is one', () => {
  for (const { source, eol, architectures } of catalog) {
    expect(source).toMatch(/^[\w.-]+\/[\w.-]+:\S+$|^https:/);
    expect(eol.date ?? '2000-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(architectures).toEqual(expect.arrayContaining(['amd64', 'arm64']));
  }
});
