import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeFile } from '../../src/update/merge.ts';
import { tool } from '../../src/tool.ts';
import { createRandom } from '../e2e/support/random.ts';
import { emptyDir } from '../support/cli.ts';

type Texts = { readonly old: string; readonly yours: string; readonly ours: string };

/** What comes out: the text, or the text with markers under `conflict`. */
async function merge(path: string, { old, yours, ours }: Texts, encoding: BufferEncoding = 'utf8') {
  const [from, mine, theirs] = [old, yours, ours].map((text) => Buffer.from(text, encoding));
  const merged = await mergeFile(path, { old: from!, yours: mine!, ours: theirs! });
  return merged.clean ? merged.content.toString(encoding) : { conflict: merged.marked?.toString(encoding) };
}

/** The same by git. */
function byGit({ old, yours, ours }: Texts): { clean: boolean; text: string } {
  const dir = emptyDir();
  const paths = Object.entries({ yours, old, ours }).map(([name, text]) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  });
  const { status, stdout } = spawnSync('git', ['merge-file', '--stdout', ...paths], { encoding: 'utf8' });
  expect(status).toBeGreaterThanOrEqual(0);
  return { clean: status === 0, text: stdout };
}

/** Each with a line end. */
const ended = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');
/** Words as lines. */
const lines = (words: string) => ended(words.split(' '));
const markers = (yours: string, ours: string) =>
  `<<<<<<< yours\n${yours}=======\n${ours}>>>>>>> ${tool.name} ${tool.version}\n`;

describe('lines (old, the user’s, ours -> merged), as git merges them', () => {
  it.each([
    ['nobody changed anything', 'a b c', 'a b c', 'a b c', 'a b c'],
    ['only the user changed', 'a b c', 'a B c', 'a b c', 'a B c'],
    ['only we changed', 'a b c', 'a b c', 'a B c', 'a B c'],
    ['both, apart', 'a b c d e', 'A b c d e', 'a b c d E', 'A b c d E'],
    ['both, with one line between', 'a b c', 'A b c', 'a b C', 'A b C'],
    ['both the same', 'a b c', 'a X c', 'a X c', 'a X c'],
    ['both the same, and the user another', 'a b c d', 'a X c D', 'a X c d', 'a X c D'],
    ['both inserted the same', 'a b', 'a x b', 'a x b', 'a x b'],
    ['the user inserted, we changed elsewhere', 'a b c d', 'a x b c d', 'a b c D', 'a x b c D'],
    ['inserted at both ends', 'a b', 'x a b', 'a b y', 'x a b y'],
    ['the user deleted, we changed elsewhere', 'a b c d', 'a c d', 'a b c D', 'a c D'],
    ['both deleted the same', 'a b c d', 'a d', 'a d', 'a d'],
    ['we deleted what the user left', 'a b c d', 'A b c d', 'a b d', 'A b d'],
    ['repeated lines', 'x x a x x b', 'x x a x x B', 'y x x a x x b', 'y x x a x x B'],
    ['a line of the user’s twice', 'a b c d', 'a b b c d', 'a b c D', 'a b b c D'],
    ['unicode', 'ä 漢 c 🐳', 'ö 漢 c 🐳', 'ä 漢 c 🦀', 'ö 漢 c 🦀'],
    [
      'names that objects have',
      '__proto__ a constructor',
      '__proto__ a b',
      'x __proto__ a constructor',
      'x __proto__ a b',
    ],
  ])('%s', async (_, old, yours, ours, expected) => {
    const texts = { old: lines(old), yours: lines(yours), ours: lines(ours) };
    expect(await merge('Dockerfile', texts)).toBe(lines(expected));
    expect(byGit(texts)).toEqual({ clean: true, text: lines(expected) });
  });

  it.each([
    ['the same line', 'a b c', 'a X c', 'a Y c', `a\n${markers('X\n', 'Y\n')}c\n`],
    ['adjacent lines', 'a b c d', 'a B c d', 'a b C d', `a\n${markers('B\nc\n', 'b\nC\n')}d\n`],
    ['insertions at one place', 'a b', 'a x b', 'a y b', `a\n${markers('x\n', 'y\n')}b\n`],
    ['deleted here, changed there', 'a b c', 'a c', 'a B c', `a\n${markers('', 'B\n')}c\n`],
    ['changed here, deleted there', 'a b c', 'a B c', 'a c', `a\n${markers('B\n', '')}c\n`],
    ['everything', 'a', 'x', 'y', markers('x\n', 'y\n')],
    ['part of it the same', 'a b c d', 'a X B d', 'a X C d', `a\nX\n${markers('B\n', 'C\n')}d\n`],
    ['one of two places', 'a b c d e', 'A b c X e', 'a b c Y e', `A\nb\nc\n${markers('X\n', 'Y\n')}e\n`],
  ])('conflict: %s', async (_, old, yours, ours, marked) => {
    const texts = { old: lines(old), yours: lines(yours), ours: lines(ours) };
    expect(await merge('Dockerfile', texts)).toEqual({ conflict: marked });
    expect(byGit(texts).clean).toBe(false);
  });
});

