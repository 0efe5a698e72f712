import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { emptyDir } from '../support/cli.ts';
import { makeRepo } from '../support/repo.ts';

const isRoot = process.getuid?.() === 0;

const listed = (root: string) => openInventory(root).files.filter((path) => path.includes('/'));

describe('what is listed', () => {
  it('files, sorted; no version control, installed dependencies or ignored directories', () => {
    const { files, has, hasDir, named, below } = openInventory(
      makeRepo({
        'b/x.txt': '',
        'a.txt': '',
        'a/x.txt': '',
        '.git/config': '',
        'node_modules/x/package.json': '',
        '.gitignore': 'out/\n/only\n!out/kept\n',
        'out/x.txt': '',
        'a/only/x.txt': '',
        'only/x.txt': '',
        'a/.gitignore': '*.d\nnested/\n',
        'a/nested/x.txt': '',
        'b/nested/x.txt': '',
      }),
    );
    expect(files).toEqual([
      '.gitignore',
      'a.txt',
      'a/.gitignore',
      'a/only/x.txt',
      'a/x.txt',
      'b/nested/x.txt',
      'b/x.txt',
    ]);
    expect([has('a'), has('a.txt'), hasDir('a'), hasDir('a.txt'), hasDir(''), hasDir('only')]).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(named('x.txt')).toEqual(['a/x.txt', 'b/x.txt', 'a/only/x.txt', 'b/nested/x.txt']);
    expect(below('b')).toEqual(['b/nested/x.txt', 'b/x.txt']);
    expect(below('c')).toEqual([]);
  });

  it('ignored directories that git has something of, and those of an archive but for what builds leave', () => {
    const files = { '.gitignore': 'pages\nout\nother\n', 'pages/a': '', 'out/a': '', 'other/a': '' };
    expect(listed(makeRepo(files))).toEqual(['other/a', 'pages/a']);
    expect(listed(makeRepo({ ...files, '.git/index': 'DIRC of no kind' }))).toEqual([]);
    const root = makeRepo(files);
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
    git('init');
    expect(listed(root)).toEqual([]);
    git('add', '--force', 'out/a', 'pages/a');
    expect(listed(root)).toEqual(['out/a', 'pages/a']);
  });

  it('names that differ in case only, and names of any characters', () => {
    const names = ['readme', 'README', 'a\nb', 'a\u001B[2Jb', '$(x)', 'ü', '{{x}}'];
    const { files, read } = openInventory(makeRepo(Object.fromEntries(names.map((name) => [name, name]))));
    expect(files).toEqual(names.toSorted());
    for (const name of names) expect(read(name)).toBe(name);
  });

  it('links to files inside, but none out of the root, to directories, in loops or to nothing', () => {
    const outside = makeRepo({ 'secret.txt': 'secret' });
    const root = makeRepo({ 'dir/real.txt': 'real' });
    const link = (target: string, name: string) => symlinkSync(target, join(root, name));
    link('dir/real.txt', 'inside.txt');
    link(join(outside, 'secret.txt'), 'outside.txt');
    link('../../../../../../../../etc/passwd', 'passwd');
    link('dir', 'linked-dir');
    link('.', 'loop');
    link('b', 'a');
    link('a', 'b');
    link('missing', 'broken');
    link(outside, 'dir/out');
    const { files, read } = openInventory(root);
    expect(files).toEqual(['dir/real.txt', 'inside.txt']);
    expect(read('inside.txt')).toBe('real');
    expect(read('outside.txt')).toBeUndefined();
    expect(read('../secret.txt')).toBeUndefined();
  });

  it('nothing that is no file: pipes, sockets', () => {
    const root = makeRepo({ 'a.txt': '' });
    execFileSync('mkfifo', [join(root, 'package.json')]);
    expect(openInventory(root).files).toEqual(['a.txt']);
  });

  it('trees of 40 directories, and not of 100', () => {
    const nested = [40, 65, 100].map((depth) => Array.from({ length: depth }, () => 'd').join('/'));
    const [fine, limit, over] = nested as [string, string, string];
    const { files, problems } = openInventory(makeRepo({ [`${fine}/x`]: '', [`${over}/y`]: '' }));
    expect(files).toEqual([`${fine}/x`]);
    expect(problems()).toEqual([`${limit}: too deep to look into`]);
  });

  it.skipIf(isRoot)('what may not be read is told', () => {
    const root = makeRepo({ 'a/x.txt': '', 'b.json': '{}' });
    chmodSync(join(root, 'a'), 0);
    chmodSync(join(root, 'b.json'), 0);
    const { files, json, problems } = openInventory(root);
    expect([files, json('b.json'), problems()]).toEqual([
      ['b.json'],
      undefined,
      ['a: EACCES', 'b.json: EACCES'],
    ]);
    chmodSync(join(root, 'a'), 0o755);
  });
});

