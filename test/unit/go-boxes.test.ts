import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import type { Service } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import type { Step } from '../../src/recipe/types.ts';
import { detector } from '../../src/stacks/go/detect.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'go');
if (!stack) throw new Error('no stack');

type Files = Readonly<Record<string, string>>;

/** What is run to make sources, and what the last stage copies of the context. */
function made(files: Files): { readonly runs: readonly string[]; readonly copies: readonly string[] } {
  const repo = openInventory(makeRepo(files));
  const hints = readHints(repo, {});
  const [found] = detector.detect({ repo, stack: stack as NonNullable<typeof stack>, stacks, hints });
  const service = found as Service;
  const target = Object.entries(stack?.targets ?? {}).find(([id]) => id === service.target.value);
  const { stages, runtime } = service.recipe({
    target: { id: target?.[0] ?? '', ...(target?.[1] as NonNullable<typeof target>[1]) },
    port: 8080,
    health: '',
    files: [],
    writable: [],
  });
  const runs = stages
    .flatMap(({ steps }) => steps)
    .flatMap((step: Step) => ('run' in step ? step.run : []))
    .filter((line) => line.includes('go run '));
  const copies = runtime.steps.flatMap((step) =>
    'copy' in step && step.from === undefined ? step.copy.map(String) : [],
  );
  return { runs, copies };
}

const program = (imported: string, version: string, body: string, dir = ''): Files => ({
  'go.mod': `module example.com/app\n\ngo 1.24\n\nrequire ${imported} ${version}\n`,
  [`${dir}main.go`]: `package main\n\nimport (\n\t"net/http"\n\t"${imported}"\n)\n\nfunc main() {\n\t${body}\n\thttp.ListenAndServe(":8080", nil)\n}\n`,
});
const rice = 'github.com/GeertJohan/go.rice';

describe('files that a tool puts into the program', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'rice',
      { ...program(rice, 'v1.0.2', 'rice.MustFindBox("static")'), 'static/a.css': '' },
      [`go run ${rice}/rice@v1.0.2 embed-go -i .`],
    ],
    [
      'rice from before there were modules, beside the package',
      {
        ...program(rice, 'v0.0.0-20170420135705-c02ca9a983da', 'rice.FindBox("../ui")', 'cmd/'),
        'ui/a.css': '',
      },
      [`go run ${rice}/rice@v1.0.3 embed-go -i ./cmd`],
    ],
    [
      'packr2',
      {
        ...program('github.com/gobuffalo/packr/v2', 'v2.8.1', 'packr.New("t", "./t")', 'cmd/'),
        'cmd/t/a': '',
      },
      ['(cd ./cmd && go run github.com/gobuffalo/packr/v2/packr2@v2.8.3)'],
    ],
    [
      'pkger',
      { ...program('github.com/markbates/pkger', 'v0.17.1', 'pkger.Dir("/ui")', 'cmd/'), 'ui/a.html': '' },
      ['go run github.com/markbates/pkger/cmd/pkger@v0.17.1 -o ./cmd'],
    ],
  ])('%s', (_, files, runs) => {
    expect(made(files)).toEqual({ runs, copies: [] });
  });

  it.each<[string, Files]>([
    [
      'somebody ran it',
      {
        ...program(rice, 'v1.0.2', 'rice.MustFindBox("static")'),
        'static/a.css': '',
        'rice-box.go': 'package main\n',
      },
    ],
    ['nothing is there', program(rice, 'v1.0.2', 'rice.MustFindBox("static")')],
    [
      'it is called so elsewhere',
      { ...program('example.com/rice', 'v1.0.0', 'rice.FindBox("x")'), 'x/a': '' },
    ],
  ])('not where %s', (_, files) => {
    expect(made(files).runs).toEqual([]);
  });
});
