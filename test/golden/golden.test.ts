import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newGenerator } from '../../src/generators/new.ts';
import { basePath, decodeBase } from '../../src/update/base.ts';
import { emptyDir, readTree } from '../support/cli.ts';
import { listVariants } from '../support/variants.ts';

const goldenDir = (variant: string) => join(import.meta.dirname, 'tree', variant);

/** What a user gets, to be reviewed as a diff: `vitest run --project golden --update` records it anew. */
describe.each(await listVariants())('$name', ({ name: variant, answers }) => {
  it('is the reviewed tree', async () => {
    const root = join(emptyDir(), 'demo');
    const flags = { ...answers, image: 'ghcr.io/acme/demo' };
    const request = { cwd: '/', dir: root, flags, yes: true, dryRun: false, force: false };
    const generator = newGenerator(request, { signal: new AbortController().signal });
    const { changes } = await generator.run(await generator.prompts());

    const paths = changes.items.map(({ path }) => path).filter((path) => path !== basePath);
    for (const { path, content } of changes.items) {
      if (path === basePath) continue;
      await expect(content.toString('utf8')).toMatchFileSnapshot(join(goldenDir(variant), stored(path)));
    }
    // A file that is no longer generated must leave the golden tree too.
    const golden = existsSync(goldenDir(variant)) ? Object.keys(await readTree(goldenDir(variant))) : [];
    expect(golden.toSorted()).toEqual(paths.map(stored).toSorted());

    const managed = changes.items.filter(({ path, owner }) => owner === 'managed' && path !== basePath);
    const base = changes.items.find(({ path }) => path === basePath);
    expect(Object.fromEntries(decodeBase(base?.content as Buffer).managed)).toEqual(
      Object.fromEntries(managed.map(({ path, content }) => [path, content.toString('utf8')])),
    );
  });
});

/** Under their own names these files would act on this repository: git, formatters, Go tooling. */
function stored(path: string): string {
  return `${path}.txt`;
}
