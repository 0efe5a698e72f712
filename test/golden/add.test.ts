import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { copyApp, listApps, type App } from '../support/apps.ts';
import { readTree } from '../support/cli.ts';
import { captured } from '../support/captured.ts';

const goldenDir = (app: string) => join(import.meta.dirname, 'tree/add', app);
/** The same for every repository; the golden trees of `new` have them. */
const common = /^\.distroless\/|^\.github\/|^README\.md$/;

type Output = {
  readonly answers: Readonly<Record<string, { readonly value: string; readonly from: string }>>;
  readonly needs: readonly ({ readonly env: string } | { readonly service: string })[];
};

const run = (root: string, { flags }: App) =>
  captured(() => main(['add', root, '--yes', '--json', ...flags], new AbortController().signal));

describe.each(listApps().filter(({ exit }) => exit !== 0))('$name', (app) => {
  it('is refused, and nothing is written', async () => {
    const root = await copyApp(app);
    const before = await readTree(root);
    const { code, stdout, stderr } = await run(root, app);
    expect({ code, stderr, stdout }).toMatchObject({ code: app.exit });
    expect(stdout).toContain(app.says ?? '');
    expect(await readTree(root)).toEqual(before);
  });
});

/** What `add` makes of each repository, to be reviewed as a diff: `vitest run --project golden --update` records it anew. */
describe.each(listApps().filter(({ exit }) => exit === 0))('$name', (app) => {
  it('is containerized as reviewed', async () => {
    const root = await copyApp(app);
    const before = await readTree(root);
    const { code, stdout, stderr } = await run(root, app);
    expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
    const after = await readTree(root);
    const written = Object.keys(after).filter((path) => after[path] !== before[path]);
    // Nothing of theirs is changed.
    expect(written.filter((path) => path in before)).toEqual([]);
    const output = JSON.parse(stdout) as Output;
    const found = Object.fromEntries(
      Object.keys(app.finds).map((id) => [
        id,
        output.answers[id] && [output.answers[id].value, output.answers[id].from],
      ]),
    );
    expect(found).toEqual(
      Object.fromEntries(
        Object.entries(app.finds).map(([id, [value, from]]) => [
          id,
          [String(value), expect.stringContaining(from) as string],
        ]),
      ),
    );
    const needs = output.needs.map((need) => ('env' in need ? need.env : need.service));
    expect(needs).toEqual(expect.arrayContaining([...app.needs]));

    const reviewed = written.filter((path) => !common.test(path));
    for (const path of reviewed) {
      await expect(after[path]).toMatchFileSnapshot(join(goldenDir(app.name), `${path}.txt`));
    }
    const golden = existsSync(goldenDir(app.name)) ? Object.keys(await readTree(goldenDir(app.name))) : [];
    expect(golden.toSorted()).toEqual(reviewed.map((path) => `${path}.txt`).toSorted());

    // A second run has nothing to say.
    const again = await run(root, app);
    const { files } = JSON.parse(again.stdout) as { files: { action: string }[] };
    expect(files.filter(({ action }) => action !== 'identical' && action !== 'skip')).toEqual([]);
    expect(await readTree(root)).toEqual(after);
  });
});
