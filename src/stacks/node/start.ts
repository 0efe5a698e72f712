import { parseCommand } from '../../detect/command.ts';
import type { Inventory } from '../../inventory/types.ts';
import { fileOf } from './file-of.ts';
import { join, type Package } from './package.ts';
import { readBunWords } from './bun-words.ts';
import { nestEntry } from './nest-entry.ts';
import { readNodeWords } from './node-words.ts';
import { readPackageBelow } from './package-below.ts';
import { readShebang } from './shebang.ts';
import { readSeveral } from './several.ts';
import { linesOfScript } from './shell-script.ts';
import { startedByTask } from './started-by-task.ts';
import { further, newWalk, type Walk } from './walk.ts';
import { watched } from './watched.ts';
import { assignments, base, firstFile, plainValues, scriptOf, unwrap, wrappers } from './words.ts';
import { isKnown, otherTools, pageTools, programs, typescriptRunners, watchers } from './programs.ts';

/** A start command, down to what node is to run. */
export type Start = {
  /** `pages`: a development server of pages, no program of its own. `bun`, `deno`: what runs it, in node's place. */
  readonly runs: 'file' | 'program' | 'pages' | 'bun' | 'deno';
  /** The file, relative to the package; of a program its name. */
  readonly entry: string;
  /** Of node. */
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What was to be done before, a command line each, as words. */
  readonly before: readonly (readonly string[])[];
  /** Of Bun, where that runs it. */
  readonly bunFlags?: readonly string[];
  /** What its line starts at the same time: files, relative to the package. */
  readonly beside?: readonly string[];
  /** A tool that compiles as it runs. */
  readonly loader?: string;
  /** Directory of the workspace that it starts in, relative to the package. */
  readonly dir: string;
  /** Directory of the package that it starts in; the entry is relative to the package all the same. */
  readonly cwd?: string;
};

type Ctx = { readonly repo: Inventory; readonly own: Package; readonly walk: Walk };

