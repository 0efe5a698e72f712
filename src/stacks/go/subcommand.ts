import { block, findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';

/** Words that a program with several commands serves by, the most telling first. */
const names = [
  'serve',
  'server',
  'run',
  'start',
  'web',
  'http',
  'api',
  'daemon',
  'up',
  'listen',
  'standalone',
];

/** The word without which the program only prints its help; undefined where it needs none. */
export function readSubcommand(
  program: Program,
): { readonly word: string; readonly from: string } | undefined {
  const lists = listsOf(program);
  const found = lists.map(({ words }) => best(words)).find((word) => word !== undefined);
  return found && { word: found.word, from: placeOf(found.at) };
}

/** It does nothing without one of its words, and none of those says that it serves. */
export function isOnlyCommands(program: Program): boolean {
  const lists = listsOf(program);
  return lists.some(({ sure }) => sure) && lists.every(({ words }) => best(words) === undefined);
}

/** The words of each way to tell them; none where the program does its work without a word. */
function listsOf(program: Program): readonly Words[] {
  return [readCobra(program), readStruct(program), readSwitch(program)];
}

/** A command that says what there is, and no more. */
const onlyHelps =
  /\bRunE?:\s*func\([^)]*\)\s*(?:error\s*)?\{\s*(?:return\s+|_\s*=\s*)?\w+\.(?:Help|Usage)\(\)\s*(?:return nil\s*)?(?:os\.Exit\(\d\)\s*)?\}/;

type Word = { readonly word: string; readonly at: Found };
type Words = {
  readonly words: readonly Word[];
  /** Nothing but its help comes of it without one of them. */
  readonly sure: boolean;
};
const none: Words = { words: [], sure: false };

/** &cobra.Command{Use: "serve [flags]", RunE: …}: one that has a Run of its own and adds others needs no word. */
function readCobra({ files }: Program): Words {
  const commands = findAll(files, /(?:(\w+)\s*(?::?=|:)\s*)?&?cobra\.Command\{/g).map((at) => {
    const text = block(at.file.code, at.match.index);
    const outer = text.slice(1).replaceAll(/\{[^{}]*\}/g, '');
    const [word = ''] = (/\bUse:\s*["`]([^"`\n]+)/.exec(text)?.[1] ?? '').split(/\s/);
    return { at, word, variable: at.match[1] ?? '', runs: /\bRunE?:/.test(outer) && !onlyHelps.test(text) };
  });
  if (commands.length < 2) return none;
  const root = commands.find(
    ({ variable, word }) => /root|^(?:base)?cmd$|^app$/i.test(variable) && !names.includes(word),
  );
  const sets =
    root && files.some(({ code }) => new RegExp(String.raw`\b${root.variable}\.RunE?\s*=`).test(code));
  if (root && (root.runs || sets)) return none;
  const words = commands.filter((each) => each !== root);
  return { words, sure: root !== undefined && words.length > 1 };
}

/** &cli.Command{Name: "serve", Action: …}, and any other list of commands with names. */
function readStruct({ files, imports }: Program): Words {
  if (
    ![...imports.keys()].some((path) =>
      /urfave\/cli|codegangsta\/cli|alecthomas\/kingpin|mitchellh\/cli|google\/subcommands|ffcli|caddy/.test(
        path,
      ),
    ) &&
    !files.some(({ code }) => /\bRegisterCommand\(/.test(code))
  )
    return none;
  const app = findAll(files, /cli\.(?:App|Command)\{|cli\.NewApp\(\)/g)[0];
  const outer = app === undefined ? '' : withoutNested(block(app.file.code, app.match.index));
  if (/\bAction:/.test(outer) || files.some(({ code }) => /\bapp\.Action\s*=/.test(code))) return none;
  const called = findAll(files, /\.Command\(\s*"([\w-]+)"/g);
  const words = [...findAll(files, /\bName:\s*"([\w-]+)"/g), ...called];
  return {
    words: words.map((at) => ({ at, word: at.match[1] ?? '' })),
    sure: app === undefined ? called.length > 1 : /\bCommands:/.test(outer),
  };
}

/** switch os.Args[1] { case "server": … } in the main package. */
function readSwitch(program: Program): Words {
  const own = program.files.filter((file) => program.distance(file) === 0);
  if (!own.some(({ code }) => /\bos\.Args\b|\bflag\.Args?\(|\bNArg\(/.test(code))) return none;
  const words = findAll(own, /\bcase\s+(?:"[^"]*",\s*)*"([\w-]+)"/g).map((at) => ({
    at,
    word: at.match[1] ?? '',
  }));
  const others = words.filter((each) => !isHelp(each) && !/version/.test(each.at.match[0]));
  return { words, sure: words.some(isHelp) && others.length > 1 };
}

function isHelp({ at }: Word): boolean {
  return /"-{0,2}help"/.test(at.match[0]);
}

function best(words: readonly Word[]): Word | undefined {
  for (const name of names) {
    const found = words.find(({ word }) => word === name);
    if (found) return found;
  }
  return undefined;
}

/** The fields of a literal without what its own literals hold. */
function withoutNested(text: string): string {
  let inner = text.slice(1, -1);
  for (let before = ''; before !== inner;) {
    before = inner;
    inner = inner.replaceAll(/\{[^{}]*\}/g, '');
  }
  return inner;
}
