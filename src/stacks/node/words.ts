import type { Package } from './package.ts';

/** Commands that run what follows them. */
export const wrappers = new Set([
  'exec',
  'npx',
  'bunx',
  'pnpx',
  'env',
  'cross-env',
  'cross-env-shell',
  'dotenv',
  'dotenvx',
  'env-cmd',
  'time',
  'nice',
  'dumb-init',
  'tini',
  'wait-port',
  'nohup',
]);

/** Of bun's own: what else stands after it is a script or a file. */
const bunCommands = new Set([
  'install',
  'i',
  'add',
  'a',
  'remove',
  'update',
  'build',
  'test',
  'x',
  'init',
  'create',
]);

export function scriptOf(
  { scripts }: Package,
  name: string,
  words: readonly string[],
): { readonly id: string; readonly args: readonly string[] } | undefined {
  if (!/^(npm|yarn|yarnpkg|pnpm|bun|node)$/.test(name)) return undefined;
  const plain = words.filter((word) => !/^(-s|--silent|--if-present|--prefer-online)$/.test(word));
  const [first = '', second] = plain;
  const runs = first === 'run' || first === 'run-script';
  const id = runs ? second : first;
  if (id === undefined || scripts[id] === undefined || (name === 'bun' && !runs && bunCommands.has(first)))
    return undefined;
  if (name === 'npm' && !runs && !/^(start|test|stop)$/.test(first)) return undefined;
  const args = plain.slice(runs ? 2 : 1);
  return { id, args: args[0] === '--' ? args.slice(1) : args };
}

export function unwrap(words: readonly string[]): readonly string[] {
  const [wrapper = '', ...rest] = words;
  const name = base(wrapper);
  let at = 0;
  while (at < rest.length) {
    const word = rest[at] as string;
    if (word === '--') return rest.slice(at + 1);
    if (/^(-e|-f|--file|--env-file|-p|--package|-v|--environments)$/.test(word) && name !== 'env') at += 2;
    // Which environment: https://github.com/entropitor/dotenv-cli#cascading-env-variables
    else if (name === 'dotenv' && word === '-c' && !rest[at + 1]?.startsWith('-')) at += 2;
    else if (word.startsWith('-')) at += 1;
    else if (name === 'env-cmd' && word.startsWith('.')) at += 1;
    else if (name === 'dotenvx' && word === 'run') at += 1;
    else break;
  }
  return rest.slice(at);
}

export function assignments(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words
      .filter((word) => word.includes('='))
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
}

export function firstFile(
  words: readonly string[],
  takes = /^(-P|--project|-r|--require|-O|--compiler-options|--tsconfig|--import|-C|--loader)$/,
): number {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (takes.test(word)) at += 1;
    else if (!word.startsWith('-')) return at;
  }
  return -1;
}

export function base(word: string): string {
  return word
    .replace(/^(\.\/)?node_modules\/\.bin\//, '')
    .replace(/^.*\/node_modules\/(.+?)\/(bin\/)?.*$/, '$1');
}

/** Those that no shell has to fill in: there is none. */
export function plainValues(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !value.includes('$')));
}