/** What a command line starts in the end, through wrappers and scripts of package.json; undefined where that cannot be told. */
export function resolveStart(
  repo: Inventory,
  own: Package,
  line: string,
  walk: Walk = newWalk(),
): Start | undefined {
  // `npm run constructor` names no script; and nobody writes a line of thousands of characters.
  if (typeof line !== 'string' || line.length > 4000) return undefined;
  const commands = parseCommand(line.replace(/\s*\|\|\s*(true|exit.*)$/, '').replace(/\s+&\s*$/, ''));
  if (!commands) return undefined;
  let dir = '';
  const before: (readonly string[])[] = [];
  const env: Record<string, string> = {};
  for (const [index, command] of commands.entries()) {
    const { words } = command;
    if (words[0] === 'cd' && words[1] !== undefined) {
      dir = join(dir, words[1].replace(/^\.\//, '').replace(/\/+$/, ''));
      continue;
    }
    if (words[0] === 'export') {
      Object.assign(env, assignments(words.slice(1)));
      continue;
    }
    if (index < commands.length - 1) {
      before.push(words);
      continue;
    }
    const other = dir === '' ? own : readPackageBelow(repo, own, dir);
    const start = resolveWords({ repo, own: other ?? own, walk }, words, { ...env, ...command.env });
    if (!start || (!other && (start.runs !== 'file' || /^[/~$]|(?:^|\/)\.\.(?:\/|$)/.test(dir))))
      return undefined;
    return {
      ...start,
      env: plainValues(start.env),
      before: [...before, ...start.before],
      ...(other ? { dir: join(dir, start.dir) } : { entry: join(dir, start.entry), cwd: dir }),
    };
  }
  return undefined;
}

function resolveWords(
  ctx: Ctx,
  all: readonly string[],
  given: Readonly<Record<string, string>>,
): Start | undefined {
  const env = { ...given };
  let words = all;
  while (words[0] !== undefined && (wrappers.has(base(words[0])) || /^[A-Za-z_]\w*=/.test(words[0]))) {
    if (/=/.test(words[0]) && !wrappers.has(base(words[0]))) {
      Object.assign(env, assignments([words[0]]));
      words = words.slice(1);
    } else words = unwrap(words);
  }
  const [first = '', ...rest] = words;
  const name = base(first);
  const script = scriptOf(ctx.own, name, rest);
  if (script !== undefined) {
    const line = ctx.own.scripts[script.id] as string;
    const start = follow(ctx, line, `${ctx.own.path}:${script.id}`);
    if (!start) return undefined;
    const pre = ctx.own.scripts[`pre${script.id}`] === undefined ? [] : [['npm', 'run', `pre${script.id}`]];
    return {
      ...start,
      env: { ...env, ...start.env },
      args: [...start.args, ...script.args],
      before: [...pre, ...start.before],
    };
  }
  if (/^(yarn|pnpm|npm)$/.test(name)) {
    const inner =
      rest[0] === 'exec' || rest[0] === 'dlx' || rest[0] === 'node'
        ? rest.slice(rest[0] === 'node' ? 0 : 1)
        : rest;
    return isKnown(inner[0] ?? '')
      ? resolveWords(
          ctx,
          inner.filter((word) => word !== '--'),
          env,
        )
      : undefined;
  }
  const shell = linesOfScript(ctx.repo, ctx.own, words);
  if (shell) {
    const starts = shell.flatMap((each) => follow(ctx, each) ?? []);
    return starts[0] && { ...starts[0], env: { ...env, ...starts[0].env } };
  }
  const plain = { flags: [], args: [], env, before: [], dir: '' } as const;
  if (name === 'node' || name === 'nodejs') return resolveNode(ctx, rest, env);
  if (typescriptRunners.has(name)) {
    const args = rest.filter((word) => word !== 'watch');
    const at = firstFile(args);
    const entry = at < 0 ? undefined : fileOf(ctx.own, args[at] as string);
    return entry === undefined
      ? undefined
      : { ...plain, runs: 'file', entry, args: args.slice(at + 1), loader: name };
  }
  if (watchers.has(name)) return resolveWatcher(ctx, name, rest, env);
  if (
    name === 'concurrently' ||
    name === 'npm-run-all' ||
    name === 'npm-run-all2' ||
    name === 'run-p' ||
    name === 'run-s'
  )
    return resolveSeveral(ctx, name, rest);
  if (name === 'bun') {
    const read = readBunWords(rest);
    if (!read) return undefined;
    const { flags, words: called } = read;
    const [file, ...args] = called;
    if (file === 'x' || (called.length < rest.length && scriptOf(ctx.own, name, ['run', ...called])))
      return resolveWords(ctx, file === 'x' ? args : ['bun', 'run', ...called], env);
    // `bun next start`: a program of a package, which bun only runs.
    if (isKnown(file ?? '')) return resolveWords(ctx, called, env);
    const bunFlags = flags.length > 0 && { bunFlags: flags };
    return file === undefined
      ? undefined
      : { ...plain, runs: name, entry: fileOf(ctx.own, file), args, ...bunFlags };
  }
  if (name === 'deno') {
    const called = rest.filter((word, at) => at > 0 || word !== 'run');
    const [file, ...args] = called.slice(firstFile(called));
    if (file === undefined || firstFile(called) < 0) return undefined;
    return { ...plain, runs: name, entry: fileOf(ctx.own, file), args };
  }
  if (name === 'nest' && rest[0] === 'start') {
    const project = rest.slice(1).find((word) => !word.startsWith('-'));
    return { ...plain, runs: 'file', entry: nestEntry(ctx.repo, ctx.own, project) };
  }
  if (name === 'mastra' && rest[0] === 'start')
    return { ...plain, runs: 'file', entry: '.mastra/output/index.mjs' };
  if (name === 'sails' && rest[0] === 'lift') return { ...plain, runs: 'file', entry: 'app.js' };
  if (name === 'astro' || (name === 'nuxt' && /^(dev|generate|preview)$/.test(rest[0] ?? '')))
    return { ...plain, runs: 'pages', entry: name };
  const task = pageTools.has(name) ? startedByTask(ctx.repo, ctx.own, name) : undefined;
  if (task) {
    const { file, before } = task;
    return {
      ...plain,
      runs: 'file',
      entry: file,
      before,
      ...(file.endsWith('.ts') && { loader: 'ts-node' }),
    };
  }
  if (pageTools.has(name)) return { ...plain, runs: 'pages', entry: name };
  if (programs[name] !== undefined) return { ...plain, runs: 'program', entry: name, args: rest };
  // A file of the repository that says itself what runs it.
  const flags = /^\.{0,2}\//.test(first) ? readShebang(ctx.repo, ctx.own, fileOf(ctx.own, first)) : undefined;
  if (flags || (/^\.{0,2}\//.test(first) && /\.[cm]?[jt]s$/.test(first)))
    return { ...plain, runs: 'file', entry: fileOf(ctx.own, first), args: rest, flags: flags ?? [] };
  return /^[\w@.-]+$/.test(name) && !/^\.*$|\.sh$/.test(name) && !otherTools.has(name)
    ? { ...plain, runs: 'program', entry: name, args: rest }
    : undefined;
}

function resolveNode(
  ctx: Ctx,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Start | undefined {
  const read = readNodeWords(words);
  if (!read) return undefined;
  if ('script' in read) return resolveWords(ctx, ['npm', 'run', read.script], env);
  const { file, ...called } = read;
  const entry = fileOf(ctx.own, file);
  return entry.startsWith('-') ? undefined : { ...called, runs: 'file', entry, env, before: [], dir: '' };
}

function resolveWatcher(
  ctx: Ctx,
  name: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Start | undefined {
  const found = watched(ctx.repo, ctx.own, name, words);
  if (found === undefined) return undefined;
  return typeof found === 'string' ? follow(ctx, found) : resolveWords(ctx, found, env);
}

/** Of several at once the first that is no tool of the pages: the others are of development, or programs beside it. */
function resolveSeveral(ctx: Ctx, name: string, words: readonly string[]): Start | undefined {
  const { before, lines } = readSeveral(name, words, ctx.own.scripts);
  const found = lines.flatMap((line) => follow(ctx, line) ?? []);
  const first =
    found.find(
      ({ runs, entry }) => runs === 'file' || (runs === 'program' && programs[entry] !== undefined),
    ) ?? found[0];
  if (!first) return undefined;
  const beside = found
    .filter(({ runs, dir, entry }) => runs === 'file' && (dir !== first.dir || entry !== first.entry))
    .map(({ dir, entry }) => join(dir, entry));
  return {
    ...first,
    before: [...before.map((id) => ['npm', 'run', id]), ...first.before],
    ...(beside.length > 0 && { beside }),
  };
}

function follow({ repo, own, walk }: Ctx, line: string, script?: string): Start | undefined {
  const next = further(walk, script);
  return next && resolveStart(repo, own, line, next);
}
