import { inside, joined } from '../../inventory/paths.ts';
import { toPort } from '../../detect/names.ts';
import type { Fact, Hints } from '../../detect/types.ts';
import { commandOf } from './command-of.ts';
import type { EnvFile } from './env-file.ts';
import { findAll, findFirst, placeOf, type Found } from './lines.ts';
import type { Listens } from './listens.ts';
import { memoryStore } from './memory-store.ts';
import { openHost } from './open-host.ts';
import { otherPort, readListening, type Listening } from './port.ts';
import type { Program } from './program.ts';
import { readGoHints } from './go-hints.ts';
import type { RunTimeFiles } from './run-time-files.ts';
import { readSettingsPort } from './settings-port.ts';
import { readSubcommand } from './subcommand.ts';
import { dataPlace } from './wanted-directory.ts';
import type { Write } from './writes.ts';

/** A text of a file that is replaced in the build stage; of one line alone, where that is said. */
export type Patch = {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly line?: number;
};

/** Where a server listens in its container, and what makes it do so. */
export type Place = {
  readonly port: Fact;
  readonly protocol: Listens['protocol'];
  /** The variable that moves it; absent: none does. */
  readonly portEnv?: string;
  /** `$PORT` stands for the port that is chosen. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly patches: readonly Patch[];
  /** Besides what the source tells. */
  readonly writes?: readonly Write[];
  readonly notes: readonly string[];
};

export function readPlace(
  program: Program,
  listens: Listens,
  said: Hints,
  runTime: RunTimeFiles,
  envFile: EnvFile | undefined,
): Place {
  const { protocol, framework } = listens;
  const subcommand = readSubcommand(program);
  // What another command is told is not where the program listens.
  const isServed = (flag: Found) =>
    subcommand === undefined || ['', subcommand.word].includes(commandOf(flag));
  const [best, ...rest] = readListening(program, protocol).filter(({ found }) => isServed(found));
  const settings = readSettingsPort(program, runTime.base, [
    ...[...runTime.files, ...runTime.withheld].map(({ path, source }) => source ?? path),
    ...(envFile?.source === undefined ? [] : [envFile.source]),
  ]);
  const env = rest.find(
    ({ env: name, port, score }) =>
      name !== undefined && (port === best?.port || name === 'PORT') && score > 50,
  );
  const listening: Listening | undefined = best && {
    ...best,
    ...(best.env === undefined && env?.env !== undefined && { env: env.env, address: env.address }),
  };
  const usual = usualOf(framework, program);
  const { args, called } = readGoHints(program.module, said);
  const given = subcommand !== undefined && subcommand.word === called ? [called, ...args] : args;
  const variable = listening?.env ?? usual?.env;
  const own = portOf(listening, settings, usual, program);
  const text = settings ? (program.module.repo.read(settings.from.replace(/:\d+$/, '')) ?? '') : '';
  const port =
    said.port && !(variable === undefined && isUnheard(said.port, own, [...given, text], program))
      ? said.port
      : own;
  const opened =
    listening && (listening.port === port.value || port.from === listening.from)
      ? openHost(program, listening, isServed)
      : undefined;
  const store = memoryStore(program, isServed);
  const withheld = new Set(runTime.withheld.map(({ path, source = path }) => joined(runTime.base, source)));
  const [edit, ...edits] =
    settings?.port === port.value && !opened ? settings.edits.filter(({ path }) => !withheld.has(path)) : [];
  const wantsData = given.length === 0 && subcommand?.directory === true;
  const isNew = (arg: string) => !given.some((word) => flagOf(word) === flagOf(arg));
  const isStored = store !== undefined && isNew(store.arg);
  const words = [
    ...(given.length > 0
      ? given
      : [
          ...(subcommand ? [subcommand.word] : []),
          ...(wantsData ? [dataPlace] : []),
          ...(usual?.args ?? []),
        ]),
    ...[...(opened?.args ?? []), ...(isStored ? [store.arg] : [])].filter(isNew),
  ];
  return {
    port,
    protocol,
    ...(variable !== undefined && { portEnv: variable }),
    env: {
      ...(variable !== undefined && {
        [variable]:
          listening?.env !== undefined && listening.address && variable !== 'PORT' ? ':$PORT' : '$PORT',
      }),
      ...opened?.env,
    },
    args: [...new Set(words)],
    ...(wantsData && {
      writes: [{ path: dataPlace, why: 'the directory that it is given', from: subcommand.from }],
    }),
    patches: opened?.patch ? [opened.patch] : edit ? [edit, ...edits] : [],
    notes: [
      ...(opened ? [opened.note] : []),
      ...(isStored ? [store.note] : []),
      ...(edit
        ? [
            `${edit.path}:${edit.line} listens on this machine alone: the build stage changes that, your file stays as it is`,
          ]
        : []),
      ...(subcommand && given.length === 0
        ? [
            `it serves by \`${subcommand.word}\` (${subcommand.from}): the image does that unless it is given other words`,
          ]
        : []),
    ],
  };
}

