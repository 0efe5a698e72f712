import { describe, expect, it } from 'vitest';
import { labels } from '../../src/verify/checks/labels.ts';
import { labelProblem } from '../../src/verify/labels/problem.ts';
import { isSpdxExpression } from '../../src/verify/labels/spdx.ts';
import { imageOf, subjectOf } from '../support/image.ts';

const prefix = 'org.opencontainers.image.';
const good = { title: 'x', version: '1.2.3', revision: 'abc', created: '2026-01-02T03:04:05Z' };
const built = { ms: 1, succeeded: true, steps: [], tail: [] };

async function check(own: Record<string, string | undefined>, isBuilt = true) {
  const pairs = Object.entries({ ...good, ...own }).flatMap(([key, value]) =>
    value === undefined ? [] : [[prefix + key, value] as const],
  );
  const image = await imageOf({}, { Labels: Object.fromEntries(pairs) });
  return labels.run(subjectOf(image, isBuilt ? { build: built } : {}));
}

describe('labels', () => {
  it.each([
    ['all that is wanted', {}, 'pass'],
    [
      'what a local build of ours writes',
      { version: 'dev', revision: 'unknown', created: '1970-01-01T00:00:00Z' },
      'pass',
    ],
    ['an empty licence, as docker/metadata-action writes it', { licenses: '' }, 'pass'],
    ['a description with a dollar', { description: 'saves $MONEY' }, 'pass'],
    ['no revision', { revision: undefined }, 'warn'],
    ['an empty version', { version: ' ' }, 'warn'],
    ['a variable that was not replaced', { version: '${VERSION}' }, 'fail'],
    ['a date that is none', { created: 'yesterday' }, 'fail'],
    ['a source that is no URL', { source: 'github.com/acme/x' }, 'fail'],
  ] as const)('with %s', async (_, own, status) => {
    expect(await check(own)).toMatchObject({ status });
  });

  it('of an image that was given must not be placeholders', async () => {
    expect(await check({ revision: 'unknown' }, false)).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('not told its revision'),
      hint: expect.stringContaining('--build-arg COMMIT'),
    });
    expect(await check({}, false)).toMatchObject({ status: 'pass' });
  });

  it('that are missing come as lines to add', async () => {
    const finding = await check({ title: undefined, version: undefined });
    expect(finding.message).toBe(`no label ${prefix}title, ${prefix}version`);
    expect(finding.hint).toContain(
      `ARG VERSION=dev\nLABEL ${prefix}title="my-svc" \\\n      ${prefix}version="$VERSION"`,
    );
  });
});

describe('a label is right', () => {
  it.each([
    ['created', '2026-02-28T23:59:59.123+02:00'],
    ['source', 'https://github.com/acme/app.git'],
    ['source', 'git+ssh://git@example.com/app'],
    ['licenses', 'Apache-2.0 OR MIT'],
    ['base.digest', `sha256:${'a'.repeat(64)}`],
    ['base.name', 'localhost:5000/a/b-c:1.2@sha256:abc'],
    ['version', 'v1.2.3-rc.1+build'],
    ['title', 'Price: 5$'],
  ])('%s=%s', (key, value) => {
    expect(labelProblem(prefix + key, value)).toBeUndefined();
  });
});

describe('a label is wrong', () => {
  it.each([
    ['created', '2026-02-30T00:00:00Z', 'RFC 3339'],
    ['created', '2026-01-02 03:04:05Z', 'RFC 3339'],
    ['created', '2026-01-02T25:04:05Z', 'RFC 3339'],
    ['created', '1767323045', 'RFC 3339'],
    ['created', 'Fri Jan  2 03:04:05 UTC 2026', 'RFC 3339'],
    ['source', 'git@github.com:acme/x.git', 'no URL'],
    ['url', 'https://', 'no URL'],
    ['source', 'https://user:token@github.com/acme/x', 'credentials'],
    ['source', 'https://ghp_token@github.com/acme/x', 'credentials'],
    ['licenses', 'Apache 2.0', 'SPDX'],
    ['licenses', 'MIT, ISC', 'SPDX'],
    ['revision', '$COMMIT', 'never replaced'],
    ['version', '{{ .Version }}', 'never replaced'],
    ['created', '$(date)', 'never replaced'],
    ['title', '<no value>', 'never replaced'],
    ['base.digest', 'latest', 'no digest'],
    ['base.name', 'no such name', 'no image reference'],
  ])('%s=%s', (key, value, problem) => {
    expect(labelProblem(prefix + key, value)).toContain(problem);
  });

  it('only where the spec says what it means', () => {
    expect(labelProblem('com.example.created', '$NOW')).toBeUndefined();
  });
});

describe('an SPDX expression', () => {
  it.each([
    'MIT',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    '(MIT AND (Apache-2.0 OR BSD-3-Clause))',
    'LicenseRef-acme',
    'DocumentRef-a:LicenseRef-b OR MIT',
    'GPL-2.0+',
    'NOASSERTION',
  ])('is %s', (text) => {
    expect(isSpdxExpression(text)).toBe(true);
  });

  it.each([
    '',
    'MIT OR',
    'OR MIT',
    '(MIT',
    'MIT)',
    'MIT MIT',
    '()',
    'MIT/Apache-2.0',
    '(MIT) WITH x',
    'see LICENSE file',
  ])('is not %s', (text) => {
    expect(isSpdxExpression(text)).toBe(false);
  });
});
