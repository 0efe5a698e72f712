import { expect, it } from 'vitest';
import { cli } from '../support/cli.ts';

it('prints the catalog and the pairs as data', async () => {
  const { code, stdout } = await cli(['bases']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^gcr\.io\/distroless\/cc-debian13:nonroot +debian13 +glibc 2\.41 .* 65532 /m);
  expect(stdout).toMatch(/^go scratch +golang:1\.26-trixie +scratch /m);
});

it('prints one object with --json', async () => {
  const { stdout } = await cli(['bases', '--json']);
  const { ok, images, pairs } = JSON.parse(stdout);
  expect(ok).toBe(true);
  expect(images).toContainEqual(
    expect.objectContaining({
      name: 'gcr.io/distroless/nodejs24-debian13',
      entrypoint: ['/nodejs/bin/node'],
    }),
  );
  expect(pairs).toContainEqual(
    expect.objectContaining({ stack: 'go', target: 'scratch', runtime: 'scratch' }),
  );
});