/** What compose publishes needs an image that listens there; a source without that number, and nothing that sets it, does not. */
function isUnheard(said: Fact, own: Fact, given: readonly string[], { files }: Program): boolean {
  if (said.confidence !== 'medium' || own.confidence !== 'high' || own.value === said.value) return false;
  // A database of compose, which the source asks by that number.
  if (otherPort.has(said.value)) return true;
  const number = new RegExp(String.raw`\b${said.value}\b`);
  return !given.some((word) => number.test(word)) && !files.some(({ code }) => number.test(code));
}

function flagOf(word: string): string {
  return word.replace(/^-+/, '').replace(/=.*$/, '');
}

type Usual = { readonly port: string; readonly env?: string; readonly args?: readonly string[] };

/** What frameworks do when nothing tells them where to listen. */
function usualOf(framework: string, program: Program): Usual | undefined {
  // gin: r.Run() takes PORT, else 8080. https://github.com/gin-gonic/gin/blob/master/utils.go resolveAddress
  if (framework === 'gin' && findFirst(program, /\.Run\(\s*\)/)) return { port: '8080', env: 'PORT' };
  // autotls.Run(r, "example.com"). https://github.com/gin-gonic/autotls
  if (findFirst(program, /\bautotls\.Run\(/)) return { port: '443' };
  if (framework === 'martini') return { port: '3000', env: 'PORT' };
  if (framework === 'negroni') return { port: '8080', env: 'PORT' };
  if (framework === 'appengine') return { port: '8080', env: 'PORT' };
  if (framework === 'functions-framework') return { port: '8080', env: 'PORT' };
  // https://www.cloudwego.io/docs/hertz/reference/config/
  if (framework === 'hertz') return { port: '8888' };
  if (framework === 'gofr') return { port: '8000', env: 'HTTP_PORT' };
  if (framework === 'pocketbase') return { port: '8090', args: ['serve', '--http=0.0.0.0:$PORT'] };
  if (framework === 'beego') return ofBeego(program);
  return undefined;
}

/** https://github.com/beego/beego/blob/develop/server/web/config.go; a value may have the name of a variable: `"${PORT||8080}"` */
function ofBeego({ module: { repo, dir } }: Program): Usual {
  const text = repo.read(inside(dir, 'conf/app.conf')) ?? '';
  const [, env, port = '8080'] = /^\s*httpport\s*=\s*["']?(?:\$\{(\w+)\|\|)?(\d{2,5})\b/im.exec(text) ?? [];
  return { port, ...(env !== undefined && { env }) };
}

function portOf(
  listening: Listening | undefined,
  settings: { port: string; from: string } | undefined,
  usual: Usual | undefined,
  program: Program,
): Fact {
  const sure = listening && listening.required === undefined;
  if (sure && listening.score >= 92)
    return { value: listening.port, from: listening.from, confidence: 'high' };
  if (settings) return { value: settings.port, from: settings.from, confidence: 'high' };
  if (sure)
    return {
      value: listening.port,
      from: listening.from,
      confidence: listening.score >= 75 ? 'high' : 'medium',
    };
  if (usual) return { value: usual.port, from: 'default of the framework', confidence: 'high' };
  const told = documented(program) ?? byLiteral(program);
  if (told) return { ...told, confidence: 'medium' };
  return listening
    ? { value: listening.port, from: listening.from, confidence: 'medium' }
    : { value: '8080', from: 'default', confidence: 'low' };
}

/** `":3000"` in the main package, whatever becomes of it. */
function byLiteral(program: Program): { value: string; from: string } | undefined {
  const own = program.files.filter((file) => program.distance(file) === 0);
  const [found] = findAll(own, /["`]:(\d{4,5})["`]/g);
  const value = toPort(found?.match[1] ?? '');
  return found && value !== undefined ? { value, from: placeOf(found) } : undefined;
}

/** An address on one's own machine in the README or in an example of settings. */
function documented({ module: { repo, dir } }: Program): { value: string; from: string } | undefined {
  const examples = ['.env.example', '.env.sample', 'example.env', 'app.env'].map((name) => inside(dir, name));
  const [set] = repo.search(
    examples,
    /^(?:export )?(?:APP_|HTTP_|SERVER_|API_|WEB_)?PORT=["']?:?(\d{2,5})["']?\s*$/,
  );
  if (set?.match[1] !== undefined) return { value: set.match[1], from: `${set.path}:${set.line}` };
  const pages = ['README.md', 'readme.md', 'README.rst', 'README'].map((name) => inside(dir, name));
  const [told] = repo.search(
    pages,
    // What it is told to go through, or asked for in another way than HTTP, is not where it listens.
    /^(?!.*pprof).*?(?<!proxy[\s=:"']{1,3}(?:https?:\/\/)?)(?<!(?<!http|https):\/\/)(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(?!6060)(\d{4,5})\b/i,
  );
  return told?.match[1] === undefined
    ? undefined
    : { value: told.match[1], from: `${told.path}:${told.line}` };
}
