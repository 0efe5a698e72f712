import { holds, isForElsewhere } from './constraint.ts';
import { isPlain } from './plain.ts';

/** What one file of Go says. */
export type GoFile = {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly pkg: string;
  readonly imports: readonly string[];
  /** The text without comments and with the same lines. */
  readonly code: string;
  /** Patterns of `//go:embed`, each with its line. */
  readonly embeds: readonly { readonly pattern: string; readonly line: number }[];
  /** Commands of `//go:generate`. */
  readonly generates: readonly string[];
  /** What follows `//go:build`; empty without one. */
  readonly constraint: string;
};

const tokens = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'/g;

/** Reads a file of Go as far as it matters here; undefined for what is none, or is for other systems than Linux. */
export function readGoFile(path: string, text: string): GoFile | undefined {
  if (isForElsewhere(path)) return undefined;
  const embeds: { pattern: string; line: number }[] = [];
  const generates: string[] = [];
  let constraint = '';
  const lineOf = lineStarts(text);
  const code = text.replaceAll(tokens, (token, at: number) => {
    if (!token.startsWith('/')) return token;
    const [, verb, rest = ''] = /^\/\/go:(embed|generate|build) +(.*)$/.exec(token.trimEnd()) ?? [];
    if (verb === 'embed') embeds.push(...embedded(rest, lineOf(at)));
    if (verb === 'generate') generates.push(rest);
    if (verb === 'build') constraint = rest;
    const old = /^\/\/ \+build (.*)$/.exec(token)?.[1];
    // The old form: spaces are "or", commas are "and".
    if (old !== undefined && constraint === '')
      constraint = old.trim().replaceAll(',', '&&').replaceAll(/\s+/g, '||');
    return token.replaceAll(/[^\n]/g, ' ');
  });
  const pkg = /^\s*package\s+(\w+)/.exec(code)?.[1];
  if (pkg === undefined) return undefined;
  return { path, pkg, imports: importsOf(code), code, embeds, generates, constraint };
}

/** Is the file part of a build with these tags, for Linux and without cgo? */
export function isBuilt({ constraint }: GoFile, tags: ReadonlySet<string>): boolean {
  return constraint === '' || holds(constraint, tags);
}

function importsOf(code: string): readonly string[] {
  const found: string[] = [];
  for (const [, group, single] of code.matchAll(
    /^[ \t]*import\s*(?:\(([^)]*)\)|(?:[\w.]+\s+)?["`]([^"`\n]+)["`])/gm,
  )) {
    if (single !== undefined) found.push(single);
    for (const [, path = ''] of (group ?? '').matchAll(/["`]([^"`\n]+)["`]/g)) found.push(path);
  }
  return found;
}

function embedded(rest: string, line: number): { pattern: string; line: number }[] {
  return (rest.match(/"[^"]*"|`[^`]*`|\S+/g) ?? []).filter(isPlain).map((word) => ({
    pattern: word.replaceAll(/^["`]|["`]$/g, '').replace(/^all:/, ''),
    line,
  }));
}

/** The line of each place of a text, from 1. */
export function lineStarts(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (index) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
