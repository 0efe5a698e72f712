import { join } from 'node:path';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { XMLParser } from 'fast-xml-parser';
import { findAbove } from './above.ts';
import { clip, clipStrings } from './clip.ts';
import { checkDepth } from './depth.ts';
import { readText } from './text.ts';
import type { Hit, Inventory } from './types.ts';
import { walk } from './walk.ts';

/** Lists a repository; its files are read as they are asked for. */
export function openInventory(root: string): Inventory {
  const walked = walk(root);
  const known = new Set(walked.files);
  const problems = new Set(walked.problems);
  const texts = new Map<string, string | undefined>();
  const values = new Map<string, unknown>();
  const { directories, byName } = walked;

  const whole = (path: string): string | undefined =>
    known.has(path) ? attempt(path, () => readText(join(root, path))) : undefined;
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) {
      const text = whole(path);
      texts.set(path, text === undefined ? undefined : clip(text));
    }
    return texts.get(path);
  };
  const attempt = <T>(path: string, act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      problems.add(`${path}: ${firstLine(error)}`);
      return undefined;
    }
  };
  const parsed = (path: string, parse: (text: string) => unknown): unknown => {
    if (values.has(path)) return values.get(path);
    // What a parser reads may have long lines: machines write them too.
    const text = whole(path);
    const value =
      text === undefined ? undefined : attempt(path, () => clipStrings(parse(checkDepth(text)), text));
    values.set(path, value);
    return value;
  };
  const lists = new Map<string, readonly string[]>([['', walked.files]]);
  // Every detector asks for the files of the same few directories.
  const below = (dir: string): readonly string[] => {
    const list = lists.get(dir) ?? range(walked.files, `${dir}/`);
    lists.set(dir, list);
    return list;
  };

  return {
    root,
    files: walked.files,
    has: (path) => known.has(path),
    above: (name) => findAbove(root, name),
    hasDir: (path) => path === '' || directories.has(path),
    names: () => byName.keys(),
    named: (...names) =>
      names
        .flatMap((name) => byName.get(name) ?? [])
        .toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1)),
    below,
    read,
    json: (path) => parsed(path, readJson),
    toml: (path) => parsed(path, (text) => parseToml(text)),
    yaml: (path) =>
      parsed(path, (text) => parseYaml(checkLength(text), { maxAliasCount: 100, logLevel: 'error' })),
    xml: (path) => parsed(path, readXml),
    search: (paths, pattern, limit = 1) => searchIn(paths, pattern, limit, read),
    problems: () => [...problems],
  };
}

/** Its parser is the slowest, and what people write in YAML is short. */
function checkLength(text: string): string {
  if (text.length > 1_000_000) throw new Error('longer than 1 MB');
  return text;
}

/** Comments and trailing commas are common in settings of tools. */
function readJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw new Error(`not valid JSON: ${printParseErrorCode(error.error)} at ${error.offset}`);
  return value;
}

function readXml(text: string): unknown {
  const parser = new XMLParser({ ignoreAttributes: false, processEntities: false, parseTagValue: false });
  return parser.parse(text, true);
}

function searchIn(
  paths: readonly string[],
  pattern: RegExp,
  limit: number,
  read: (path: string) => string | undefined,
): readonly Hit[] {
  const hits: Hit[] = [];
  const anywhere = new RegExp(
    pattern.source,
    pattern.flags.replaceAll(/[gy]/g, '') + (pattern.multiline ? '' : 'm'),
  );
  for (const path of paths) {
    const text = read(path);
    // The whole text first: most files have no hit, and then no line is looked at.
    if (text === undefined || !anywhere.test(text)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      const match = line.length > 2000 ? null : line.match(pattern);
      if (!match) continue;
      hits.push({ path, line: index + 1, match });
      if (hits.length >= limit) return hits;
    }
  }
  return hits;
}

/** The sorted paths that begin with a prefix. */
function range(sorted: readonly string[], prefix: string): readonly string[] {
  const start = lowerBound(sorted, prefix);
  let end = start;
  while (end < sorted.length && (sorted[end] as string).startsWith(prefix)) end++;
  return sorted.slice(start, end);
}

function lowerBound(sorted: readonly string[], value: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function depth(path: string): number {
  return path.split('/').length;
}

function firstLine(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return code ?? message.split('\n', 1)[0] ?? 'cannot be read';
}
