import { describe, expect, it } from 'vitest';
import { checkImage, checkName, checkPackages, checkPort, splitImage } from '../../src/answers/kinds.ts';

describe('names', () => {
  it.each(['a', 'my-svc', 'svc2', 'a'.repeat(63)])('takes %j', (name) => {
    expect(checkName(name)).toBeUndefined();
  });

  it.each([
    '',
    'a'.repeat(64),
    '/etc/passwd',
    '..',
    '.',
    'a/b',
    'a b',
    'a"b',
    "a'b",
    'a\nb',
    ';rm -rf /',
    '$(id)',
    '{{x}}',
    '${{x}}',
    'naïve',
    '服务',
    'UPPER',
    '-a',
    'a-',
    '1a',
    'a_b',
    'a\u0000',
  ])('refuses %j', (name) => {
    expect(checkName(name)).toMatch(/^a name /);
  });
});

describe('ports', () => {
  it.each(['1', '80', '8080', '65535'])('takes %s', (port) => {
    expect(checkPort(port)).toBeUndefined();
  });

  it.each(['', '0', '65536', '99999', '-1', '08', '1e3', '3000;x', ' 80', '0x50'])('refuses %j', (port) => {
    expect(checkPort(port)).toBe('a port is a whole number from 1 to 65535');
  });
});

describe('packages', () => {
  it.each(['libpq5', 'libpq5,zlib1g', 'libstdc++6'])('takes %s', (names) => {
    expect(checkPackages(names)).toBeUndefined();
  });

  it.each([
    ['', '"" is no name of a Debian package'],
    ['libpq5,', '"" is no name of a Debian package'],
    ['libpq5, zlib1g', '" zlib1g" is no name of a Debian package'],
    ['libpq5,zlib1g,libpq5', 'libpq5 is there twice'],
  ])('refuses %j', (names, problem) => {
    expect(checkPackages(names)).toBe(problem);
  });
});

describe('image names', () => {
  it.each(['my-svc', 'acme/my-svc', 'ghcr.io/acme/my-svc', 'localhost:5000/x', 'a.b-c.io:443/x/y__z/a-b.c'])(
    'takes %s',
    (image) => {
      expect(checkImage(image)).toBeUndefined();
    },
  );

  it.each([
    'host:99999/x',
    'host:0/x',
    '',
    'My-Svc',
    'ghcr.io/acme/x:latest',
    'x@sha256:abc',
    'ghcr.io/',
    '/x',
    'a//b',
    'a b',
    'x;y',
    '${{ github.token }}',
    'ghcr.io/a\nb',
    'https://ghcr.io/a',
    'a'.repeat(256),
  ])('refuses %j', (image) => {
    expect(checkImage(image)).toBeTypeOf('string');
  });

  it('takes the first part for a registry only if it looks like a host', () => {
    expect(splitImage('acme/x')).toEqual({ ref: 'acme/x', registry: 'docker.io', repository: 'acme/x' });
    expect(splitImage('x')).toEqual({ ref: 'x', registry: '', repository: 'x' });
    expect(splitImage('ghcr.io/acme/x')).toMatchObject({ registry: 'ghcr.io', repository: 'acme/x' });
    expect(splitImage('localhost/x')).toMatchObject({ registry: 'localhost', repository: 'x' });
    expect(splitImage('host:5000/x')).toMatchObject({ registry: 'host:5000', repository: 'x' });
  });
});
