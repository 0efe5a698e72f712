import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import nodePlop from 'node-plop';
import { describe, expect, it } from 'vitest';
import { cli, emptyDir, packedCli, readTree } from '../support/cli.ts';
import { makeRepo } from '../support/repo.ts';
import { keys, openTerminal } from '../support/terminal.ts';

const goMod = 'module example.com/hello\n\ngo 1.24\n';
const server = `package main

import "net/http"

func main() {
	http.ListenAndServe(":9090", http.NotFoundHandler())
}
`;
/** Nothing says on which port. */
const guess = server.replace('":9090"', 'address()').concat('\nfunc address() string { return "" }\n');
const app = { 'go.mod': goMod, 'main.go': server };

/** Called `hello`, as a name is made of the directory's. */
function repository(files: Readonly<Record<string, string>>): string {
  const inside = Object.entries(files).map(([path, text]) => [`hello/${path}`, text]);
  return join(makeRepo(Object.fromEntries(inside)), 'hello');
}

const git = (root: string, ...args: string[]) =>
  execa('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);

type Output = {
  readonly files: readonly { readonly path: string; readonly action: string }[];
  readonly answers: Readonly<
    Record<string, { readonly value: string; readonly source: string; readonly from: string }>
  >;
  readonly notes: readonly string[];
  readonly next: readonly string[];
};

async function added(root: string, ...flags: string[]): Promise<Output> {
  const { code, stdout, stderr } = await cli(['add', root, '--yes', '--json', ...flags], { cwd: emptyDir() });
  expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as Output;
}

it('says what it found and where, writes beside what is there, and again finds nothing to do', async () => {
  const root = repository({ ...app, 'README.md': 'theirs\n' });
  const first = await added(root);
  expect(first.answers.port).toMatchObject({
    value: '9090',
    source: 'detected',
    from: expect.stringMatching(/^main\.go:6/),
  });
  expect(first.files).toContainEqual({ path: 'README.md', action: 'skip' });
  expect(first.files).toContainEqual({ path: 'Dockerfile', action: 'create' });
  const tree = await readTree(root);
  expect(tree['README.md']).toBe('theirs\n');
  const again = await added(root);
  expect([...new Set(again.files.map(({ action }) => action))].toSorted()).toEqual(['identical', 'skip']);
  expect(await readTree(root)).toEqual(tree);
});

it('another target changes what it needs, and keeps the user’s edits', async () => {
  const root = repository(app);
  await added(root);
  const { Dockerfile: before = '' } = await readTree(root);
  await writeFile(join(root, 'Dockerfile'), before.replace('EXPOSE 9090', 'EXPOSE 9090\n# theirs'));
  await added(root, '--target', 'distroless');
  const { Dockerfile: after = '' } = await readTree(root);
  expect(after).toContain('# theirs');
  expect(after).toContain('FROM gcr.io/distroless/static-debian13:nonroot');
});

it('a Dockerfile that is there is a conflict with its difference, and nothing is written; --force overwrites it', async () => {
  const root = repository({ ...app, Dockerfile: 'FROM theirs\n' });
  const before = await readTree(root);
  const { code, stderr } = await cli(['add', root, '--yes'], { cwd: emptyDir() });
  expect(code).toBe(1);
  expect(stderr).toContain('conflict  Dockerfile');
  expect(stderr).toContain('-FROM theirs');
  expect(await readTree(root)).toEqual(before);
  const { files } = await added(root, '--force');
  expect(files).toContainEqual({ path: 'Dockerfile', action: 'update' });
});

it('--dry-run writes nothing', async () => {
  const root = repository(app);
  const { files, next } = await added(root, '--dry-run');
  expect(files).toContainEqual({ path: 'Dockerfile', action: 'create' });
  expect(next).toEqual([]);
  expect(Object.keys(await readTree(root)).toSorted()).toEqual(['go.mod', 'main.go']);
});

describe('several services', () => {
  const several = { 'api/go.mod': goMod, 'api/main.go': server, 'web/go.mod': goMod, 'web/main.go': server };

  it('each gets its files, and the root a workflow each', async () => {
    const root = repository(several);
    const { code, stdout } = await cli(['add', root, '--yes', '--json'], { cwd: emptyDir() });
    expect(code).toBe(0);
    const { services } = JSON.parse(stdout) as { services: readonly Output[] };
    expect(services.map(({ answers }) => answers.name?.value)).toEqual(['api', 'web']);
    const paths = Object.keys(await readTree(root));
    expect(paths).toEqual(
      expect.arrayContaining([
        '.github/workflows/image-api.yml',
        '.github/workflows/image-web.yml',
        'api/Dockerfile',
        'web/Dockerfile',
      ]),
    );
  });

  it('--service picks one, and its Dockerfile stands in the root', async () => {
    const root = repository(several);
    await added(root, '--service', 'api');
    const tree = await readTree(root);
    expect(tree.Dockerfile).toContain('COPY api');
    expect(Object.keys(tree)).not.toContain('api/Dockerfile');
  });

  it('an answer for one of them is a usage error', async () => {
    const root = repository(several);
    const { code, stderr } = await cli(['add', root, '--yes', '--port', '1234'], { cwd: emptyDir() });
    expect(code).toBe(2);
    expect(stderr).toContain('pick one with --service: api, web');
    expect(Object.keys(await readTree(root))).toHaveLength(4);
  });
});

describe('git', () => {
  it('changes that are not committed are warned about, once there is something to write', async () => {
    const root = repository(app);
    await git(root, 'init', '--quiet', '--initial-branch', 'trunk');
    await git(root, 'add', '-A');
    await git(root, 'commit', '--quiet', '--message', 'x');
    await writeFile(join(root, 'main.go'), `${server}\n`);
    const { notes } = await added(root);
    expect(notes.join()).toContain('not committed');
    expect((await readTree(root))['.github/workflows/image.yml']).toContain('branches: [trunk]');
    expect((await added(root)).notes.join()).not.toContain('not committed');
  });

  it('below the root of a repository there is no workflow, as nothing outside of the directory is touched', async () => {
    const root = repository({ 'services/hello/go.mod': goMod, 'services/hello/main.go': server });
    await git(root, 'init', '--quiet');
    const { answers } = await added(join(root, 'services/hello'));
    expect(answers.ci).toMatchObject({ value: 'none', source: 'detected' });
    expect(Object.keys(await readTree(root)).filter((path) => path.includes('workflows'))).toEqual([]);
  });
});

const refusals: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  flags: readonly string[],
  code: number,
  says: string,
])[] = [
  ['a library', { 'go.mod': goMod, 'lib.go': 'package hello\n' }, ['--yes'], 5, 'library'],
  ['documents alone', { 'notes.txt': 'x' }, ['--yes'], 5, 'no app'],
  ['a language that is not there', app, ['--yes', '--lang', 'rust'], 5, '--lang go'],
  ['a service that is not there', app, ['--yes', '--service', 'nope'], 2, 'found: hello'],
  ['a port that is none', app, ['--yes', '--port', '0'], 2, 'a port is a whole number'],
  ['a health path that is none', app, ['--yes', '--health', 'x'], 2, 'a path such as /healthz'],
  ['a path that leads out', app, ['--yes', '--files', '../x'], 2, 'leads out of the directory'],
  ['a misspelt flag', app, ['--yes', '--helath', '/x'], 2, 'did you mean --health?'],
  ['a flag of new', app, ['--yes', '--dialect', 'x'], 2, 'unknown option'],
  ['nobody to ask', app, [], 3, '--image'],
];

