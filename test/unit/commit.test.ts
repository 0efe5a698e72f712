import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Interrupted } from '../../src/errors.ts';
import type { Change, Changes } from '../../src/pipeline.ts';
import { commitChanges } from '../../src/tree/commit.ts';
import { emptyDir, readTree } from '../support/cli.ts';

function change(path: string, text: string, rest: Partial<Change> = {}): Change {
  return { path, content: Buffer.from(text), mode: 0o644, owner: 'managed', action: 'create', ...rest };
}

const never = new AbortController().signal;

it('writes what is created or updated and leaves the rest', async () => {
  const root = emptyDir();
  await writeFile(join(root, 'old'), 'before', { mode: 0o600 });
  await writeFile(join(root, 'mine'), 'mine');
  const changes: Changes = {
    root,
    items: [
      change('a/b/new', 'new'),
      change('old', 'after', { action: 'update', before: Buffer.from('before') }),
      change('mine', 'theirs', { action: 'skip', before: Buffer.from('mine') }),
    ],
  };
  const receipt = await commitChanges(changes, never);
  expect(await readTree(root)).toEqual({ 'a/b/new': 'new', mine: 'mine', old: 'after' });
  expect((await stat(join(root, 'old'))).mode & 0o777).toBe(0o600);
  expect(receipt.files.map(({ action }) => action)).toEqual(['create', 'update', 'skip']);
});

it('leaves the disk as it was when a write fails in the middle', async () => {
  const root = emptyDir();
  await writeFile(join(root, 'old'), 'before');
  await mkdir(join(root, 'z'));
  const changes: Changes = {
    root,
    items: [
      change('a/b/new', 'new'),
      change('old', 'after', { action: 'update', before: Buffer.from('before') }),
      // A directory in the way: the rename onto it fails after the others are done.
      change('z', 'x'),
    ],
  };
  await expect(commitChanges(changes, never)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|directory/);
  expect(await readTree(root)).toEqual({ old: 'before' });
  await expect(stat(join(root, 'a'))).rejects.toThrow('ENOENT');
});

it.each(['update', 'delete'] as const)('does not %s what was changed meanwhile', async (action) => {
  const root = emptyDir();
  await writeFile(join(root, 'old'), 'changed');
  const items = [change('new', 'new'), change('old', 'after', { action, before: Buffer.from('before') })];
  await expect(commitChanges({ root, items }, never)).rejects.toMatchObject({ exitCode: 1 });
  expect(await readTree(root)).toEqual({ old: 'changed' });
});

it('brings a file back with its mode, and leaves no copies', async () => {
  const root = emptyDir();
  await writeFile(join(root, 'old'), 'before', { mode: 0o600 });
  await mkdir(join(root, 'z'));
  const items = [
    change('old', 'after', { action: 'update', before: Buffer.from('before') }),
    change('z', 'x'),
  ];
  await expect(commitChanges({ root, items }, never)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|directory/);
  expect(await readTree(root)).toEqual({ old: 'before' });
  expect((await stat(join(root, 'old'))).mode & 0o777).toBe(0o600);
  await commitChanges({ root, items: items.slice(0, 1) }, never);
  expect(await readTree(root)).toEqual({ old: 'after' });
});

const gone = (path: string, before: string) =>
  change(path, '', { action: 'delete', reason: 'obsolete', before: Buffer.from(before) });

it('removes what is to go, and the directories that are empty then', async () => {
  const root = emptyDir();
  await mkdir(join(root, 'a/b/c'), { recursive: true });
  await mkdir(join(root, 'd'));
  for (const path of ['a/b/c/old', 'a/mine', 'd/old', 'old']) await writeFile(join(root, path), 'before');
  const items = ['a/b/c/old', 'd/old', 'old'].map((path) => gone(path, 'before'));
  const receipt = await commitChanges({ root, items: [...items, change('new', 'new')] }, never);
  expect(await readTree(root)).toEqual({ 'a/mine': 'before', new: 'new' });
  await expect(stat(join(root, 'a/b'))).rejects.toThrow('ENOENT');
  await expect(stat(join(root, 'd'))).rejects.toThrow('ENOENT');
  expect(receipt.files[0]).toEqual({ path: 'a/b/c/old', action: 'delete', reason: 'obsolete' });
});

it.each(Array.from({ length: 6 }, (_, at) => at))(
  'brings back what was removed when interrupted at step %i',
  async (at) => {
    const root = emptyDir();
    await mkdir(join(root, 'a'));
    await writeFile(join(root, 'a/old'), 'before', { mode: 0o755 });
    await writeFile(join(root, 'kept'), 'before');
    let looked = 0;
    const signal = new Proxy(never, {
      get: (target, key) => (key === 'aborted' ? looked++ >= at : Reflect.get(target, key)),
    });
    const items = [
      change('b/new', 'new'),
      change('kept', 'after', { action: 'update', before: Buffer.from('before') }),
      gone('a/old', 'before'),
    ];
    await expect(commitChanges({ root, items }, signal)).rejects.toBeInstanceOf(Interrupted);
    // Every look was taken, up to the last one before the end.
    expect(looked).toBe(at + 1);
    expect(await readTree(root)).toEqual({ 'a/old': 'before', kept: 'before' });
    expect((await stat(join(root, 'a/old'))).mode & 0o777).toBe(0o755);
  },
);

it('brings back what was removed when a later removal fails', async () => {
  const root = emptyDir();
  await writeFile(join(root, 'old'), 'before');
  const items = [gone('old', 'before'), gone('vanished', 'before')];
  await expect(commitChanges({ root, items }, never)).rejects.toThrow('vanished was changed meanwhile');
  expect(await readTree(root)).toEqual({ old: 'before' });
});

it.each(Array.from({ length: 7 }, (_, at) => at))(
  'leaves the disk as it was when interrupted at step %i',
  async (at) => {
    const parent = emptyDir();
    const root = join(parent, 'deep', 'root');
    const controller = new AbortController();
    let looked = 0;
    // Every look at the signal is a step between two writes.
    const signal = new Proxy(controller.signal, {
      get: (target, key) => (key === 'aborted' ? looked++ >= at : Reflect.get(target, key)),
    });
    const items = ['a', 'b/c', 'd'].map((path) => change(path, path));
    await expect(commitChanges({ root, items }, signal)).rejects.toBeInstanceOf(Interrupted);
    expect(await readTree(parent)).toEqual({});
    await expect(stat(join(parent, 'deep'))).rejects.toThrow('ENOENT');
  },
);