describe('what is not a line’s own text', () => {
  it.each([
    ['CRLF of the user’s, nothing else', 'a\nb\nc\n', 'a\r\nb\r\nc\r\n', 'a\nb\nC\n', 'a\r\nb\r\nC\r\n'],
    ['CRLF and a change', 'a\nb\nc\n', 'A\r\nb\r\nc\r\n', 'a\nb\nC\n', 'A\r\nb\r\nC\r\n'],
    ['CRLF, nothing new', 'a\nb\n', 'a\r\nB\r\n', 'a\nb\n', 'a\r\nB\r\n'],
    [
      'mixed line ends stay where we change nothing',
      'a\nb\nc\nd\n',
      'a\r\nb\nc\nd\n',
      'a\nb\nc\nD\n',
      'a\r\nb\nc\nD\n',
    ],
    ['no line end at the end of the user’s', 'a\nb\nc\n', 'A\nb\nc', 'a\nb\nC\n', 'A\nb\nC'],
    ['no line end at the end of ours', 'a\nb\nc', 'A\nb\nc', 'a\nb\nC\n', 'A\nb\nC\n'],
    ['the user added the line end', 'a\nb\nc', 'A\nb\nc\n', 'a\nb\nC', 'A\nb\nC\n'],
    ['no line end, and lines come after', 'a\nb', 'A\nb', 'a\nb\nc\n', 'A\nb\nc\n'],
    ['a byte-order mark', 'a\nb\nc\n', '\uFEFFA\nb\nc\n', 'a\nb\nC\n', '\uFEFFA\nb\nC\n'],
    ['the user’s file is empty now', 'a\nb\n', '', 'a\nb\n', ''],
    ['it was empty', '', 'mine\n', '', 'mine\n'],
    ['it was empty, and only we have something', '', '', 'new\n', 'new\n'],
    ['blank lines', 'a\n\nb\n\nc\n', 'a\n\nb\n\nC\n', 'A\n\nb\n\nc\n', 'A\n\nb\n\nC\n'],
    ['a carriage return inside a line', 'a\rb\nc\nd\n', 'a\rb\nc\nD\n', 'A\rb\nc\nd\n', 'A\rb\nc\nD\n'],
  ])('%s', async (_, old, yours, ours, expected) => {
    expect(await merge('Dockerfile', { old, yours, ours })).toBe(expected);
  });

  it('conflict markers have the user’s line ends', async () => {
    const texts = { old: 'a\nb\n', yours: 'a\r\nX\r\n', ours: 'a\nY\n' };
    const marked = `a\n${markers('X\n', 'Y\n')}`.replaceAll('\n', '\r\n');
    expect(await merge('Dockerfile', texts)).toEqual({ conflict: marked });
  });

  it('bytes that are not UTF-8 come through', async () => {
    const texts = {
      old: '# caf\u00E9\nb\nc\n',
      yours: '# caf\u00E9\nb\nC\n',
      ours: 'x\n# caf\u00E9\nb\nc\n',
    };
    expect(await merge('Dockerfile', texts, 'latin1')).toBe('x\n# caf\u00E9\nb\nC\n');
  });

  it('what is not text is never merged', async () => {
    const texts = { old: 'a\0\nb\nc\n', yours: 'A\0\nb\nc\n', ours: 'a\0\nb\nC\n' };
    expect(await merge('logo.png', texts)).toEqual({ conflict: undefined });
  });
});

