import { clean, inside } from '../../inventory/paths.ts';
import { parseCommand } from '../../detect/command.ts';
import type { Hints } from '../../detect/types.ts';
import type { Module } from './module.ts';

/** What other files say of a module: which main package is built, and what it is called with. */
export type GoHints = {
  /** Directories of main packages, relative to the root. */
  readonly mains: readonly string[];
  /** Likewise, of what is released: often the command line beside a server. */
  readonly released: readonly string[];
  /** Arguments of the start command, where it starts a program of Go. */
  readonly args: readonly string[];
  /** What stands before them: the program, or a word that it is given, as in `command: serve -d` of compose. */
  readonly called: string;
};

export function readGoHints({ repo, dir }: Module, { build, start }: Hints): GoHints {
  const mains: string[] = [];
  const released: string[] = [];
  const add = (path: string, to: string[]) => {
    const at = clean(inside(dir, path.replace(/\/[^/]*\.go$/, '').replace(/\/\*.*$|\/\.\.\.$/, '')));
    if (!at.startsWith('..') && repo.below(at).some((file) => file.endsWith('.go'))) to.push(at);
  };
  for (const line of [build?.value, start?.value]) {
    const pkg = /\bgo (?:build|run|install)\b[^&;|]*?\s(\.\/[\w./*-]+|cmd\/[\w./*-]+)(?:\s|$)/.exec(
      line ?? '',
    )?.[1];
    if (pkg !== undefined) add(pkg, mains);
  }
  for (const name of ['.goreleaser.yml', '.goreleaser.yaml']) {
    const { builds } = (repo.yaml(inside(dir, name)) ?? {}) as { builds?: unknown };
    const [first] = (Array.isArray(builds) ? builds : []) as (
      | { main?: unknown; dir?: unknown }
      | undefined
    )[];
    if (typeof first?.main === 'string' && first.dir === undefined)
      add(first.main.replace(/\/?main\.go$/, '') || '.', released);
  }
  const called = start && parseCommand(start.value)?.at(-1)?.words[0];
  return { mains, released, args: argumentsOf(start?.value), called: called ?? '' };
}

/** `web: ./bin/app serve --port $PORT` -> serve --port $PORT */
function argumentsOf(line: string | undefined): readonly string[] {
  const last = line === undefined ? undefined : parseCommand(line)?.at(-1);
  const [program = '', ...rest] = last?.words ?? [];
  if (/^(?:sh|bash|make|npm|yarn|air|reflex|task|just|docker)$/.test(program.split('/').at(-1) ?? ''))
    return [];
  if (program === 'go') return rest[0] === 'run' ? known(rest.slice(2)) : [];
  return known(program.startsWith('-') ? [program, ...rest] : rest);
}

/** An image has no shell that would fill in a variable; the port is filled in when it is made. */
function known(words: readonly string[]): readonly string[] {
  return words.filter((word, at) => !isOpen(word) && !(/^-[^=]*$/.test(word) && isOpen(words[at + 1])));
}

function isOpen(word = ''): boolean {
  return /\$(?!PORT\b|\{PORT\})/.test(word);
}
