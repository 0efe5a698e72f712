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
  const found = readCobra(program) ?? readStruct(program) ?? readSwitch(program);
  return found && { word: found.word, from: placeOf(found.at) };
}

type Word = { readonly word: string; readonly at: Found };

/** &cobra.Command{Use: "serve [flags]", RunE: …}: one that has a Run of its own and adds others needs no word. */
function readCobra({ files }: Program): Word | undefined {
  const commands = findAll(files, /(?:(\w+)\s*(?::?=|:)\s*)?&?cobra\.Command\{/g).map((at) => {
    const text = block(at.file.code, at.match.index);
    const outer = text.slice(1).replaceAll(/\{[^{}]*\}/g, '');
    const [word = ''] = (/\bUse:\s*["`]([^"`\n]+)/.exec(text)?.[1] ?? '').split(/\s/);
    return { at, word, variable: at.match[1] ?? '', runs: /\bRunE?:/.test(outer) };
  });
  if (commands.length < 2) return undefined;
  const root = commands.find(
    ({ variable, word }) => /root|^(?:base)?cmd$|^app$/i.test(variable) && !names.includes(word),
  );
  const sets =
    root && files.some(({ code }) => new RegExp(String.raw`\b${root.variable}\.RunE?\s*=`).test(code));
  if (root && (root.runs || sets)) return undefined;
  return best(commands.filter((each) => each !== root));
}

/** &cli.Command{Name: "serve", Action: …}, and any other list of commands with names. */
function readStruct({ files, imports }: Program): Word | undefined {
  if (
    ![...imports.keys()].some((path) =>
      /urfave\/cli|codegangsta\/cli|alecthomas\/kingpin|mitchellh\/cli|google\/subcommands|ffcli|caddy/.test(
        path,
      ),
    ) &&
    !files.some(({ code }) => /\bRegisterCommand\(/.test(code))
  )
    return undefined;
  const app = findAll(files, /cli\.(?:App|Command)\{|cli\.NewApp\(\)/g)[0];
  const outer = app === undefined ? '' : withoutNested(block(app.file.code, app.match.index));
  if (/\bAction:/.test(outer) || files.some(({ code }) => /\bapp\.Action\s*=/.test(code))) return undefined;
  const words = [
    ...findAll(files, /\bName:\s*"([\w-]+)"/g),
    ...findAll(files, /\.Command\(\s*"([\w-]+)"/g),
  ].map((at) => ({ at, word: at.match[1] ?? '' }));
  return best(words);
}

/** switch os.Args[1] { case "server": … } in the main package. */
function readSwitch(program: Program): Word | undefined {
  const own = program.files.filter((file) => program.distance(file) === 0);
  if (!own.some(({ code }) => /\bos\.Args\b|\bflag\.Args?\(|\bNArg\(/.test(code))) return undefined;
  const cases = findAll(own, /\bcase\s+(?:"[^"]*",\s*)*"([\w-]+)"/g).map((at) => ({
    at,
    word: at.match[1] ?? '',
  }));
  return best(cases);
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
