import { shellCommand } from '../../ui/shell.ts';
import { parseCommand } from '../command.ts';
import type { Fact } from '../types.ts';
import { pathFrom, textOf } from './values.ts';

/** What starts a program, as its only work. */
const wrappers = /^(?:.*\/)?(?:tini|dumb-init|catatonit|exec)$/;
const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da)?sh$/;

/** The words of an exec form as one command line; what only wraps the command is left out. */
export function lineOfWords(words: readonly string[]): string | undefined {
  const [program, ...rest] = words;
  if (program === undefined) return undefined;
  if (wrappers.test(program)) {
    const from = rest.findIndex((word) => !word.startsWith('-'));
    return from < 0 ? undefined : lineOfWords(rest.slice(from));
  }
  if (shells.test(program) && /^-\w*c$/.test(rest[0] ?? '')) return unwrapped(rest[1] ?? '');
  return textOf(shellCommand(words));
}

/** A command line as a person writes it, without what only wraps it. */
export function unwrapped(line: string): string | undefined {
  const text = textOf(line);
  if (text === undefined) return undefined;
  const [first, ...more] = parseCommand(text) ?? [];
  if (!first || more.length > 0 || Object.keys(first.env).length > 0) return text.replace(/^exec\s+/, '');
  const [program = ''] = first.words;
  const wraps = wrappers.test(program) || (shells.test(program) && /^-\w*c$/.test(first.words[1] ?? ''));
  return wraps ? lineOfWords(first.words) : text;
}

/** `cd web && npm start` is a command of the directory `web`. */
export function splitDirectory(dir: string, line: string): { readonly dir: string; readonly line: string } {
  const [, to, rest] = /^cd\s+([\w./-]+)\s*(?:&&|;)\s*(\S.*)$/.exec(line) ?? [];
  const inside = to === undefined ? undefined : pathFrom(dir, to);
  return inside === undefined || rest === undefined ? { dir, line } : { dir: inside, line: rest };
}

/** Is it how a developer starts it on his own machine? */
export function isForDevelopment(line: string): boolean {
  return /\b(?:dev|develop|watch|debug|debugpy|nodemon|ts-node-dev|reflex|air|runserver|livereload)\b|--(?:reload|inspect|hot)/.test(
    line,
  );
}

const installs = [
  /^(?:npm|pnpm|bun) (?:install|ci|i|add)\b/,
  /^yarn(?: install| --\S+)*$/,
  /^yarn add\b/,
  /^corepack /,
  /^(?:python3? -m )?pip3? install\b/,
  /^(?:uv (?:sync|pip)|poetry (?:install|config|lock)|pdm (?:install|sync)|pipenv (?:install|sync))\b/,
  /^go (?:mod|get)\b/,
  /^(?:apt|apt-get|apk) /,
];

/** Commands that build, without those that install dependencies: recipes do that in a layer of its own. */
export function buildOf(commands: readonly string[], from: string): Fact | undefined {
  const texts = commands.map(textOf).filter((text) => text !== undefined && text !== '...') as string[];
  const kept = texts.flatMap((text) => withoutInstalls(text));
  return kept.length === 0 ? undefined : { value: kept.join(' && '), from, confidence: 'medium' };
}

function withoutInstalls(text: string): readonly string[] {
  const all = text.split(/\s*(?:&&|;)\s*/).filter((part) => part !== '');
  // Quotes and the like: the parts may be no commands.
  if (/["'`|(){}]/.test(text)) return [text];
  return all.filter((part) => !installs.some((install) => install.test(part)));
}
