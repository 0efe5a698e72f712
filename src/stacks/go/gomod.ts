import { isPlain } from './plain.ts';

/** What a go.mod says; broken lines are left out. */
export type GoMod = {
  readonly module: string;
  /** Line of the module's path, from 1. */
  readonly line: number;
  /** `1.22.3` and its line. */
  readonly go?: { readonly value: string; readonly line: number };
  readonly requires: readonly Requirement[];
  /** Directories, relative to the module's, that stand in for modules. */
  readonly replaces: readonly { readonly module: string; readonly path: string }[];
  /** Modules that stand under another name or version in go.sum. */
  readonly replaced: ReadonlySet<string>;
  /** Packages of `tool` lines. */
  readonly tools: readonly string[];
};

export type Requirement = { readonly path: string; readonly version: string; readonly indirect: boolean };

/** https://go.dev/ref/mod#go-mod-file */
export function readGoMod(text: string): GoMod {
  const requires: Requirement[] = [];
  const replaces: { module: string; path: string }[] = [];
  const replaced = new Set<string>();
  const tools: string[] = [];
  let module = '';
  let line = 1;
  let go: GoMod['go'];
  for (const { verb, words, comment, at } of statements(text)) {
    const [first = '', second = ''] = words;
    if (verb === 'module') [module, line] = [first, at];
    if (verb === 'go' && /^1\.\d+/.test(first)) go = { value: first, line: at };
    if (verb === 'tool' && first !== '') tools.push(first);
    if (verb === 'require' && second !== '')
      requires.push({ path: first, version: second, indirect: comment.includes('indirect') });
    if (verb === 'replace') replaced.add(first);
    const target = words[words.indexOf('=>') + 1];
    if (verb === 'replace' && words.includes('=>') && target !== undefined && /^\.{1,2}(?:\/|$)/.test(target))
      replaces.push({ module: first, path: target });
  }
  return { module, line, ...(go && { go }), requires, replaces, replaced, tools };
}

/** Directories of `use` lines. https://go.dev/ref/mod#workspaces */
export function readGoWork(text: string): { readonly uses: readonly string[]; readonly go?: string } {
  const all = [...statements(text)];
  const go = all.find(({ verb }) => verb === 'go')?.words[0];
  return {
    uses: all.flatMap(({ verb, words }) => (verb === 'use' && words[0] !== undefined ? [words[0]] : [])),
    ...(go !== undefined && { go }),
  };
}

type Statement = {
  readonly verb: string;
  readonly words: readonly string[];
  readonly comment: string;
  readonly at: number;
};

/** Each line as a statement of its own; a line of a block has the block's verb. */
function* statements(text: string): Generator<Statement> {
  let block = '';
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const [, body = '', comment = ''] = /^((?:[^/]|\/(?!\/))*)(.*)$/.exec(raw) ?? [];
    const words = (body.match(/"[^"]*"|`[^`]*`|\(|\)|[^\s()]+/g) ?? []).map((word) =>
      word.replaceAll(/^["`]|["`]$/g, ''),
    );
    if (!words.every(isPlain)) continue;
    const [first = '', second] = words;
    if (first === ')') block = '';
    else if (block !== '' && words.length > 0) yield { verb: block, words, comment, at: index + 1 };
    else if (second === '(') block = first;
    else if (words.length > 1) yield { verb: first, words: words.slice(1), comment, at: index + 1 };
  }
}
