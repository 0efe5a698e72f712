import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { unconfigured } from './configure-script.ts';
import { expand, split, unknown, words } from './make-expand.ts';

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
  /** `debug: CFLAGS = -g`, by target. */
  readonly special: Map<string, Map<string, string>>;
  readonly budget: { left: number };
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
    ['LD', 'ld'],
    ['LINK.o', 'cc'],
    ['LINK.c', 'cc'],
    ['LINK.cc', 'c++'],
    ['LINK.cpp', 'c++'],
  ]);
  const state: State = {
    repo,
    dir: posix.dirname(path),
    variables,
    rules: [],
    special: new Map(),
    budget: { left: 100_000 },
    depth: 0,
  };
  readFile(path, state);
  const rules = state.rules.map((rule) => ({
    ...rule,
    recipe: rule.recipe.map((line) =>
      expand(line, withAutomatic(rule, variables, state.special.get(rule.target)), state, 0),
    ),
  }));
  return { path, variables, rules };
}

function withAutomatic(
  { target, needs }: { target: string; needs: readonly string[] },
  variables: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string> = new Map(),
) {
  return new Map([
    ...variables,
    ...own,
    ['@', target],
    ['<', needs[0] ?? ''],
    ['^', needs.join(' ')],
    ['@F', posix.basename(target)],
  ]);
}

function readFile(path: string, state: State): void {
  if (state.depth++ > 12) return;
  const read = (state.repo.read(path) ?? '').replaceAll('\r', '');
  const text = path.endsWith('.in') ? unconfigured(read) : read;
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
  const inside = /^\((.*)\)$/.exec(code)?.[1];
  const quoted = /^["'](.*?)["']\s+["'](.*?)["']$/.exec(code)?.slice(1);
  const sides = inside === undefined ? quoted : split(inside);
  if (sides?.length !== 2) return undefined;
  const [left, right] = sides.map((side) => expand(side.trim(), state.variables, state, 0).trim());
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
  if (!rule) return undefined;
  const special = /^(?:export\s+|override\s+|private\s+)*([\w.-]+)\s*(\+|\?|::?)?=\s*(.*)$/.exec(
    rule[2] ?? '',
  );
  if (special) {
    for (const target of words(expand(rule[1] ?? '', state.variables, state, 0))) {
      const own = new Map([...state.variables, ...(state.special.get(target) ?? [])]);
      assign(special[1] as string, special[2] ?? '', special[3] ?? '', { variables: own });
      const value = own.get(special[1] as string) ?? '';
      state.special.set(target, new Map(state.special.get(target)).set(special[1] as string, value));
    }
    return [];
  }
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

function assign(name: string, how: string, value: string, { variables }: Pick<State, 'variables'>): void {
  if (how === '?' && variables.has(name)) return;
  if (how === '!') return;
  const own = new RegExp(`\\$[({]${name.replaceAll(/[.-]/g, '\\$&')}[)}]`, 'g');
  const before = variables.get(name) ?? '';
  const text = how === '+' ? `${before} ${value}` : value.replaceAll(own, () => before);
  if (text.length < 50_000) variables.set(name, text);
}
