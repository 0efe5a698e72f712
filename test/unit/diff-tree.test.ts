import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Action, Owner, Tree } from '../../src/pipeline.ts';
import { diffTree } from '../../src/tree/diff.ts';
import { basePath, decodeBase, emptyBase, encodeBase, fingerprint } from '../../src/update/base.ts';
import { emptyDir } from '../support/cli.ts';

async function lay(files: Record<string, string>): Promise<string> {
  const root = emptyDir();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function actionFor(
  owner: Owner,
  state: { pristine?: string; disk?: string; rendered: string; otherPristine?: boolean },
): Promise<Action | undefined> {
  const root = await lay(state.disk === undefined ? {} : { 'a/file': state.disk });
  const tree: Tree = {
    root,
    files: [{ path: 'a/file', content: Buffer.from(state.rendered), mode: 0o644, owner }],
  };
  const managed = new Map<string, string>();
  if (state.pristine !== undefined) managed.set('a/file', state.pristine);
  if (state.otherPristine) managed.set('other', '');
  const { items } = await diffTree(tree, { base: { managed, once: new Map() } });
  return items.find(({ path }) => path === 'a/file')?.action;
}

// pristine: what the last run wrote; disk: what is there now; rendered: what we would write.
describe('what happens to a managed file', () => {
  it.each([
    ['nothing there', { rendered: 'new' }, 'create'],
    ['the same there', { disk: 'new', rendered: 'new' }, 'identical'],
    ['ours of before, untouched', { pristine: 'old', disk: 'old', rendered: 'new' }, 'update'],
    ['edited, and we have nothing new', { pristine: 'old', disk: 'mine', rendered: 'old' }, 'skip'],
    ['edited, and we have something new', { pristine: 'old', disk: 'mine', rendered: 'new' }, 'conflict'],
    ['somebody else’s', { disk: 'mine', rendered: 'new' }, 'conflict'],
    ['deleted since', { pristine: 'old', rendered: 'new' }, 'skip'],
  ] as const)('%s', async (_, state, action) => {
    expect(await actionFor('managed', state)).toBe(action);
  });
});

describe('what happens to a file of the user’s', () => {
  it.each([
    ['nothing there', { rendered: 'new' }, 'create'],
    ['the same there', { disk: 'new', rendered: 'new' }, 'identical'],
    ['another there', { disk: 'mine', rendered: 'new' }, 'skip'],
    ['deleted since an earlier run', { rendered: 'new', otherPristine: true }, 'skip'],
  ] as const)('%s', async (_, state, action) => {
    expect(await actionFor('once', state)).toBe(action);
  });
});

describe('what happens to a README', () => {
  it.each<[string, Action]>([
    ['readme.md', 'skip'],
    ['README.rst', 'skip'],
    ['Readme', 'skip'],
    ['readme-assets.md', 'create'],
  ])('beside %s', async (name, action) => {
    const tree: Tree = {
      root: await lay({ [name]: 'mine' }),
      files: [{ path: 'README.md', content: Buffer.from('ours'), mode: 0o644, owner: 'once' }],
    };
    const { items } = await diffTree(tree, { base: emptyBase });
    expect(items.find(({ path }) => path === 'README.md')?.action).toBe(action);
  });
});

describe('the record of pristine text', () => {
  const files = [
    { path: 'Dockerfile', content: Buffer.from('FROM scratch\n'), mode: 0o644, owner: 'managed' },
    { path: 'main.go', content: Buffer.from('package main\n'), mode: 0o644, owner: 'once' },
    { path: 'README.md', content: Buffer.from('# demo\n'), mode: 0o644, owner: 'once' },
  ] as const;

  it('holds the text of managed files, and of the user’s a fingerprint or that it was there before', async () => {
    const root = await lay({ 'README.md': 'mine' });
    const { items } = await diffTree({ root, files }, { base: emptyBase });
    const record = items.find(({ path }) => path === basePath);
    expect(decodeBase(record?.content as Buffer)).toEqual({
      managed: new Map([['Dockerfile', 'FROM scratch\n']]),
      once: new Map([
        ['README.md', null],
        ['main.go', fingerprint(Buffer.from('package main\n'))],
      ]),
    });
  });

  it('leaves a workflow of the user’s that is called like ours', async () => {
    const path = '.github/workflows/image.yml';
    const root = await lay({ [path]: 'mine' });
    const tree: Tree = {
      root,
      files: [{ path, content: Buffer.from('ours'), mode: 0o644, owner: 'managed' }],
    };
    const { items } = await diffTree(tree, { base: emptyBase });
    expect(items.find((item) => item.path === path)?.action).toBe('skip');
  });

  it('does not see line ends', () => {
    expect(fingerprint(Buffer.from('a\r\nb\r\n'))).toBe(fingerprint(Buffer.from('a\nb\n')));
    expect(fingerprint(Buffer.from('a\nb'))).not.toBe(fingerprint(Buffer.from('a\nb\n')));
  });

  it.each(['../outside', '/absolute', 'a/../../b', 'a//b', '.git/HEAD', '..', 'a\\b', ''])(
    'cannot name %j: what it names may be deleted',
    (path) => {
      const base = { managed: new Map([[path, '']]), once: new Map() };
      expect(() => decodeBase(encodeBase(base))).toThrow('not a path inside the tree');
    },
  );

  it('is a conflict when something else is in its place', async () => {
    const root = await lay({ [basePath]: 'not ours' });
    const { items } = await diffTree({ root, files }, { base: emptyBase });
    expect(items.find(({ path }) => path === basePath)?.action).toBe('conflict');
    expect(await readFile(join(root, basePath), 'utf8')).toBe('not ours');
  });
});

it.each([
  ['a symbolic link', async (root: string) => symlink(emptyDir(), join(root, 'a'))],
  ['a file', async (root: string) => writeFile(join(root, 'a'), '')],
])('refuses to go through %s', async (what, make) => {
  const root = emptyDir();
  await make(root);
  const tree: Tree = {
    root,
    files: [{ path: 'a/b', content: Buffer.from(''), mode: 0o644, owner: 'managed' }],
  };
  await expect(diffTree(tree, { base: emptyBase })).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining(what),
  });
});
