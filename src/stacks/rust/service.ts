import { parseCommand } from '../../detect/command.ts';
import { toName } from '../../detect/names.ts';
import type { Fact, Need, Scene, Service } from '../../detect/types.ts';
import { configSettings } from './config-files.ts';
import { buildCommand, type BuildPlan } from './build-plan.ts';
import { filesOf } from './files.ts';
import { frameworkOf, healthOf, isOptional, subcommandsOf, workerOf, type Framework } from './framework.ts';
import { frontendOf } from './frontend.ts';
import { listeningOf } from './listen.ts';
import { listens } from './listen-literals.ts';
import { lockFits } from './lock-fits.ts';
import { readLock } from './lock.ts';
import { join, type Bin, type Package } from './manifest.ts';
import { nativeOf } from './native.ts';
import { needsOf } from './needs.ts';
import { reachOf } from './reach.ts';
import { recipeOf } from './recipe.ts';
import { readSources, sourcePaths } from './sources.ts';
import { specialOf } from './special.ts';
import { databaseOf } from './database.ts';
import { toolchainOf } from './toolchain.ts';
import { toolsOf } from './tools.ts';
import type { Workspace } from './workspace.ts';
import { writtenBy } from './writable.ts';
import type { Candidate } from '../../detect/types.ts';

export type Program = {
  readonly own: Package;
  readonly bin: Bin;
  /** From 0 to 0.09, among programs of one kind; 1 is named by the user. */
  readonly likely: number;
  readonly workspace: Workspace;
  /** The only program of the workspace. */
  readonly alone: boolean;
};

/** Everything that is known of one program, and how an image is made of it. */
export function serviceOf(
  { own, bin, likely, workspace, alone }: Program,
  { repo, hints: hintsOf }: Scene,
): Candidate {
  const hints = hintsOf(workspace.dir);
  const lock = workspace.lock === undefined ? undefined : readLock(workspace.lock);
  const reach = reachOf(own, workspace, lock, bin.features);
  const sources = readSources(repo, sourcePaths(repo, reach.local, bin));
  const toolchain = toolchainOf(repo, own, workspace.dir);
  const tools = toolsOf(repo, reach, workspace, lock);
  if (tools.impossible !== undefined) {
    return {
      found: 'refusal',
      stack: 'rust',
      dir: workspace.dir,
      reason: tools.impossible,
      hint: 'run cargo sqlx prepare with the database up, and commit the .sqlx directory that it writes',
    };
  }
  const native = nativeOf(reach, lock !== undefined);
  const framework = frameworkOf(reach);
  const commands = subcommandsOf(sources);
  const serves = sources.some(({ text }) => listens.test(text));
  const main = sources[0]?.path === bin.path && listens.test(sources[0].text);
  const isServer = serves && isService(framework, reach, commands, main);
  const worker = isServer ? undefined : workerOf(reach);
  const kind = isServer ? 'server' : worker === undefined ? 'cli' : 'worker';

  const files = filesOf(repo, sources, own, workspace.dir, new Set(reach.direct.keys()));
  const listening = listeningOf(sources, configSettings(repo, files.paths));
  const special = isServer && framework ? specialOf(repo, framework.crate, own, workspace.dir) : undefined;
  const port = isServer ? portOf(hints.port, listening.port, special?.port, framework) : undefined;
  const health = isServer && !framework?.grpc ? (hints.health ?? healthOf(sources)) : undefined;
  const database = databaseOf(repo, reach, workspace.dir, sources);
  const env = {
    ...(isServer && { ...special?.env, ...listening.env }),
    ...database.env,
  };
  const needs: readonly Need[] = [
    ...(special?.needs ?? []),
    ...needsOf(repo, sources, reach, join(workspace.dir, 'Cargo.lock'), new Set(Object.keys(env))),
  ];
  const frontend = frontendOf(repo, own, workspace.dir, sources);
  const plan: BuildPlan = {
    own,
    bin,
    workspace,
    locked: lock !== undefined && lockFits(lock, workspace.members),
    tools,
    native,
    toolchain,
    words: hints.build ? (parseCommand(hints.build.value)?.at(-1)?.words ?? []) : [],
    edits: isServer ? listening.edits : [],
  };
  const started = startArguments(hints.start, bin);
  const args =
    started ??
    (isServer
      ? [...(special?.args ?? (commands.serve ? [commands.serve.value] : [])), ...listening.args]
      : []);
  const written = [...writtenBy(sources), ...database.written];
  const build = buildCommand(plan);
  return {
    found: 'service',
    stack: 'rust',
    dir: workspace.dir,
    context: workspace.dir,
    name: nameOf(own, bin, alone),
    kind,
    target: {
      value: native.because === undefined ? 'scratch' : 'cc',
      from:
        native.because === undefined
          ? 'every crate is Rust alone'
          : `${lock ? 'Cargo.lock' : own.manifest}: ${native.because} is not Rust alone`,
      confidence: 'high',
    },
    ...(port && { port }),
    ...(health && { health }),
    facts: {
      version: toolchain.version,
      ...(framework && {
        framework: { value: framework.crate, from: own.manifest, confidence: 'high' } satisfies Fact,
      }),
      build: {
        value: build,
        from: hints.build?.from ?? (lock ? join(workspace.dir, 'Cargo.lock') : own.manifest),
        confidence: 'high',
      },
      main: { value: bin.name, from: bin.path, confidence: alone || likely > 0.03 ? 'high' : 'low' },
      ...(args.length > 0 && {
        start: {
          value: [bin.name, ...args].join(' ').replaceAll('{port}', port?.value ?? ''),
          from:
            hints.start?.from ??
            special?.port.from ??
            commands.serve?.from ??
            listening.port?.from ??
            'default',
          confidence: 'medium',
        } satisfies Fact,
      }),
      ...(files.paths.length > 0 && {
        'run-time files': {
          value: files.paths.map(({ value }) => value).join(', '),
          from: files.paths[0]?.from ?? '',
          confidence: 'medium',
        } satisfies Fact,
      }),
    },
    needs,
    packages: native.packages,
    notes: notesOf(plan, special?.note, lock !== undefined, frontend?.note),
    ...(tools.unproven !== undefined && { unproven: tools.unproven }),
    rank:
      likely === 1
        ? 1
        : (isServer ? 0.88 : worker === undefined ? 0.5 : 0.6) + likely + (isServer && main ? 0.02 : 0),
    recipe: (chosen) =>
      recipeOf({
        plan,
        env,
        args,
        files,
        written,
        frontend,
        framework: isServer ? framework : undefined,
        isServer,
        chosen,
      }),
  };
}