describe.each(refusals)('%s', (_, files, flags, code, says) => {
  it(`is exit ${code}, says why and writes nothing`, async () => {
    const root = repository(files);
    const before = await readTree(root);
    const result = await cli(['add', root, ...flags], { cwd: emptyDir() });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(says);
    expect(await readTree(root)).toEqual(before);
  });
});

it('a directory that is empty, is not there or is a link is refused', async () => {
  const dir = emptyDir();
  await mkdir(join(dir, 'empty'));
  await symlink(dir, join(dir, 'link'));
  const codes = await Promise.all(
    ['empty', 'nowhere', 'link'].map(async (name) => (await cli(['add', name, '--yes'], { cwd: dir })).code),
  );
  expect(codes).toEqual([5, 5, 2]);
});

it.skipIf(process.getuid?.() === 0)('a directory that cannot be read is said to be', async () => {
  const root = repository(app);
  await mkdir(join(root, 'secret'));
  await chmod(join(root, 'secret'), 0);
  const { code, stdout } = await cli(['add', root, '--yes', '--json'], { cwd: emptyDir() });
  expect(code).toBe(0);
  expect(stdout).toContain('secret: EACCES');
});

it('in a terminal a guess is asked about, and what was found is not', async () => {
  const root = repository({ 'go.mod': goMod, 'main.go': guess });
  const terminal = openTerminal(process.execPath, [packedCli(), 'add'], { cwd: root });
  await terminal.waitFor('Port it listens on');
  // Who is asked sees first what was found.
  expect(terminal.screen()).toMatch(/framework +net\/http <- go\.mod[\s\S]*Port it listens on/);
  terminal.type(`7000${keys.enter}`);
  await terminal.waitFor('answers while it is well');
  terminal.type(keys.enter);
  await terminal.waitFor('Image name to push to');
  terminal.type(keys.enter);
  await terminal.waitFor('CI workflow');
  terminal.type(keys.enter);
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toContain('add . --port 7000');
  expect((await readTree(root)).Dockerfile).toContain('EXPOSE 7000');
});

it('through plop it writes the same tree', async () => {
  const [byPlop, byCli] = [repository(app), repository(app)];
  const plop = await nodePlop(
    join(process.env.PACKED_DIR as string, 'node_modules/create-distroless/dist/plopfile.js'),
    {
      destBasePath: byPlop,
      force: false,
    },
  );
  const { failures } = await plop
    .getGenerator('add')
    .runActions({ image: 'hello', ci: 'github', health: 'none' });
  expect(failures).toEqual([]);
  await added(byCli);
  expect(await readTree(byPlop)).toEqual(await readTree(byCli));
});

it('two directories that come to one name have a name, a workflow and a cache each', async () => {
  const files = Object.entries(app).flatMap(([path, text]) => [
    [`hello/x-y/${path}`, text],
    [`hello/x/y/${path}`, text],
  ]);
  const root = join(makeRepo(Object.fromEntries(files)), 'hello');
  await added(root);
  const tree = await readTree(root);
  expect(Object.keys(tree).filter((path) => path.startsWith('.github/workflows/'))).toEqual([
    '.github/workflows/image-x-y-2.yml',
    '.github/workflows/image-x-y.yml',
  ]);
  expect(tree['.github/workflows/image-x-y-2.yml']).toContain('scope=x-y-2');
  expect(tree['x-y/distroless.yaml']).toContain('name: x-y\n');
  expect(tree['x/y/distroless.yaml']).toContain('name: x-y-2\n');
});
