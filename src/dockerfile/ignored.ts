import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** What a build context leaves out. Paths are relative to it, with forward slashes. */
export type Ignored = {
  has(path: string): boolean;
  /** Nothing below this directory is part of the context. */
  hasAllBelow(directory: string): boolean;
};

type Rule = { readonly pattern: RegExp; readonly text: string; readonly negated: boolean };

/** The ignore file of a context's Dockerfile: its own, or that of the context (https://docs.docker.com/build/concepts/context/#dockerignore-files). */
export async function readIgnored(
  context: string,
  file: string = join(context, 'Dockerfile'),
): Promise<Ignored> {
  for (const path of [`${file}.dockerignore`, join(context, '.dockerignore')]) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseIgnored(text);
  }
  return parseIgnored('');
}

/** Matches as the builder does: the last pattern that fits the path or a directory above it decides (moby/patternmatcher:patternmatcher.go). */
export function parseIgnored(text: string): Ignored {
  const rules = text.split('\n').flatMap((line) => parseRule(line) ?? []);
  const has = (path: string) => {
    const parts = path.split('/');
    const paths = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
    return rules.findLast(({ pattern }) => paths.some((each) => pattern.test(each)))?.negated === false;
  };
  return {
    has,
    hasAllBelow: (directory) =>
      has(directory) &&
      !rules.some(({ negated, text: wanted }) => negated && mayBeBelow(literalStart(wanted), directory)),
  };
}

function parseRule(line: string): Rule | undefined {
  const trimmed = line.replace(/^\uFEFF/, '').trim();
  if (trimmed === '' || line.startsWith('#')) return undefined;
  const negated = trimmed.startsWith('!');
  const text = posix.normalize(trimmed.slice(negated ? 1 : 0).trim()).replace(/^\/+|\/+$/g, '');
  return text === '' ? undefined : { pattern: toRegExp(text), text, negated };
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]]*\]|\\.|[.+^$(){}|[\]]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1) return token;
    return `\\${token}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // The builder refuses such a pattern; nothing fits it.
    return /^(?!)/;
  }
}

function literalStart(pattern: string): string {
  return pattern.replace(/[*?[\\].*$/, '');
}

/** May something whose path starts like this be below the directory? */
function mayBeBelow(start: string, directory: string): boolean {
  const below = `${directory}/`;
  return start.startsWith(below) || below.startsWith(start);
}