describe('what is read', () => {
  it('UTF-8 and UTF-16, with their marks; nothing that is no text or too long', () => {
    const root = makeRepo({
      utf8: '\uFEFF{"a": 1}',
      'utf16le.json': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"a": 1}', 'utf16le')]),
      'utf16be.json': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('{"a": 1}', 'utf16le').swap16()]),
      binary: Buffer.from([1, 0, 2]),
      huge: '',
      empty: '',
    });
    truncateSync(join(root, 'huge'), 1_000_000_000);
    const { read, json, problems } = openInventory(root);
    expect([read('utf8'), json('utf16le.json'), json('utf16be.json'), read('empty')]).toEqual([
      '{"a": 1}',
      { a: 1 },
      { a: 1 },
      '',
    ]);
    expect([read('binary'), read('huge'), read('missing')]).toEqual([undefined, undefined, undefined]);
    expect(problems()).toEqual(['binary: not a text', 'huge: longer than 4 MB']);
  });

  it('what has become a pipe or a directory since it was listed is not waited for', () => {
    const root = makeRepo({ x: '' });
    const inventory = openInventory(root);
    execFileSync('rm', [join(root, 'x')]);
    execFileSync('mkfifo', [join(root, 'x')]);
    expect(inventory.read('x')).toBeUndefined();
    expect(inventory.problems()).toEqual(['x: not a regular file']);
  });

  it('broken files are told, once, and are nothing', () => {
    const root = makeRepo({
      'a.json': '{"a": ',
      'b.toml': 'a = [',
      'c.yaml': 'a: [\n b: }',
      'd.xml': '<a><b></a>',
      'bomb.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefg'[at]}`).join(',')}]`).join('\n')}\n`,
      'bomb.xml': '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><a>&z;</a>',
    });
    const { json, toml, yaml, xml, problems } = openInventory(root);
    expect([json('a.json'), toml('b.toml'), yaml('c.yaml'), xml('d.xml'), yaml('bomb.yaml')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(JSON.stringify(xml('bomb.xml') ?? '')).not.toContain('yyy');
    expect(json('a.json')).toBeUndefined();
    expect(problems().filter((each) => !each.startsWith('bomb.xml'))).toHaveLength(5);
  });

  it('deep nesting is no crash', () => {
    const deep = 100_000;
    const root = makeRepo({
      'a.json': '['.repeat(deep),
      'b.toml': `a = ${'['.repeat(deep)}`,
      'c.yaml': '- '.repeat(deep),
      'd.xml': '<a>'.repeat(deep),
      'e.yaml': '['.repeat(deep),
    });
    const { json, toml, yaml, xml } = openInventory(root);
    expect([json('a.json'), toml('b.toml'), yaml('c.yaml'), yaml('e.yaml')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(() => xml('d.xml')).not.toThrow();
  });

  it('no key of a file reaches the prototype of all objects', () => {
    const { json, yaml, toml } = openInventory(
      makeRepo({
        'a.json': '{"__proto__": {"polluted": 1}}',
        'b.yaml': '__proto__: {polluted: 1}\n',
        'c.toml': '[__proto__]\npolluted = 1\n',
      }),
    );
    json('a.json');
    yaml('b.yaml');
    toml('c.toml');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('what is searched', () => {
  it('the first lines that match, in the order of the files', () => {
    const { search } = openInventory(
      makeRepo({ a: 'x\nport 1\nport 2\n', b: 'port 3', c: 'long '.repeat(1000) + 'port 4' }),
    );
    const all = search(['b', 'a', 'c', 'missing'], /port (\d)/, 9);
    expect(all.map(({ path, line, match }) => `${path}:${line} ${match[1]}`)).toEqual([
      'b:1 3',
      'a:2 1',
      'a:3 2',
    ]);
    expect(search(['a'], /port/g)).toHaveLength(1);
    expect(search(['a'], /^port 2$/)).toHaveLength(1);
  });
});

it('a directory whose own .gitignore is no text, or names everything, is looked into as far as it can be', () => {
  const root = emptyDir();
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'a/x'), '');
  writeFileSync(join(root, '.gitignore'), Buffer.from([0xff, 0xfe, 0, 0x5b, 0x5b, 0x5c]));
  expect(openInventory(root).files).toEqual(['.gitignore', 'a/x']);
});
