import { readCobra } from './cobra.ts';
import { block, findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';
import { wantsDirectory } from './wanted-directory.ts';
import { none, type Word, type Words } from './words.ts';

/** Words that a program with several commands serves by, the most telling first. */
const serving = [
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
): { readonly word: string; readonly from: string; readonly directory: boolean } | undefined {
  const lists = listsOf(program);
  const found = lists.map(({ words }) => best(words)).find((word) => word !== undefined);
  return found && { word: found.word, from: placeOf(found.at), directory: found.directory ?? false };
}

/** It does nothing without one of its words, and none of those says that it serves. */
export function isOnlyCommands(program: Program): boolean {
  const lists = listsOf(program);
  return lists.some(({ sure }) => sure) && lists.every(({ words }) => best(words) === undefined);
}

/** The words of each way to tell them; none where the program does its work without a word. */
function listsOf(program: Program): readonly Words[] {
  return [readCobra(program), readStruct(program), readTags(program), readSwitch(program)];
}

/** &cli.Command{Name: "serve", Action: …}, app.Command("serve", …), and any other list of commands with names. */
function readStruct({ files }: Program): Words {
  // Elsewhere in a program a name may be of anything: a metric, a table.
  const own = files.filter(
    ({ imports, code }) =>
      imports.some((path) =>
        /urfave\/cli|codegangsta\/cli|alecthomas\/kingpin|mitchellh\/cli|google\/subcommands|simplecobra|ffcli|caddy/.test(
          path,
        ),
      ) || /\bRegisterCommand\(/.test(code),
  );
  if (own.length === 0) return none;
  const apps = findAll(files, /cli\.(?:App|Command)\{|cli\.NewApp\(\)/g);
  // In version 3 the program is a command like those that it lists.
  const app =
    apps.find(({ match }) => /App/.test(match[0])) ??
    apps.find((each) => /\bCommands:/.test(fieldsOf(each))) ??
    apps[0];
  const outer = app === undefined ? '' : fieldsOf(app);
  if (/\bAction:/.test(outer) || files.some(({ code }) => /\bapp\.Action\s*=/.test(code))) return none;
  const called = findAll(own, /(?<!\bexec)\.Command\(\s*"([\w-]+)"/g);
  const words = [
    ...findAll(own, /(?<!(?:Flag|Opts|Arg)\{\s*(?:Namespace:[^\n]*\s*)?)\bName:\s*"([\w-]+)"/g),
    // func (c *serve) Name() string { return "serve" }
    ...findAll(own, /\)\s*Name\(\)\s*string\s*\{\s*return\s+"([\w-]+)"/g),
    ...called,
  ];
  return {
    words: words.map((at) => ({
      at,
      word: at.match[1] ?? '',
      ...(needsDirectory(at) && { directory: true }),
    })),
    sure: app === undefined ? called.length > 1 : /\bCommands:/.test(outer),
  };
}

/** ArgsUsage: "DIR" of the same command: https://pkg.go.dev/github.com/urfave/cli/v2#Command */
function needsDirectory({ file, match }: Found): boolean {
  const [own = ''] = file.code.slice(match.index + match[0].length, match.index + 600).split(/\bName:/);
  const usage = /\bArgsUsage:\s*["`]([^"`\n]{1,80})["`]/.exec(own)?.[1];
  return usage !== undefined && wantsDirectory(usage.trim().split(/\s+/));
}

/** How a field of a struct is made a command of its own, by the library that reads the tags. */
const tags: readonly { readonly library: RegExp; readonly command: RegExp; readonly optional: RegExp }[] = [
  // Serve ServeCmd `cmd:""`, or by another name: https://github.com/alecthomas/kong#supported-tags
  {
    library: /alecthomas\/kong$/,
    command: /\bcmd:"/,
    optional: /\bdefault:"(?:1|withargs)"/,
  },
  // ServerCmd `command:"server"`: https://pkg.go.dev/github.com/jessevdk/go-flags
  { library: /\/go-flags$/, command: /\bcommand:"([\w-]+)"/, optional: /\bsubcommands-optional:"/ },
  // Serve *ServeCmd `arg:"subcommand:serve"`: https://github.com/alexflint/go-arg#subcommands
  { library: /\/go-arg$/, command: /\barg:"subcommand(?::([\w-]+))?/, optional: /(?!)/ },
];

/** Fields with tags. Where one is taken by default, the program needs no word. */
function readTags({ files }: Program): Words {
  const found = tags.map(({ library, command, optional }): Words => {
    const own = files.filter(({ imports }) => imports.some((path) => library.test(path)));
    const fields = findAll(own, /^\s*(\w+)\s+[^\x60\n]+\x60([^\x60\n]+)\x60/gm).filter(({ match }) =>
      command.test(match[2] ?? ''),
    );
    if (fields.some(({ match }) => optional.test(match[2] ?? ''))) return none;
    const words = fields.map((at) => {
      const tag = at.match[2] ?? '';
      const name = command.exec(tag)?.[1] ?? /\bname:"([\w-]+)"/.exec(tag)?.[1];
      return { at, word: name ?? (at.match[1] ?? '').toLowerCase() };
    });
    return { words, sure: words.length > 1 };
  });
  return found.find(({ words }) => words.length > 0) ?? none;
}

/** switch os.Args[1] { case "server": … } in the main package, or in the one that it leaves everything to. */
function readSwitch(program: Program): Words {
  const own = program.files.filter((file) => program.distance(file) === 0);
  const asks = own.some(({ code }) => /\bos\.Args\b|\bflag\.Args?\(|\bNArg\(/.test(code));
  const near = program.files.filter((file) => program.distance(file) === 1);
  const sets = [asks ? casesOf(own) : [], casesOf(near, onCommand)];
  return {
    words: sets.flat(),
    sure: sets.some((words) => words.some(isHelp) && commandsOf(words).length > 1),
  };
}

/** Flags, and what they are set to, are no commands. */
function commandsOf(words: readonly Word[]): readonly Word[] {
  return words.filter(
    (each) => !isHelp(each) && !/version|"-|"(?:yes|no|on|off|true|false|\d+)"/.test(each.at.match[0]),
  );
}

/** Of a switch on what the program is called with. */
const onCommand =
  /\bswitch\s+(?:strings\.ToLower\()?(?:cli\.Command|(?:os\.)?[aA]rgs\[[01]\]|flag\.Arg\(0\))\)?\s*$/;

function casesOf(files: Program['files'], subject?: RegExp): readonly Word[] {
  const found = findAll(files, /\bcase\s+(?:"[^"]*",\s*)*"([\w-]+)"/g).filter(({ file, match }) => {
    if (subject === undefined) return true;
    const before = file.code.slice(0, match.index);
    const start = before.lastIndexOf('switch ');
    return start >= 0 && subject.test(before.slice(start, before.indexOf('{', start)));
  });
  return found.map((at) => ({ at, word: at.match[1] ?? '' }));
}

function isHelp({ at }: Word): boolean {
  return /"-{0,2}help"/.test(at.match[0]);
}

function best(words: readonly Word[]): Word | undefined {
  for (const name of serving) {
    const found = words.find(({ word }) => word === name);
    if (found) return found;
  }
  return undefined;
}

function fieldsOf({ file, match }: Found): string {
  return withoutNested(block(file.code, match.index));
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