describe('large files', () => {
  const repeated = Array.from({ length: 50_000 }, (_, at) => (at % 2 === 0 ? '}' : `line ${at % 700}`));

  it('of repeated lines take no longer than they must', async () => {
    const old = ended(repeated);
    const merged = await merge('f', { old, yours: `mine\n${old}`, ours: `${old}ours\n` });
    expect(merged).toBe(`mine\n${old}ours\n`);
  });

  it('that have little in common are a conflict', async () => {
    const texts = { old: ended(repeated.slice(0, 9)), yours: ended(repeated.toReversed()), ours: 'ours\n' };
    expect(await merge('f', texts)).toEqual({ conflict: expect.stringContaining('>>>>>>>') });
  });
});

const manifest = `{
  "name": "demo",
  "engines": { "node": ">=22" },
  "scripts": {
    "dev": "node main.ts"
  }
}
`;
const managed = manifest.replace('  "scripts"', '  "packageManager": "pnpm@1",\n  "scripts"');

describe('JSON, by keys where lines overlap', () => {
  it.each([
    [
      'lines do',
      manifest.replace('main.ts"', 'main.ts --x"'),
      managed,
      managed.replace('main.ts"', 'main.ts --x"'),
    ],
    [
      'the whole file laid out anew by a package manager, with its indent',
      `${JSON.stringify({ ...JSON.parse(manifest), license: 'MIT' }, undefined, 4)}\n`,
      managed,
      `${JSON.stringify({ name: 'demo', engines: { node: '>=22' }, packageManager: 'pnpm@1', scripts: { dev: 'node main.ts' }, license: 'MIT' }, undefined, 4)}\n`,
    ],
    [
      'on one line, without a line end',
      JSON.stringify({ ...JSON.parse(manifest), type: 'module' }),
      managed,
      JSON.stringify(
        {
          name: 'demo',
          engines: { node: '>=22' },
          packageManager: 'pnpm@1',
          scripts: { dev: 'node main.ts' },
          type: 'module',
        },
        undefined,
        2,
      ),
    ],
    [
      'a comma that lines would lose',
      manifest.replace('main.ts"\n', 'main.ts",\n    "lint": "oxlint"\n'),
      manifest.replace('"dev": "node main.ts"', '"dev": "node main.ts",\n    "test": "node --test"'),
      manifest
        .replace(
          '"dev": "node main.ts"',
          '"dev": "node main.ts",\n    "test": "node --test",\n    "lint": "oxlint"',
        )
        .replace('{ "node": ">=22" }', '{\n    "node": ">=22"\n  }'),
    ],
    [
      'a key that we drop',
      manifest.replace('"demo"', '"mine"'),
      manifest.replace('  "engines": { "node": ">=22" },\n', ''),
      `${JSON.stringify({ name: 'mine', scripts: { dev: 'node main.ts' } }, undefined, 2)}\n`,
    ],
  ])('%s', async (_, yours, ours, expected) => {
    expect(await merge('package.json', { old: manifest, yours, ours })).toBe(expected);
  });

  it.each([
    ['the same key', manifest.replace('"demo"', '"mine"'), manifest.replace('"demo"', '"ours"')],
    [
      'a key that the user removed',
      manifest.replace('  "name": "demo",\n', ''),
      manifest.replace('"demo"', '"ours"'),
    ],
    ['not JSON', 'mine\n', managed],
  ])('conflict: %s', async (_, yours, ours) => {
    expect(await merge('package.json', { old: manifest, yours, ours })).toEqual({
      conflict: expect.stringContaining('<<<<<<< yours'),
    });
  });
});

