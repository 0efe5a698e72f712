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
  const args = rest.split(',').map((arg) => all(arg));
  const [first = '', second = '', third = ''] = args;
  if (name === 'shell') return shell(rest);
  if (name === 'wildcard')
    return words(first)
      .flatMap((pattern) => wildcard(pattern, state))
      .join(' ');
  if (name === 'notdir')
    return words(first)
      .map((word) => posix.basename(word))
      .join(' ');
  if (name === 'basename')
    return words(first)
      .map((word) => word.replace(/\.[^./]*$/, ''))
      .join(' ');
  if (name === 'strip') return words(first).join(' ');
  if (name === 'sort') return [...new Set(words(first))].toSorted().join(' ');
  if (name === 'firstword') return words(first)[0] ?? '';
  if (name === 'addprefix')
    return words(second)
      .map((word) => `${first}${word}`)
      .join(' ');
  if (name === 'addsuffix')
    return words(second)
      .map((word) => `${word}${first}`)
      .join(' ');
  if (name === 'patsubst')
    return words(third)
      .map((word) => substitute(word, first, second))
      .join(' ');
  if (name === 'subst') return first === '' ? third : third.replaceAll(first, second);
  if (name === 'abspath' || name === 'realpath') return first;
  if (
    /^(filter|filter-out|foreach|if|or|and|call|eval|info|error|warning|origin|findstring|word|wordlist|words|dir|suffix|join|value|flavor)$/.test(
      name,
    )
  )
    return name === 'info' || name === 'warning' || name === 'error' || name === 'eval' ? '' : unknown;
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

function shell(command: string): string {
  if (/^\s*uname\s*(-s)?\s*(2>.*)?$/.test(command)) return 'Linux';
  if (/uname\s+-m/.test(command)) return 'x86_64';
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
