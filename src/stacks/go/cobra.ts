import { posix } from 'node:path';
import { block, findAll, type Found } from './lines.ts';
import { nameOf } from './mains.ts';
import type { Program } from './program.ts';
import { wantsDirectory } from './wanted-directory.ts';
import { none, type Words } from './words.ts';

type Command = {
  readonly at: Found;
  readonly word: string;
  /** Nothing but a directory is wanted besides. */
  readonly directory?: true;
  /** It says that it wants a word of its own: serve <remote>. */
  readonly wants: boolean;
  /** That it is kept in. */
  readonly variable: string;
  /** What it does when it is called, with the function that it names; empty: nothing but help. */
  readonly does: string;
};

/** A command that says what there is, and no more. */
const onlyHelps =
  /\bRunE?:\s*func\([^)]*\)\s*(?:error\s*)?\{\s*(?:(?:return\s+|_\s*=\s*)?\w+\.(?:Help|Usage)\(\)|fmt\.Print\w*\("[^"\n]*"\))\s*(?:return nil\s*)?(?:os\.Exit\(\d\)\s*)?\}/;
const serves = new Set(['serve', 'server']);

/** &cobra.Command{Use: "serve [flags]", RunE: …}: one that does something without a word needs none, unless another serves. */
export function readCobra(program: Program): Words {
  const commands = commandsOf(program);
  if (commands.length < 2) return none;
  const root = rootOf(commands, program);
  const words = commands.filter((each) => each !== root && !each.wants);
  const wanting = commands.some(({ word, wants }) => wants && serves.has(word));
  const set =
    root?.variable &&
    program.files
      .map(({ code }) => new RegExp(String.raw`\b${root.variable}\.RunE?\s*=([^\n]*)`).exec(code)?.[1])
      .find((text) => text !== undefined);
  const does = `${root?.does ?? ''}${set ?? ''}`;
  if (root && does !== '')
    return /serve|listen|start|daemon/i.test(does)
      ? none
      : { words: words.filter(({ word }) => serves.has(word)), sure: wanting };
  return { words, sure: root !== undefined && commands.length > 2 };
}

function commandsOf({ files }: Program): readonly Command[] {
  return findAll(files, /(?:(\w+)\s*(?::?=|:)\s*)?&?(?:cobra|coral)\.Command\{/g).map((at) => {
    const text = block(at.file.code, at.match.index);
    const outer = text.slice(1).replaceAll(/\{[^{}]*\}/g, '');
    const [word = '', ...rest] = (/\bUse:\s*["`]([^"`\n]+)/.exec(text)?.[1] ?? '').split(/\s/);
    const runs = /\bRunE?:/.test(outer) && !onlyHelps.test(text);
    const directory = wantsDirectory(rest);
    const wants = !directory && rest.some((each) => each.startsWith('<'));
    return {
      at,
      word,
      ...(directory && { directory }),
      wants,
      variable: at.match[1] ?? '',
      does: runs ? text.slice(text.search(/\bRunE?:/)) : '',
    };
  });
}

/** The one that the others are added to: called like the program, or kept in what is called so. */
function rootOf(commands: readonly Command[], { module, dir }: Program): Command | undefined {
  const named = new Set([nameOf(module), posix.basename(dir)]);
  const cmds = commands.filter(({ variable }) => /^(?:base)?cmd$/i.test(variable));
  return (
    commands.find(({ variable }) => /root|^app$/i.test(variable)) ??
    commands.find(({ word }) => named.has(word)) ??
    cmds.find(({ word }) => cmds.length === 1 && !serves.has(word) && word !== 'run' && word !== 'start')
  );
}
