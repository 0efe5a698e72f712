import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

type MesonOption = { readonly name: string; readonly type: string; readonly value: string };

/** The options that a project has for its user. https://mesonbuild.com/Build-options.html */
export function mesonOptions(repo: Inventory, dir: string): readonly MesonOption[] {
  const file = ['meson.options', 'meson_options.txt'].find((name) => repo.has(posix.join(dir, name)));
  if (file === undefined) return [];
  const text = (repo.read(posix.join(dir, file)) ?? '').replaceAll(/^\s*#[^\n]*/gm, '');
  return text
    .split(/\boption\s*\(/)
    .slice(1, 300)
    .flatMap((body) => {
      const name = /^\s*'([\w.-]+)'/.exec(body)?.[1];
      const value = /\bvalue\s*:\s*(?:'([^'\n]*)'|(true|false|\d+))/.exec(body);
      const type = /\btype\s*:\s*'(\w+)'/.exec(body)?.[1] ?? 'string';
      return name === undefined ? [] : [{ name, type, value: value?.[1] ?? value?.[2] ?? '' }];
    });
}

/** Settings that leave out what no image needs, and what takes tools of its own to make: tests, manuals, completions. */
export function withoutExtras(options: readonly MesonOption[]): readonly string[] {
  const extra =
    /^(?:build|enable|with|install)?[-_]?(?:unit|bash|zsh|fish|shell|gtk|html|api|man|user)?[-_]?(?:tests?|testing|docs?|documentation|man|manual|manpages?|pages|completions?|examples?|benchmarks?)$/;
  return options.flatMap(({ name, type, value }) => {
    if (!extra.test(name)) return [];
    if (type === 'feature' && value === 'enabled') return [`-D${name}=disabled`];
    return type === 'boolean' && value !== 'false' ? [`-D${name}=false`] : [];
  });
}

/** What variables of a script are first set to, as it is written. https://mesonbuild.com/Syntax.html#variables */
export function assigned(script: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of script.matchAll(
    /^[ \t]*([a-zA-Z_]\w*)[ \t]*=[ \t]*([^=\n][^\n]*)$/gm,
  ))
    if (!values.has(name)) values.set(name, value);
  return values;
}

/** What words are made of. */
type Known = {
  readonly variables: ReadonlyMap<string, string>;
  readonly options: readonly MesonOption[];
  readonly project: string;
};

/** Each of some variables may be the sum of many others: look-ups are counted over all of them. */
const mostLookups = 200;
const deepest = 5;
const longest = 300;

/**
 * The value of an expression of strings: `get_option('prefix') + 'name'`; undefined where only Meson knows, and for what is longer
 * than any name.
 */
export function wordOf(
  expression: string,
  known: Known,
  depth = 0,
  budget = { left: mostLookups },
): string | undefined {
  if (depth > deepest || expression.length > longest) return undefined;
  let word = '';
  for (const term of expression.split('+')) {
    const value = budget.left-- > 0 ? valueOf(term.trim(), known, depth, budget) : undefined;
    if (value === undefined || word.length + value.length > longest) return undefined;
    word += value;
  }
  return word;
}

function valueOf(text: string, known: Known, depth: number, budget: { left: number }): string | undefined {
  const literal = /^'([^'\n]*)'$/.exec(text)?.[1];
  if (literal !== undefined) return literal;
  if (/^meson\.project_name\(\s*\)$/.test(text)) return known.project;
  const option = /^get_option\(\s*'([\w.-]+)'\s*\)$/.exec(text)?.[1];
  if (option !== undefined) return known.options.find(({ name }) => name === option)?.value;
  const set = known.variables.get(text);
  return set === undefined ? undefined : wordOf(set, known, depth + 1, budget);
}
