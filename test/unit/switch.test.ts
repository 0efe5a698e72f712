import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change, Owner, TreeFile } from '../../src/pipeline.ts';
import { commitChanges } from '../../src/tree/commit.ts';
import { diffTree } from '../../src/tree/diff.ts';
import { basePath, decodeBase, fingerprint } from '../../src/update/base.ts';
import { emptyDir, readTree } from '../support/cli.ts';

const path = 'dir/file';
const never = new AbortController().signal;

type State = {
  /** What the earlier run wrote; absent: nothing. */
  readonly old?: string;
  /** What its answers give today, where the template has changed since. */
  readonly today?: string;
  /** What is on disk; absent: nothing. */
  readonly yours?: string;
  /** What the new answers give; absent: they do not need the file. */
  readonly ours?: string;
  /** For a file of the user's: it was there before us. */
  readonly theirs?: true;
  /** The answers of the earlier run mean nothing today. */
  readonly unknown?: true;
  /** A symbolic link is in its place. */
  readonly link?: true;
};

function file(owner: Owner, text: string, at = path): TreeFile {
  return { path: at, content: Buffer.from(text), mode: 0o644, owner };
}

async function lay(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

/** What would happen to the file, and what is on disk when it has. */
async function run(owner: Owner, state: State, marks: Pick<TreeFile, 'required' | 'value'> = {}) {
  const { old, today = old, yours, ours, theirs, unknown, link } = state;
  const root = emptyDir();
  await lay(root, yours === undefined ? { 'dir/other': '' } : { 'dir/other': '', [path]: yours });
  if (link) await symlink('other', join(root, path));
  const base = {
    managed: new Map([['Dockerfile', 'FROM scratch\n']]),
    once: new Map<string, string | null>(),
  };
  if (old !== undefined && owner === 'managed') base.managed.set(path, old);
  if (owner === 'once' && (old !== undefined || theirs))
    base.once.set(path, theirs ? null : fingerprint(Buffer.from(old as string)));
  const files = (text: string | undefined) =>
    text === undefined ? [] : [{ ...file(owner, text), ...marks }];
  const [tree, previous] = [ours, today].map((text) => ({
    root,
    files: [...files(text), file('managed', 'FROM scratch\n', 'Dockerfile')],
  }));
  const changes = await diffTree(tree!, { base }, unknown ? undefined : previous);
  const change = changes.items.find((item) => item.path === path);
  const done = changes.items.filter(({ action }) => action !== 'conflict');
  await commitChanges({ root, items: done }, never);
  return { change, said: said(change), disk: (await readTree(root))[path], changes };
}

function said(change: Change | undefined): string {
  return change ? [change.action, change.reason].filter(Boolean).join(' ') : 'nothing';
}

const abc = 'a\nb\nc\n';

describe('a managed file (old, the user’s, ours -> what happens, what is on disk)', () => {
  it.each([
    [
      'both changed, apart',
      { old: abc, yours: 'A\nb\nc\n', ours: 'a\nb\nC\n' },
      'update merged',
      'A\nb\nC\n',
    ],
    ['both changed the same', { old: abc, yours: 'a\nb\nC\n', ours: 'a\nb\nC\n' }, 'identical', 'a\nb\nC\n'],
    [
      'both changed the same, the user more',
      { old: abc, yours: 'A\nb\nC\n', ours: 'a\nb\nC\n' },
      'skip',
      'A\nb\nC\n',
    ],
    [
      'both changed one line',
      { old: abc, yours: 'a\nX\nc\n', ours: 'a\nY\nc\n' },
      'conflict overlap',
      'a\nX\nc\n',
    ],
    [
      'the user’s line ends only',
      { old: abc, yours: 'a\r\nb\r\nc\r\n', ours: 'a\nb\nC\n' },
      'update',
      'a\r\nb\r\nC\r\n',
    ],
    [
      'the user’s line ends, nothing new',
      { old: abc, yours: 'a\r\nb\r\nc\r\n', ours: abc },
      'identical',
      'a\r\nb\r\nc\r\n',
    ],
    ['deleted by the user', { old: abc, ours: abc }, 'skip', undefined],
    ['deleted by the user, changed by us', { old: abc, ours: 'a\nb\nC\n' }, 'skip', undefined],
    [
      'emptied by the user, changed by us',
      { old: abc, yours: '', ours: 'a\nb\nC\n' },
      'conflict overlap',
      '',
    ],
    ['needed from now on', { ours: abc }, 'create', abc],
    ['needed from now on, and the user has one', { yours: 'mine', ours: abc }, 'conflict', 'mine'],
    ['no longer needed', { old: abc, yours: abc }, 'delete obsolete', undefined],
    [
      'no longer needed, with other line ends',
      { old: abc, yours: abc.replaceAll('\n', '\r\n') },
      'delete obsolete',
      undefined,
    ],
    ['no longer needed, changed by the user', { old: abc, yours: 'A\n' }, 'skip obsolete', 'A\n'],
    ['no longer needed, deleted by the user', { old: abc }, 'nothing', undefined],
    ['no longer needed, a link in its place', { old: abc, link: true }, 'skip obsolete', undefined],
    ['not text', { old: 'a\0', yours: 'b\0', ours: 'c\0' }, 'conflict overlap', 'b\0'],
  ] as const)('%s', async (_, state, action, disk) => {
    const result = await run('managed', state);
    expect({ said: result.said, disk: result.disk }).toEqual({ said: action, disk });
  });

  it('with a link in its place is refused', async () => {
    await expect(run('managed', { old: abc, ours: abc, link: true })).rejects.toMatchObject({ exitCode: 1 });
  });

  it('is recorded as we would write it, not as it was merged', async () => {
    const { changes } = await run('managed', { old: abc, yours: 'A\nb\nc\n', ours: 'a\nb\nC\n' });
    const record = changes.items.find((item) => item.path === basePath);
    expect(decodeBase(record?.content as Buffer).managed.get(path)).toBe('a\nb\nC\n');
  });

  it('comes with markers where both changed it, unless it is not text', async () => {
    const overlap = await run('managed', { old: abc, yours: 'a\nX\nc\n', ours: 'a\nY\nc\n' });
    expect(overlap.change?.marked?.toString()).toMatch(/^a\n<<<<<<< yours\nX\n=======\nY\n>>>>>>> .*\nc\n$/);
    const binary = await run('managed', { old: 'a\0', yours: 'b\0', ours: 'c\0' });
    expect(binary.change).not.toHaveProperty('marked');
  });

  it('keeps the mode that the user gave it', async () => {
    const root = emptyDir();
    await lay(root, { [path]: 'A\nb\nc\n' });
    await chmod(join(root, path), 0o750);
    const base = { managed: new Map([[path, abc]]), once: new Map() };
    const tree = { root, files: [file('managed', 'a\nb\nC\n')] };
    await commitChanges(await diffTree(tree, { base }, tree), never);
    expect((await readTree(root))[path]).toBe('A\nb\nC\n');
    expect((await stat(join(root, path))).mode & 0o777).toBe(0o750);
  });
});

describe('a managed file that the build fails without', () => {
  it.each([
    ['deleted by the user', { old: abc, ours: abc }, 'create', abc],
    ['deleted by the user, changed by us', { old: abc, ours: 'A\n' }, 'create', 'A\n'],
    ['changed by the user', { old: abc, yours: 'A\nb\nc\n', ours: abc }, 'skip', 'A\nb\nc\n'],
    ['no longer needed, deleted by the user', { old: abc }, 'nothing', undefined],
  ] as const)('%s', async (_, state, action, disk) => {
    const result = await run('managed', state, { required: true });
    expect({ said: result.said, disk: result.disk }).toEqual({ said: action, disk });
  });
});

describe('a file that holds the value of an option (source, old, the user’s, ours -> what happens, what is on disk)', () => {
  const crlf = abc.replaceAll('\n', '\r\n');
  it.each([
    ['given: the same', 'given', { old: abc, yours: abc, ours: abc }, 'identical', abc],
    ['given: another', 'given', { old: abc, yours: abc, ours: 'A\n' }, 'update', 'A\n'],
    ['given: another, and other line ends', 'given', { old: abc, yours: crlf, ours: 'A\n' }, 'update', 'A\n'],
    [
      'given: the same, and other line ends',
      'given',
      { old: abc, yours: crlf, ours: abc },
      'identical',
      crlf,
    ],
    [
      'given: as before, and the user has another',
      'given',
      { old: abc, yours: 'X\n', ours: abc },
      'conflict',
      'X\n',
    ],
    [
      'given: another where the user added',
      'given',
      { old: abc, yours: `0\n${abc}`, ours: 'a\nb\nC\n' },
      'conflict',
      `0\n${abc}`,
    ],
    ['given: what the user put there', 'given', { old: abc, yours: 'A\n', ours: 'A\n' }, 'identical', 'A\n'],
    ['given: and the user had one before us', 'given', { yours: 'X\n', ours: abc }, 'conflict', 'X\n'],
    [
      'saved: the user’s, without what we leave out of it',
      'saved',
      { old: abc, yours: '# of\nX\n', ours: 'X\n' },
      'skip',
      '# of\nX\n',
    ],
  ] as const)('%s', async (_, value, state, action, disk) => {
    const result = await run('managed', state, { value });
    expect({ said: result.said, disk: result.disk }).toEqual({ said: action, disk });
  });
});

describe('a file of the user’s (old, the user’s, ours -> what happens, what is on disk)', () => {
  it.each([
    [
      'untouched, and the answers change it',
      { old: abc, yours: abc, ours: 'a\nb\nC\n' },
      'update',
      'a\nb\nC\n',
    ],
    [
      'changed, and the answers change it elsewhere',
      { old: abc, yours: 'A\nb\nc\n', ours: 'a\nb\nC\n' },
      'update merged',
      'A\nb\nC\n',
    ],
    [
      'changed where the answers change it',
      { old: abc, yours: 'a\nX\nc\n', ours: 'a\nY\nc\n' },
      'skip overlap',
      'a\nX\nc\n',
    ],
    ['changed, and the answers do not', { old: abc, yours: 'A\nb\nc\n', ours: abc }, 'skip', 'A\nb\nc\n'],
    [
      'untouched, and only the template is newer',
      { old: abc, yours: abc, today: 'a\nb\nC\n', ours: 'a\nb\nC\n' },
      'skip',
      abc,
    ],
    [
      'of an older template, and the answers change it',
      { old: abc, yours: abc, today: 'a\nb\nc\nd\ne\n', ours: 'A\nb\nc\nd\ne\n' },
      'update merged',
      'A\nb\nc\n',
    ],
    ['deleted, and the answers change it', { old: abc, ours: 'a\nb\nC\n' }, 'skip', undefined],
    [
      'there before us',
      { yours: 'a\nX\nc\n', theirs: true, today: abc, ours: 'a\nY\nc\n' },
      'skip',
      'a\nX\nc\n',
    ],
    ['a link in its place', { old: abc, ours: 'a\nb\nC\n', link: true }, 'skip', undefined],
    ['needed from now on', { ours: abc }, 'create', abc],
    ['needed from now on, and there is one', { yours: 'mine', ours: abc }, 'skip', 'mine'],
    ['of a newer template only', { today: abc, ours: abc }, 'skip', undefined],
    ['not there, and what answers there were is not known', { ours: abc, unknown: true }, 'skip', undefined],
    ['no longer needed', { old: abc, yours: abc }, 'delete obsolete', undefined],
    [
      'no longer needed, of an older template',
      { old: abc, yours: abc, today: 'new' },
      'delete obsolete',
      undefined,
    ],
    ['no longer needed, changed by the user', { old: abc, yours: 'A\n' }, 'skip obsolete', 'A\n'],
    ['no longer needed, there before us', { yours: 'mine', theirs: true, today: abc }, 'nothing', 'mine'],
  ] as const)('%s', async (_, state, action, disk) => {
    const result = await run('once', state);
    expect({ said: result.said, disk: result.disk }).toEqual({ said: action, disk });
  });

  it('is skipped in favour of a link that was there before us', async () => {
    const root = emptyDir();
    await lay(root, { docs: 'mine' });
    await symlink('docs', join(root, 'README.md'));
    const none = { managed: new Map<string, string>(), once: new Map<string, string | null>() };
    const tree = { root, files: [file('once', abc, 'README.md')] };
    const { items } = await diffTree(tree, { base: none });
    expect(items.find((each) => each.path === 'README.md')?.action).toBe('skip');
  });

  it('comes with what is to be done by hand where both changed it', async () => {
    const { change } = await run('once', { old: abc, yours: 'a\nX\nc\n', ours: 'a\nY\nc\n' });
    expect(change?.byHand?.before?.toString()).toBe(abc);
    expect(change?.byHand?.content.toString()).toBe('a\nY\nc\n');
  });
});

const app = (names: string, text: string) =>
  names.split(' ').map((name) => ({ ...file('once', text, name), group: 'app' }));

async function groupActions(
  from: readonly TreeFile[],
  to: readonly TreeFile[],
  disk: Readonly<Record<string, string>>,
  theirs: readonly string[] = [],
) {
  const root = emptyDir();
  await lay(root, disk);
  const once = new Map(
    from.map(({ path: name, content }) => [name, theirs.includes(name) ? null : fingerprint(content)]),
  );
  const base = { managed: new Map([['Dockerfile', '']]), once };
  const { items } = await diffTree({ root, files: to }, { base }, { root, files: from });
  return Object.fromEntries(
    items.filter((item) => item.owner === 'once').map((item) => [item.path, item.action]),
  );
}

describe('a group', () => {
  it('goes as a whole', async () => {
    const found = await groupActions(app('a b', 'old'), [], { a: 'old', b: 'old' });
    expect(found).toEqual({ a: 'delete', b: 'delete' });
  });

  it('stays as a whole when the user changed a part: the part may need the rest', async () => {
    const found = await groupActions(app('a b', 'old'), [], { a: 'old', b: 'mine' });
    expect(found).toEqual({ a: 'skip', b: 'skip' });
  });

  it('loses what the answers drop even where the user changed what stays', async () => {
    const found = await groupActions(app('a b', 'old'), app('a', 'old'), { a: 'mine', b: 'old' });
    expect(found).toEqual({ a: 'skip', b: 'delete' });
  });

  it('gets what the answers add even where the user changed what is there', async () => {
    const found = await groupActions(app('a', 'old'), app('a b', 'old'), { a: 'mine' });
    expect(found).toEqual({ a: 'skip', b: 'create' });
  });

  it('gets nothing where the app was the user’s before us', async () => {
    const found = await groupActions(app('a', 'old'), app('a b', 'old'), { a: 'mine' }, ['a']);
    expect(found).toEqual({ a: 'skip', b: 'skip' });
  });
});