const settings = `# How this repository's image is made and what it is held to.
schema: 1
tool: create-distroless@0.1.0
template: { source: builtin, version: 0.1.0 }

answers:
  lang: go
  target: scratch
  name: demo
  port: "8080"

verify:
  size: 8MB
  boot: 5s
  probe: { path: /healthz, status: 200 }
`;
const change = (text: string, ...pairs: readonly (readonly [string, string])[]) =>
  pairs.reduce((changed, [from, to]) => {
    expect(changed).toContain(from);
    return changed.replace(from, to);
  }, text);
const other = change(settings, ['target: scratch', 'target: distroless'], ['8MB', '11MB']);
const version = (text: string) => text.replaceAll('0.1.0', '0.2.0');

describe('distroless.yaml: what the user changed stays theirs, the answers are this run’s', () => {
  it.each([
    ['untouched', settings, other, other],
    [
      'a budget that we change too',
      change(settings, ['8MB', '12MB']),
      other,
      change(other, ['11MB', '12MB']),
    ],
    [
      'a budget beside it',
      change(settings, ['boot: 5s', 'boot: 9s']),
      other,
      change(other, ['boot: 5s', 'boot: 9s']),
    ],
    [
      'with comments',
      change(settings, ['8MB', '12MB # agreed'], ['verify:', '# ours\nverify:']),
      other,
      change(other, ['11MB', '12MB # agreed'], ['verify:', '# ours\nverify:']),
    ],
    [
      'laid out by the user',
      change(settings, ['size: 8MB', 'size:   8MB    # agreed'], ['boot: 5s', "\n\n  boot: '5s'"]),
      change(other, ['boot: 5s', 'boot: 7s'], ['status: 200', 'status: 204'], ['/healthz', '"/a, b"']),
      change(
        other,
        ['size: 11MB', 'size:   11MB    # agreed'],
        ['boot: 5s', '\n\n  boot: 7s'],
        ['status: 200', 'status: 204'],
        ['/healthz', '"/a, b"'],
      ),
    ],
    [
      'a section of theirs',
      `${settings}  skip: { health: probed by Kubernetes }\n`,
      other,
      `${other}  skip: { health: probed by Kubernetes }\n`,
    ],
    [
      'a budget that they removed',
      change(settings, ['  size: 8MB\n', '']),
      other,
      change(other, ['  size: 11MB\n', '']),
    ],
    [
      'an answer beside ours by hand',
      change(settings, ['8080', '9000']),
      change(other, ['8080', '9000']),
      change(other, ['8080', '9000']),
    ],
    ['an answer by hand, which a flag takes back', change(settings, ['8080', '9000']), settings, settings],
    [
      'the same answer otherwise',
      change(settings, ['target: scratch', 'target: "other"']),
      other,
      change(other, ['target: distroless', 'target: distroless']),
    ],
    [
      'an answer more',
      change(settings, ['8MB', '12MB']),
      change(other, ['target: distroless', 'target: distroless\n  manager: x']),
      change(other, ['11MB', '12MB'], ['target: distroless', 'target: distroless\n  manager: x']),
    ],
    [
      'an answer less',
      change(settings, ['8MB', '12MB']),
      change(other, ['  port: "8080"\n', '']),
      change(other, ['11MB', '12MB'], ['  port: "8080"\n', '']),
    ],
    [
      'a newer tool',
      change(settings, ['8MB', '12MB']),
      version(other),
      version(change(other, ['11MB', '12MB'])),
    ],
    [
      'the version changed by hand',
      change(settings, ['tool: create-distroless@0.1.0', 'tool: mine']),
      version(other),
      version(other),
    ],
    [
      'CRLF',
      change(settings, ['8MB', '12MB']).replaceAll('\n', '\r\n'),
      other,
      change(other, ['11MB', '12MB']).replaceAll('\n', '\r\n'),
    ],
  ])('%s', async (_, yours, ours, expected) => {
    expect(await merge('distroless.yaml', { old: settings, yours, ours })).toBe(expected);
  });

  it('is a conflict when it is no YAML', async () => {
    const texts = { old: settings, yours: settings.replace('target: scratch', 'target: ['), ours: other };
    expect(await merge('distroless.yaml', texts)).toEqual({ conflict: expect.stringContaining('target: [') });
  });
});

