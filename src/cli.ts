import { Command, CommanderError, Option } from 'commander';
import { distance } from 'fastest-levenshtein';
import { checkPort } from './answers/kinds.ts';
import { options, optionsOf } from './answers/options.ts';
import { questions, questionsOf } from './answers/questions.ts';
import { engineChoices, type EngineRequest } from './engine/choice.ts';
import { ExitCode, UserError } from './errors.ts';
import { helpText } from './help.ts';
import type { AnswerId } from './pipeline.ts';
import { tool } from './tool.ts';
import { parsePlatform } from './verify/image/platform.ts';
import type { Ui } from './ui/ui.ts';

export type Host = { readonly ui: Ui; readonly signal: AbortSignal };
type RunCommand = (host: Host) => Promise<ExitCode>;

const commands = ['new', 'add', 'verify', 'bases'] as const;
/** Flags of every command that take no value. */
const everywhere = new Set(['--json', '--no-color', '--debug']);
/** Names of the command contract that later versions fill: never taken for a directory. */
const reserved = ['doctor', 'update', 'debug', 'help'];

/**
 * Turns the command line into a command that is ready to run; undefined when help or the version was all that was asked.
 * @throws UserError (usage) for anything that is not understood.
 */
export async function parseArgv(argv: readonly string[], ui: Ui): Promise<RunCommand | undefined> {
  if (isHelp(argv)) {
    ui.print(await helpText());
    return undefined;
  }
  if (argv.includes('--version')) {
    ui.print(`${tool.version}\n`);
    return undefined;
  }
  let chosen: RunCommand | undefined;
  const program = createProgram((run) => (chosen = run));
  try {
    await program.parseAsync(withCommand(argv, ui), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UserError(
      error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)/, '; did you mean $1?'),
      {
        exitCode: 2,
        hint: `${tool.name} --help lists every command and flag`,
      },
    );
  }
  return chosen;
}

function isHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
}

/** `new` is the default command: it is put in front unless a command is named. */
function withCommand(argv: readonly string[], ui: Ui): readonly string[] {
  // `--json verify` is as good as `verify --json`.
  const at = argv.findIndex((word) => !everywhere.has(word));
  const first = argv[at];
  if (first === undefined || first.startsWith('-')) return ['new', ...argv];
  if ((commands as readonly string[]).includes(first)) return [first, ...argv.toSpliced(at, 1)];
  if (reserved.includes(first)) {
    throw new UserError(`\`${first}\` is not part of ${tool.name} ${tool.version} yet`, {
      exitCode: 2,
      hint: `for a directory of that name: ${tool.name} new ./${first}`,
    });
  }
  const meant = misspelt(first);
  // `verifi` is a typing mistake, not the name of a service. In a terminal the question says so; see commands/new.ts.
  if (meant && (!ui.interactive || argv.includes('--yes'))) {
    throw new UserError(`there is no command \`${first}\`; did you mean \`${meant}\`?`, {
      exitCode: 2,
      hint: `for a directory of that name: ${tool.name} new ${first}`,
    });
  }
  return meant ? ['new', ...argv, '--meant', meant] : ['new', ...argv];
}

/** The command that a word is one slip of the fingers away from: a letter more, less, other, or two swapped. */
function misspelt(word: string): string | undefined {
  return [...commands, ...reserved].find(
    (name) =>
      word !== name &&
      (distance(word, name) === 1 || (distance(word, name) === 2 && sorted(word) === sorted(name))),
  );
}

function sorted(text: string): string {
  return [...text].toSorted().join('');
}

type Flags = {
  image?: string;
  archive?: string;
  port?: string;
  yes?: true;
  dryRun?: true;
  force?: true;
  meant?: string;
  verify?: true;
  compare?: true;
  thorough?: true;
  report?: readonly string[];
  engine?: EngineRequest['engine'];
  builder?: string;
  platform?: string;
};

/** What every command has; commander itself neither prints nor exits. */
function configure(command: Command): Command {
  return command
    .option('--json')
    .option('--no-color')
    .option('--debug')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false);
}

