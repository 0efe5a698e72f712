import { posix } from 'node:path';
import type { Instruction } from '../../dockerfile/instructions.ts';
import type { Inventory } from '../../inventory/types.ts';
import { parseCommand } from '../command.ts';
import type { Fact } from '../types.ts';
import { lineOfWords, unwrapped } from './command-line.ts';

type Started = { readonly start?: Fact; readonly notes?: readonly string[] };

/** The Dockerfile that was there before. */
export type Old = {
  /** Instructions of its last stage and of those that it is built on. */
  readonly last: readonly Instruction[];
  readonly repo: Inventory;
  readonly path: string;
  /** The directory that its image is of. */
  readonly dir: string;
  /** Its directories for data, in ours too. */
  readonly volumes: readonly string[];
};

/** What the last ENTRYPOINT and CMD run, as a command line of the repository’s own directory. */
export function startOf(old: Old): Started {
  const { last, path } = old;
  const at = ({ line }: Instruction) => `${path}:${line}`;
  const entrypoint = last.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  const cmd = last.findLast(({ keyword }) => keyword === 'CMD');
  const [first, second] = [entrypoint && wordsOf(entrypoint.rest), cmd && wordsOf(cmd.rest)];
  if (entrypoint && first && isScript(first)) {
    const what = first.find((word) => word.endsWith('.sh')) ?? 'a script';
    const notes = [`${at(entrypoint)} starts ${what} first: what that does is not carried over`];
    const start = cmd && made(second, cmd.rest, at(cmd), old);
    return { ...(start && { start }), notes };
  }
  if (entrypoint) {
    const words = first && second ? [...first, ...second] : first;
    const start = made(words, entrypoint.rest, at(entrypoint), old);
    return start ? { start } : {};
  }
  const start = cmd && made(second, cmd.rest, at(cmd), old);
  return start ? { start } : {};
}

/** An exec form; undefined for a shell form. */
function wordsOf(rest: string): readonly string[] | undefined {
  if (!rest.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(rest);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

function isScript(words: readonly string[]): boolean {
  return words.some((word) => /entrypoint|(?<!(?:^|\/)catalina)\.sh$/.test(word));
}

function made(
  words: readonly string[] | undefined,
  rest: string,
  from: string,
  { last, repo, dir, volumes }: Old,
): Fact | undefined {
  const line = words ? lineOfWords(words) : unwrapped(rest);
  if (
    line === undefined ||
    /(?:^|[\s/])(?:nginx|httpd|apache2\S*|caddy|supervisord|php-fpm|catalina\.sh)\b/.test(line)
  )
    return undefined;
  const home = workdirOf(last);
  const local = withoutEnvironment(line).replaceAll(/(?<![^\s'"=])\/[\w./-]+/g, (word) =>
    word.startsWith(`${home}/`) && home !== '/' ? word.slice(home.length + 1) : word,
  );
  // Files of the old image that were put elsewhere by its COPY: nobody can tell what they were.
  const strange = [...local.matchAll(/(?<![^\s'"=])\/[\w./-]+/g)].map(([word]) => word);
  const isKnown = (word: string) =>
    /^\/(?:usr\/(?:local\/)?)?s?bin\/[\w.-]+$|^\/(?:dev|tmp)\//.test(word) ||
    volumes.some((volume) => word === volume || word.startsWith(`${volume}/`));
  if (!strange.every(isKnown)) return undefined;
  return isThere(local, repo, dir) ? { value: local, from, confidence: 'medium' } : undefined;
}

/**
 * Python's own programs by their names alone: `/app/.venv/bin/gunicorn`, and what is beside a Python that is named by its path.
 * https://docs.python.org/3/library/venv.html#how-venvs-work
 */
function withoutEnvironment(line: string): string {
  const [, beside] = /(?:^|\s)((?:\.{0,2}\/)?[\w./-]+)\/bin\/python[\d.]*(?=\s|$)/.exec(line) ?? [];
  return line.replaceAll(/(?<![^\s'"=])([\w./-]+)\/bin\/([\w.-]+)/g, (word, where: string, program: string) =>
    where === beside || /(?:^|\/)(?:[\w.-]*venv|virtualenv|env|\.local)$/.test(where) ? program : word,
  );
}

function workdirOf(last: readonly Instruction[]): string {
  return last
    .filter(({ keyword }) => keyword === 'WORKDIR')
    .reduce((at, { rest }) => posix.resolve(at, rest.replaceAll(/["']/g, '')), '/');
}

/** A program of the repository’s own tree must be in it: what the old build made has another place and name in ours. */
function isThere(line: string, repo: Inventory, dir: string): boolean {
  const program = parseCommand(line)?.[0]?.words[0];
  if (program === undefined || !program.includes('/') || program.startsWith('/')) return true;
  return repo.has(posix.join(dir === '' ? '.' : dir, program));
}
