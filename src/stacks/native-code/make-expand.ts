import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

/** Where the makefile is: patterns are of files there. */
export type Scope = {
  readonly repo: Inventory;
  readonly dir: string;
  /** Expansions that are left: variables of variables can be without end. */
  readonly budget: { left: number };
};

/** Stands for what only the build can tell. */
export const unknown = '\u0001';

/** A text with its variables and functions, as far as they are known. */
export function expand(
  text: string,
  variables: ReadonlyMap<string, string>,
  state: Scope,
  depth: number,
): string {
  if (depth > 12 || text.length > 50_000 || state.budget.left-- <= 0) return unknown;
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char !== '$') {
      out += char;
      continue;
    }
    const next = text[at + 1];
    if (next === '(' || next === '{') {
      const end = closing(text, at + 1);
      out += call(text.slice(at + 2, end), variables, state, depth + 1);
      at = end;
    } else {
      out += next === '$' ? '$' : (variables.get(next ?? '') ?? '');
      at++;
    }
  }
  return out;
}

function closing(text: string, open: number): number {
  const [start, end] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === start) depth++;
    if (text[at] === end && --depth === 0) return at;
  }
  return text.length;
}

function call(inside: string, variables: ReadonlyMap<string, string>, state: Scope, depth: number): string {
  const all = (part: string) => expand(part, variables, state, depth);
  const [, name = '', rest = ''] = /^([a-z-]+)\s+([^]*)$/.exec(inside) ?? [];
  const parts = split(rest);
  if (name === 'shell') return shell(rest);
  if (name === 'foreach') return each(parts, variables, state, depth);
  if (name === 'call') return callOf(parts.map(all), variables, state, depth);
  if (name === 'if') return decided(all(parts[0] ?? '').trim(), parts, all);
  if (name === 'wildcard')
    return words(all(rest))
      .flatMap((pattern) => wildcard(pattern, state))
      .join(' ');
  const made = functions[name];
  if (made) return made(parts.map(all));
  if (name === 'or' || name === 'and') return logical(name, parts.map(all));
  if (/^(info|error|warning|eval)$/.test(name)) return '';
  if (/^(origin|word|wordlist|words|join|value|flavor)$/.test(name)) return unknown;
  const substitution = /^([\w.-]+):([^=]*)=(.*)$/.exec(inside);
  if (substitution) {
    const [, id = '', from = '', to = ''] = substitution;
    const pattern = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
    return words(all(variables.get(id) ?? ''))
      .map((word) => substitute(word, pattern[0] as string, pattern[1] as string))
      .join(' ');
  }
  return all(variables.get(all(inside).trim()) ?? '');
}

function mapped(text: string, change: (word: string) => string): string {
  return words(text).map(change).join(' ');
}

/** Functions of text, by what they are given: https://www.gnu.org/software/make/manual/make.html#Text-Functions */
const functions: Readonly<Record<string, (args: readonly string[]) => string>> = {
  notdir: ([text = '']) => mapped(text, (word) => posix.basename(word)),
  dir: ([text = '']) => mapped(text, (word) => `${posix.dirname(word)}/`),
  basename: ([text = '']) => mapped(text, (word) => word.replace(/\.[^./]*$/, '')),
  suffix: ([text = '']) => mapped(text, (word) => posix.extname(word)),
  strip: ([text = '']) => words(text).join(' '),
  sort: ([text = '']) => [...new Set(words(text))].toSorted().join(' '),
  firstword: ([text = '']) => words(text)[0] ?? '',
  lastword: ([text = '']) => words(text).at(-1) ?? '',
  addprefix: ([prefix = '', text = '']) => mapped(text, (word) => `${prefix}${word}`),
  addsuffix: ([suffix = '', text = '']) => mapped(text, (word) => `${word}${suffix}`),
  patsubst: ([from = '', to = '', text = '']) => mapped(text, (word) => substitute(word, from, to)),
  subst: ([from = '', to = '', text = '']) => (from === '' ? text : text.replaceAll(from, to)),
  abspath: ([text = '']) => text,
  realpath: ([text = '']) => text,
  filter: ([patterns = '', text = '']) => chosen(patterns, text, true),
  findstring: ([find = '', text = '']) =>
    find.includes(unknown) || text.includes(unknown) ? unknown : text.includes(find) ? find : '',
  'filter-out': ([patterns = '', text = '']) => chosen(patterns, text, false),
};

function chosen(patterns: string, text: string, wanted: boolean): string {
  if (patterns.includes(unknown) || text.includes(unknown)) return unknown;
  const fits = (word: string) => words(patterns).some((pattern) => substitute(word, pattern, '\0') !== word);
  return words(text)
    .filter((word) => fits(word) === wanted)
    .join(' ');
}

/** `$(if condition,then,else)`; of what only the build can tell, nothing. */
function decided(condition: string, parts: readonly string[], all: (part: string) => string): string {
  if (condition.includes(unknown)) return unknown;
  return all(parts[condition === '' ? 2 : 1] ?? '');
}

/** `$(or a,b)` is the first that is not empty, `$(and a,b)` the last where none is. */
function logical(name: 'or' | 'and', values: readonly string[]): string {
  const all = values.map((value) => value.trim());
  const end = all.find((value) => value.includes(unknown) || (value === '') === (name === 'and'));
  if (end !== undefined) return end.includes(unknown) ? unknown : end;
  return name === 'or' ? '' : (all.at(-1) ?? '');
}

const mostWords = 200;

/** `$(foreach name,words,text)` */
function each(
  [name = '', list = '', text = '']: readonly string[],
  variables: ReadonlyMap<string, string>,
  state: Scope,
  depth: number,
): string {
  return words(expand(list, variables, state, depth))
    .slice(0, mostWords)
    .map((word) => expand(text, new Map([...variables, [name.trim(), word]]), state, depth))
    .join(' ');
}

/** `$(call name,a,b)`: the variable of that name, in which `$(1)` is the first of what follows. */
function callOf(
  [name = '', ...args]: readonly string[],
  variables: ReadonlyMap<string, string>,
  state: Scope,
  depth: number,
): string {
  const body = variables.get(name.trim());
  if (body === undefined) return unknown;
  const own = args.map((arg, at) => [String(at + 1), arg] as const);
  return expand(body, new Map([...variables, ...own]), state, depth);
}

/** At the commas that are in no call of another function. */
export function split(text: string): readonly string[] {
  const parts: string[] = [];
  let [start, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '(' || char === '{') depth++;
    if (char === ')' || char === '}') depth--;
    if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function shell(command: string): string {
  if (/^\s*uname\s*(-s)?\s*(2>.*)?$/.test(command)) return 'Linux';
  if (/uname\s+-m/.test(command)) return 'x86_64';
  if (words(command.replace(/2>.*$/, '')).at(-1) === '-dumpmachine') return 'x86_64-linux-gnu';
  return unknown;
}

function wildcard(pattern: string, { repo, dir }: Scope): readonly string[] {
  if (!/^[\w./*-]+$/.test(pattern)) return [];
  const whole = posix.join(dir, pattern);
  const matches = new RegExp(`^${whole.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  return repo
    .below(dir === '.' ? '' : dir)
    .filter((path) => matches.test(path))
    .map((path) => posix.relative(dir, path));
}

function substitute(word: string, from: string, to: string): string {
  const [head = '', tail = ''] = from.split('%');
  if (!from.includes('%')) return word === from ? to : word;
  if (!word.startsWith(head) || !word.endsWith(tail) || word.length < head.length + tail.length) return word;
  return to.replace('%', () => word.slice(head.length, word.length - tail.length));
}

export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
