import { expect, it } from 'vitest';
import { readGoMod } from '../../src/stacks/go/gomod.ts';
import { outdatedOf } from '../../src/stacks/go/outdated.ts';
import type { Program } from '../../src/stacks/go/program.ts';

const program = (requires: string, ...imports: readonly string[]) =>
  ({
    module: { mod: readGoMod(`module example.com/acme/app\n\ngo 1.13\n\n${requires}\n`) },
    imports: new Map(imports.map((path) => [path, undefined])),
  }) as unknown as Program;
const codec = 'require github.com/ugorji/go v0.0.0-20170215201144-c88ee250d022 // indirect';

it.each<[string, string, string, string | undefined]>([
  ['what ends the program', codec, 'github.com/gin-gonic/gin', 'github.com/ugorji/go@v1.1.1'],
  ['a version after that', 'require github.com/ugorji/go v1.1.4', 'github.com/gin-gonic/gin', undefined],
  ['what go.mod replaces', `${codec}\nreplace github.com/ugorji/go => ./codec`, 'net/http', undefined],
  [
    'what does not compile',
    'require golang.org/x/tools v0.17.0',
    'golang.org/x/tools/go/packages',
    'golang.org/x/tools@v0.24.1',
  ],
  [
    'a branch without the patch',
    'require golang.org/x/tools v0.25.0',
    'golang.org/x/tools/go/packages',
    'golang.org/x/tools@v0.25.1',
  ],
  ['another package of it', 'require golang.org/x/tools v0.17.0', 'golang.org/x/tools/cover', undefined],
  ['a newer one', 'require golang.org/x/tools v0.29.0', 'golang.org/x/tools/go/packages', undefined],
])('takes a newer version of %s', (_, requires, used, wanted) => {
  const [found] = outdatedOf(program(requires, used), 'locked');
  expect(found && `${found.path}@${found.to}`).toBe(wanted);
});

it('leaves a directory vendor as it is', () => {
  expect(outdatedOf(program(codec), 'vendor')).toEqual([]);
});