/** A flag for every answer of a command, and those that it has besides. */
function withAnswers(command: Command, name: 'new' | 'add'): Command {
  for (const { id, placeholder } of questionsOf(name)) command.option(`--${id} <${placeholder}>`);
  for (const { id, placeholder } of optionsOf(name)) {
    if (placeholder === undefined) command.option(`--${id}`).option(`--no-${id}`);
    else command.option(`--${id} <${placeholder}>`);
  }
  return command.option('--yes').option('--dry-run').option('--force');
}

function createProgram(choose: (run: RunCommand) => void): Command {
  const program = new Command(tool.name);
  configure(program).helpCommand(false);

  const create = withAnswers(configure(program.command('new').argument('[dir]')), 'new');
  create
    .addOption(new Option('--meant <command>').hideHelp())
    .action((dir: string | undefined, flags: Flags) => {
      choose(async (host) => {
        const { runNew } = await import('./commands/new.ts');
        const { yes = false, dryRun = false, force = false, meant } = flags;
        const given = { ...(dir !== undefined && { dir }), flags: answersOf(flags) };
        const request = { cwd: process.cwd(), ...given, yes, dryRun, force };
        return runNew(request, host, meant);
      });
    });

  withAnswers(configure(program.command('add').argument('[dir]', '', '.')), 'add')
    .option('--verify')
    .action((dir: string, flags: Flags) => {
      choose(async (host) => {
        const { runAdd } = await import('./commands/add.ts');
        const { yes = false, dryRun = false, force = false, verify = false } = flags;
        const rest = { yes, dryRun, force, verify };
        return runAdd({ cwd: process.cwd(), dir, flags: answersOf(flags), ...rest }, host);
      });
    });

  configure(program.command('verify').argument('[dir]', '', '.'))
    .option('--image <ref>')
    .option('--archive <file>')
    .option('--port <number>')
    .option('--compare')
    .option('--thorough')
    .option('--report <format=file>', '', (value, earlier: readonly string[] = []) => [...earlier, value])
    .addOption(new Option('--engine <id>').choices(engineChoices))
    .option('--builder <name>')
    .option('--platform <os/arch>')
    .action((dir: string, flags: Flags) => {
      choose(async (host) => {
        const { runVerify } = await import('./commands/verify.ts');
        const { parseTargets } = await import('./report/targets.ts');
        const { image, archive, engine, builder, compare = false, thorough = false } = flags;
        const platform = flags.platform === undefined ? undefined : acceptPlatform(flags.platform);
        const targets = parseTargets(flags.report ?? [], host.ui.asJson);
        const port = flags.port === undefined ? undefined : acceptPort(flags.port);
        for (const flag of ['compare', 'thorough', 'builder', 'engine'] as const) {
          if (archive !== undefined && flags[flag] !== undefined)
            throw usage(`--${flag} is of no use with --archive: nothing is built or run`);
        }
        const request = { dir, image, archive, port, compare, thorough, engine, builder, platform };
        return runVerify(request, host, targets);
      });
    });

  configure(program.command('bases')).action(() => {
    choose(async (host) => {
      const { runBases } = await import('./commands/bases.ts');
      return runBases(host);
    });
  });

  return program;
}

function acceptPort(text: string): number {
  const problem = checkPort(text);
  if (problem !== undefined)
    throw new UserError(`--port ${JSON.stringify(text)}: ${problem}`, { exitCode: 2 });
  return Number(text);
}

function acceptPlatform(text: string): string {
  if (parsePlatform(text)) return text;
  throw usage(`--platform ${JSON.stringify(text)}: it is OS/ARCH, such as linux/arm64`);
}

function usage(message: string): UserError {
  return new UserError(message, { exitCode: ExitCode.usage });
}

/** The given answers by id: commander has them in camel case, and switches as booleans. */
function answersOf(flags: object): Partial<Record<AnswerId, string>> {
  const given = new Map(Object.entries(flags));
  return Object.fromEntries(
    [...questions, ...options].flatMap(({ id }) => {
      const value: unknown = given.get(id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
      return value === undefined ? [] : [[id, String(value)]];
    }),
  );
}