/** Several commands make a tool, unless it is built on a web framework and one of them serves. */
function isService(
  framework: Framework | undefined,
  reach: Parameters<typeof isOptional>[0],
  { any, serve }: ReturnType<typeof subcommandsOf>,
  main: boolean,
): boolean {
  if (!framework) return main && !any;
  if (framework.crate === 'loco-rs') return true;
  if (!any) return true;
  return serve !== undefined && framework.crate !== 'hyper' && !isOptional(reach, framework);
}

function portOf(
  hinted: Fact | undefined,
  found: Fact | undefined,
  special: Fact | undefined,
  framework: Framework | undefined,
): Fact {
  if (hinted) return hinted;
  // What a framework is told by its own settings goes before an address somewhere in the source.
  if (special && !(found && found.confidence === 'high')) return special;
  return (
    found ?? {
      value: framework?.port ?? '8080',
      from: framework ? `usual for ${framework.crate}` : 'default',
      confidence: 'low',
    }
  );
}

function nameOf(own: Package, bin: Bin, alone: boolean): Fact {
  const name = alone ? own.name : bin.name;
  return { value: toName(name) ?? 'app', from: alone ? own.manifest : bin.path, confidence: 'high' };
}

/** What follows the program in a start command: `./target/release/app --port $PORT`, `cargo run --release -- serve`. */
function startArguments(start: Fact | undefined, bin: Bin): readonly string[] | undefined {
  const words = start && parseCommand(start.value)?.at(-1)?.words;
  if (!words) return undefined;
  const at =
    words[0] === 'cargo'
      ? words.indexOf('--')
      : words.findIndex((word) => word === bin.name || word.endsWith(`/${bin.name}`));
  if (at < 0) return words[0] === 'cargo' ? [] : undefined;
  return words.slice(at + 1).map((word) => word.replaceAll(/\$\{?PORT(:-\d+)?\}?/g, '{port}'));
}

function notesOf(
  { tools, edits, toolchain, locked }: BuildPlan,
  special: string | undefined,
  hasLock: boolean,
  frontend: string | undefined,
): readonly string[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return [
    ...(hasLock
      ? []
      : ['there is no Cargo.lock: each build takes the newest versions of the crates; commit one']),
    ...(hasLock && !locked
      ? [
          'Cargo.lock does not fit Cargo.toml, so the build changes it: run cargo update --workspace and commit it',
        ]
      : []),
    ...tools.outdated.map(
      ({ crate, version, to }) =>
        `${crate} ${version} of Cargo.lock cannot be built any more: the build takes ${to}; run cargo update ${crate}`,
    ),
    ...paths.map(
      (path) =>
        `${path} listens on 127.0.0.1, which nothing outside of a container reaches: the build replaces it by 0.0.0.0; better make it a setting`,
    ),
    ...(special === undefined ? [] : [special]),
    ...(tools.git
      ? ['the build asks git for a version, and .git is not in it: it gets a commit of its own']
      : []),
    ...(toolchain.note === undefined ? [] : [toolchain.note]),
    ...(frontend === undefined ? [] : [frontend]),
  ];
}
