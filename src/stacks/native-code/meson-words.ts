import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

export type MesonOption = { readonly name: string; readonly type: string; readonly value: string };

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

/** The value of an expression of strings: `get_option('prefix') + 'name'`; undefined where only Meson knows. */
export function wordOf(
  expression: string,
  script: string,
  options: readonly MesonOption[],
  project: string,
  depth = 0,
): string | undefined {
  if (depth > 5 || expression.length > 300) return undefined;
  const terms = expression.split('+').map((term) => {
    const text = term.trim();
    const literal = /^'([^'\n]*)'$/.exec(text)?.[1];
    if (literal !== undefined) return literal;
    if (/^meson\.project_name\(\s*\)$/.test(text)) return project;
    const option = /^get_option\(\s*'([\w.-]+)'\s*\)$/.exec(text)?.[1];
    if (option !== undefined) return options.find(({ name }) => name === option)?.value;
    if (!/^[a-zA-Z_]\w*$/.test(text)) return undefined;
    const set = new RegExp(`^[ \\t]*${text}[ \\t]*=[ \\t]*([^=\\n][^\\n]*)$`, 'm').exec(script)?.[1];
    return set === undefined ? undefined : wordOf(set, script, options, project, depth + 1);
  });
  return terms.some((term) => term === undefined) ? undefined : terms.join('');
}
