import { chmod, lstat, mkdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyContext } from '../../src/verify/rebuild/copy-context.ts';
import { parseDockerfile } from '../../src/verify/rebuild/dockerfile.ts';
import { editSource } from '../../src/verify/rebuild/edit.ts';
import { parseIgnored, readIgnored } from '../../src/dockerfile/ignored.ts';
import { findSources } from '../../src/verify/rebuild/sources.ts';
import { emptyDir } from '../support/cli.ts';

describe('a .dockerignore', () => {
  it.each([
    ['node_modules', 'node_modules/a/b.js', true],
    ['node_modules', 'web/node_modules/a.js', false],
    ['**/node_modules', 'web/node_modules/a.js', true],
    ['**/node_modules', 'node_modules/a.js', true],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['/build/', 'build/x', true],
    ['*\n!src', 'src/main.go', false],
    ['*\n!src', 'other/main.go', true],
    ['*\n!src\nsrc/gen', 'src/gen/x.go', true],
    ['!src\n*', 'src/main.go', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[ab].txt', 'b.txt', true],
    ['a.b', 'axb', false],
    ['# x\n\n  \n', 'x', false],
    ['docs/**', 'docs/a/b', true],
    ['(', '(', true],
    ['[', 'x', false],
  ])('%j of %s: %s', (text, path, has) => {
    expect(parseIgnored(text).has(path)).toBe(has);
  });

  it.each([
    ['node_modules', 'node_modules', true],
    ['*\n!src', 'node_modules', true],
    ['*\n!src/lib', 'src', false],
    ['*\n!**/*.go', 'vendor', false],
    ['a', 'b', false],
  ])('%j leaves out everything below %s: %s', (text, directory, all) => {
    expect(parseIgnored(text).hasAllBelow(directory)).toBe(all);
  });
});

async function contextOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = emptyDir();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

describe('a copy of a build context', () => {
  it('has what the builder is sent, and an edit of it leaves the original alone', async () => {
    const root = await contextOf({
      Dockerfile: 'FROM a',
      '.dockerignore': '*\n!src',
      'src/main.go': 'package main',
      'src/run.sh': 'x',
      'node_modules/a/index.js': 'x',
      '.git/HEAD': 'x',
    });
    await symlink('main.go', join(root, 'src/link.go'));
    await chmod(join(root, 'src'), 0o2777);
    const to = join(emptyDir(), 'copy');
    const files = await copyContext(root, { to, ignored: await readIgnored(root) });
    expect(files.toSorted()).toEqual(['.dockerignore', 'Dockerfile', 'src/main.go', 'src/run.sh']);
    expect(await readlink(join(to, 'src/link.go'))).toBe('main.go');
    // Whatever this process masks: a directory's mode is part of what a layer is cached by.
    expect((await stat(join(to, 'src'))).mode & 0o7777).toBe(0o2777);
    await expect(lstat(join(to, 'node_modules'))).rejects.toThrow('ENOENT');

    const before = await stat(join(root, 'src/main.go'));
    await editSource(to, 'src/main.go');
    expect(await readFile(join(to, 'src/main.go'), 'utf8')).toMatch(/^package main\n\/\/ edited at \d+\n$/);
    expect(await readFile(join(root, 'src/main.go'), 'utf8')).toBe('package main');
    const after = await stat(join(root, 'src/main.go'));
    expect(after.mtimeMs).toBe(before.mtimeMs);
    expect((await stat(join(to, 'src/main.go'))).mode).toBe(before.mode);
  });

  it('takes the ignore file of the Dockerfile before that of the directory', async () => {
    const root = await contextOf({ '.dockerignore': 'a', 'Dockerfile.dockerignore': 'b', a: '', b: '' });
    const ignored = await readIgnored(root);
    expect([ignored.has('a'), ignored.has('b')]).toEqual([false, true]);
  });

  it('writes a comment in the language of the file', async () => {
    const root = await contextOf({ 'app.py': 'print(1)\n' });
    await editSource(root, 'app.py');
    expect(await readFile(join(root, 'app.py'), 'utf8')).toMatch(/^print\(1\)\n# edited at \d+\n$/);
  });
});

describe('the source file to edit', () => {
  const all = parseDockerfile('FROM a\nCOPY . .');

  it.each([
    ['an entry', ['util.go', 'cmd/x/main.go', 'a_test.go', 'vendor/v/main.go'], 'cmd/x/main.go'],
    ['of the commonest language', ['main.py', 'a.ts', 'b.ts', 'lib/index.ts'], 'lib/index.ts'],
    ['no configuration', ['vite.config.ts', 'src/x.ts', 'types.d.ts'], 'src/x.ts'],
    ['no test', ['src/test/java/AppTest.java', 'src/main/java/Handler.java'], 'src/main/java/Handler.java'],
    [
      'of a package called so',
      ['src/main/java/example/App.java', 'src/test/java/example/AppTest.java'],
      'src/main/java/example/App.java',
    ],
    ['C++ too', ['CMakeLists.txt', 'src/server.cpp', 'src/a.hpp'], 'src/server.cpp'],
  ])('is %s', (_, files, wanted) => {
    expect(findSources(files, all)[0]).toBe(wanted);
  });

  it.each([
    ['COPY src/ src', ['src/a.go']],
    ['COPY s*c /x', ['src/a.go']],
    ['COPY ${DIR}/ /x', ['main.go', 'src/a.go']],
    ['ADD *.go /x', ['main.go']],
    ['COPY --from=build . .', []],
    ['RUN --mount=target=. make', ['main.go', 'src/a.go']],
    ['COPY go.mod .', []],
  ])('is one that comes into the build: %s', (line, wanted) => {
    const stages = parseDockerfile(`FROM a\n${line}`);
    expect(findSources(['main.go', 'src/a.go', 'go.mod'], stages)).toEqual(wanted);
  });
});
