import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

export type Rule = {
  readonly target: string;
  readonly needs: readonly string[];
  /** Its recipe, expanded as far as can be told. */
  readonly recipe: readonly string[];
  readonly from: string;
};

export type Makefile = {
  readonly path: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
};

const mostLines = 5000;

type State = {
  readonly repo: Inventory;
  readonly dir: string;
  readonly variables: Map<string, string>;
  readonly rules: { target: string; needs: string[]; recipe: string[]; from: string }[];
  depth: number;
};

/**
 * Reads a makefile as far as text alone tells: variables, conditions, rules. What a shell would say is known for `uname`.
 * https://www.gnu.org/software/make/manual/make.html
 */
export function readMakefile(repo: Inventory, path: string): Makefile {
  const variables = new Map([
    ['CC', 'cc'],
    ['CXX', 'c++'],
    ['MAKE', 'make'],
    ['CURDIR', '.'],
    ['RM', 'rm -f'],
    ['AR', 'ar'],
  ]);
  const state: State = { repo, dir: posix.dirname(path), variables, rules: [], depth: 0 };
  readFile(path, state);
  const rules = state.rules.map((rule) => ({
    ...rule,
    recipe: rule.recipe.map((line) => expand(line, withAutomatic(rule, variables), state, 0)),
  }));
  return { path, variables, rules };
}

function withAutomatic(
  { target, needs }: { target: string; needs: readonly string[] },
  variables: ReadonlyMap<string, string>,
) {
  return new Map([
    ...variables,
    ['@', target],
    ['<', needs[0] ?? ''],
    ['^', needs.join(' ')],
    ['@F', posix.basename(target)],
  ]);
}

function readFile(path: string, state: State): void {
  if (state.depth++ > 12) return;
  const text = (state.repo.read(path) ?? '').replaceAll('\r', '');
  const conditions: (boolean | undefined)[] = [];
  let current: State['rules'] = [];
  let define = false;
  const lines = text.split('\n');
  for (let at = 0; at < Math.min(lines.length, mostLines); at++) {
    const start = at;
    let line = lines[at] as string;
    while (line.endsWith('\\') && at + 1 < lines.length)
      line = `${line.slice(0, -1)} ${(lines[++at] as string).trim()}`;
    if (/^\s*define\b/.test(line)) define = true;
    if (define) {
      if (/^\s*endef\b/.test(line)) define = false;
      continue;
    }
    const word = /^\s*(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*)$/.exec(line);
    if (word) {
      branch(word[1] as string, word[2] as string, conditions, state);
      continue;
    }
    if (conditions.some((truth) => truth === false)) continue;
    if (line.startsWith('\t')) {
      for (const rule of current) rule.recipe.push(line.trim());
      continue;
    }
    const code = line.replace(/(^|\s)#.*$/, '$1').trim();
    if (code === '') continue;
    current = readLine(code, `${path}:${start + 1}`, state) ?? current;
  }
}

function branch(word: string, rest: string, conditions: (boolean | undefined)[], state: State): void {
  if (word === 'endif') conditions.pop();
  else if (word !== 'else') conditions.push(test(word, rest, state));
  else if (conditions.length > 0) {
    const last = conditions.pop();
    const again = /^(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$/.exec(rest);
    // What came before is forgotten: of several branches that are not known all are read.
    conditions.push(
      last === true
        ? false
        : again
          ? test(again[1] as string, again[2] as string, state)
          : last === false
            ? true
            : undefined,
    );
  }
}

function test(word: string, rest: string, state: State): boolean | undefined {
  const code = rest.replace(/\s+#.*$/, '').trim();
  if (word === 'ifdef' || word === 'ifndef')
    return ((state.variables.get(code) ?? '') !== '') === (word === 'ifdef');
  const match = /^\((.*),([^,]*)\)$/.exec(code) ?? /^["'](.*?)["']\s+["'](.*?)["']$/.exec(code);
  if (!match) return undefined;
  const [left, right] = [match[1] ?? '', match[2] ?? ''].map((side) =>
    expand(side.trim(), state.variables, state, 0).trim(),
  );
  if (left?.includes(unknown) || right?.includes(unknown)) return undefined;
  return (left === right) === (word === 'ifeq');
}

function readLine(code: string, from: string, state: State): State['rules'] | undefined {
  const included = /^[-s]?include\s+(.+)$/.exec(code)?.[1];
  if (included !== undefined) {
    for (const name of words(expand(included, state.variables, state, 0)))
      readFile(posix.join(state.dir, name), state);
    return [];
  }
  const assigned = /^(?:export\s+|override\s+)*([\w.-]+)\s*(\?|\+|::?|!)?=\s*(.*)$/.exec(code);
  if (assigned) {
    assign(assigned[1] as string, assigned[2] ?? '', assigned[3] ?? '', state);
    return [];
  }
  const rule = /^([^:=\t]+?)\s*::?(?!=)\s*([^;]*)(?:;(.*))?$/.exec(code);
  if (!rule || /^[\w.-]+\s*(\+|\?|:)?=/.test(rule[2] ?? '')) return undefined;
  const needs = words(expand((rule[2] ?? '').replace('|', ' '), state.variables, state, 0));
  const made = words(expand(rule[1] ?? '', state.variables, state, 0)).map((target) => ({
    target,
    needs,
    recipe: rule[3] === undefined || rule[3].trim() === '' ? [] : [rule[3].trim()],
    from,
  }));
  state.rules.push(...made);
  return made;
}

function assign(name: string, how: string, value: string, { variables }: State): void {
  if (how === '?' && variables.has(name)) return;
  if (how === '!') return;
  const own = new RegExp(`\\$[({]${name.replaceAll(/[.-]/g, '\\$&')}[)}]`, 'g');
  const before = variables.get(name) ?? '';
  const text = how === '+' ? `${before} ${value}` : value.replaceAll(own, () => before);
  if (text.length < 50_000) variables.set(name, text);
}

/** Stands for what only the build can tell. */
const unknown = '\u0001';

function expand(text: string, variables: ReadonlyMap<string, string>, state: State, depth: number): string {
  if (depth > 12 || text.length > 50_000) return unknown;
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

function call(inside: string, variables: ReadonlyMap<string, string>, state: State, depth: number): string {
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

function wildcard(pattern: string, { repo, dir }: State): readonly string[] {
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

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