describe('random edits', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e9);
  const { int } = createRandom(seed);
  const pick = (below: number) => int(0, below);

  /** Numbered lines with some edits; every line that is new is unlike all others. */
  function edit(base: readonly string[], who: string): { lines: string[]; own: string[] } {
    const changed = [...base];
    const own: string[] = [];
    for (let count = pick(5); count > 0; count--) {
      const at = pick(changed.length + 1);
      const fresh = `${who}${own.length}`;
      const kind = pick(3);
      if (kind < 2) own.push(fresh);
      changed.splice(at, kind === 0 ? 0 : 1 + pick(2), ...(kind === 2 ? [] : [fresh]));
    }
    return { lines: changed, own: own.filter((line) => changed.includes(line)) };
  }
  const rounds = Array.from({ length: 300 }, () => {
    // Some lines are repeated, as closing brackets are.
    const old = Array.from({ length: pick(25) }, (_, at) => (pick(6) === 0 ? '}' : `line ${at}`));
    return { old, yours: edit(old, 'yours'), ours: edit(old, 'ours') };
  });

  it(`an unchanged side gives the other, two equal ones themselves (SEED=${seed})`, async () => {
    for (const { old, yours, ours } of rounds) {
      const [o, y, t] = [old, yours.lines, ours.lines].map(ended) as [string, string, string];
      expect(await merge('f', { old: o, yours: y, ours: o })).toBe(y);
      expect(await merge('f', { old: o, yours: o, ours: t })).toBe(t);
      expect(await merge('f', { old: o, yours: y, ours: y })).toBe(y);
    }
  });

  it(`no line of the user’s is lost, and none of ours (SEED=${seed})`, async () => {
    let conflicts = 0;
    for (const { old, yours, ours } of rounds) {
      const merged = await merge('f', {
        old: ended(old),
        yours: ended(yours.lines),
        ours: ended(ours.lines),
      });
      if (typeof merged !== 'string') conflicts += 1;
      const all = (typeof merged === 'string' ? merged : (merged.conflict as string)).split('\n');
      expect(all).toEqual(expect.arrayContaining([...yours.own, ...ours.own]));
    }
    // Both outcomes were there to be tried.
    expect(conflicts).toBeGreaterThan(0);
    expect(conflicts).toBeLessThan(rounds.length);
  });

  it(`is clean where git is, with the same text, if no line is repeated (SEED=${seed})`, async () => {
    for (const { old, yours, ours } of rounds.slice(0, 100)) {
      const only = (all: readonly string[]) => ended(all.filter((line) => line !== '}'));
      const texts = { old: only(old), yours: only(yours.lines), ours: only(ours.lines) };
      const [merged, git] = [await merge('f', texts), byGit(texts)];
      expect({ texts, clean: typeof merged === 'string' }).toEqual({ texts, clean: git.clean });
      expect(typeof merged === 'string' ? merged : git.text).toBe(git.text);
    }
  });
});
