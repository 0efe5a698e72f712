import { parseCommand } from '../../detect/command.ts';
import type { Fact, Hints, Kind, Need } from '../../detect/types.ts';
import { isIn } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { BuildPlan } from './build-plan.ts';
import { configFiles, configSettings } from './config-files.ts';
import { databaseOf } from './database.ts';
import { dotenvEdits, dotenvValue } from './dotenv.ts';
import { filesOf, type RuntimeFiles } from './files.ts';
import { frameworkOf, healthOf, workerOf, type Framework } from './framework.ts';
import { frontendOf, type Frontend } from './frontend.ts';
import { includedBy } from './included.ts';
import { listens, opensSocket } from './listen-literals.ts';
import { listeningOf } from './listen.ts';
import { lockFits } from './lock-fits.ts';
import { readLock } from './lock.ts';
import { join, type Bin, type Package } from './manifest.ts';
import { nativeOf } from './native.ts';
import { needsOf, requiredReads } from './needs.ts';
import { reachOf } from './reach.ts';
import { readSources, sourcePaths } from './sources.ts';
import { sampleFiles } from './sample-files.ts';
import { servedDirectory } from './served-directory.ts';
import { specialOf } from './special.ts';
import { isService, isUnheard, portOf, startArguments } from './start.ts';
import { stopOf, type Stop } from './stop.ts';
import { subcommandsOf } from './subcommands.ts';
import { toolchainOf } from './toolchain.ts';
import { toolsOf } from './tools.ts';
import { wantedDirectory } from './wanted-directory.ts';
import { wantedFeatures } from './wanted-features.ts';
import { commonDir, type Workspace } from './workspace.ts';
import { wantsHome } from './home.ts';
import { writesSomewhere, writtenBy, type Written } from './writable.ts';

export type Program = {
  readonly own: Package;
  readonly bin: Bin;
  /** From 0 to 0.09, among programs of one kind; 1 is named by the user. */
  readonly likely: number;
  readonly workspace: Workspace;
  /** The only program of the workspace. */
  readonly alone: boolean;
};

/** Everything that is known of one program. */
export type Study = {
  readonly plan: BuildPlan;
  readonly kind: Kind;
  readonly framework: Framework | undefined;
  /** Its main file listens, not only something that it is built of. */
  readonly main: boolean;
  readonly port: Fact | undefined;
  readonly health: Fact | undefined;
  /** How the image can ask whether it is well. */
  readonly probe: 'http' | 'grpc' | undefined;
  /** `{port}` in both stands for the port. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly startFrom: string;
  readonly files: RuntimeFiles;
  readonly written: readonly Written[];
  /** Of its user, for settings and caches. */
  readonly needsHome: boolean;
  readonly needs: readonly Need[];
  readonly frontend: Frontend | undefined;
  readonly notes: readonly string[];
  readonly stop: Stop | undefined;
};

export function study({ own, bin, workspace }: Program, repo: Inventory, hints: Hints): Study {
  const { dir } = workspace;
  const lock = workspace.lock === undefined ? undefined : readLock(workspace.lock);
  const scripts = own.buildScript === undefined ? [] : [repo.read(own.buildScript) ?? ''];
  const features = wantedFeatures(own, [...scripts, repo.read(bin.path) ?? '']);
  const reach = reachOf(own, workspace, lock, [...bin.features, ...features]);
  const sources = readSources(repo, sourcePaths(repo, reach.local, bin));
  const framework = frameworkOf(reach);
  const commands = subcommandsOf(sources, repo);
  const main = sources[0]?.path === bin.path && listens.test(sources[0].text);
  const opens = sources.some(({ text }) => opensSocket.test(text));
  // Loco listens itself, whatever the program calls.
  const serves =
    (framework?.crate === 'loco-rs' || sources.some(({ text }) => listens.test(text))) &&
    isService(framework, reach, commands, main || opens, sources);
  const works = workerOf(reach) !== undefined;
  const nothing: RuntimeFiles = { paths: [], base: dir };
  const there = serves || works ? filesOf(repo, sources, own, dir, new Set(reach.direct.keys())) : nothing;
  const samples = serves ? sampleFiles(repo, sources, there.base) : undefined;
  const read = { ...there, paths: [...there.paths, ...(samples?.paths ?? [])] };
  const filesRead = read.paths.map(({ value }) => value);
  const settings = readSources(repo, configFiles(repo, filesRead));
  const compiledIn = readSources(repo, configFiles(repo, sources.flatMap(includedBy)));
  const listening = listeningOf(
    sources,
    {
      compiledIn: compiledIn.flatMap((each) => configSettings(each, false)),
      read: settings.flatMap((each) => configSettings(each)),
    },
    hints.port?.value,
  );
  const hinted = isUnheard(hints, listening, [...sources, ...settings]) ? undefined : hints.port;
  // Without a framework it is the port that tells a server from a tool that only may listen.
  const isServer =
    serves && ((framework && framework.bare !== true) || (listening.port ?? hinted) !== undefined);
  const kind = isServer ? 'server' : works ? 'worker' : 'cli';

  // A tool reads and writes the files of whoever runs it.
  const isTool = kind === 'cli';
  const files = isTool ? nothing : read;
  const special = isServer && framework ? specialOf(repo, framework.crate, own, dir) : undefined;
  const database = databaseOf(repo, reach, dir, sources);
  const set = { ...(isServer && { ...special?.env, ...listening.env }), ...database.env };
  const reads = isTool ? [] : requiredReads(sources).filter(({ name }) => !(name in set));
  const examples = Object.fromEntries(
    reads.flatMap(({ name }) => {
      const value = dotenvValue(repo, [own.dir, dir], name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const env = { ...set, ...examples };
  const missing = reads.filter(({ name }) => !(name in examples));
  const wanted =
    isServer && commands.serve && hints.start === undefined && special?.args === undefined
      ? wantedDirectory(sources, commands.serve.value)
      : undefined;
  const written = isTool
    ? []
    : [...writtenBy([...sources, ...settings]), ...database.written, ...(wanted ? [wanted] : [])];
  const served =
    (files.paths.length === 0 ? servedDirectory(sources) : undefined) ??
    // Where somebody has said what it keeps, that is all.
    ((hints.writable ?? []).length === 0 ? writesSomewhere(sources) : undefined);
  const frontend = frontendOf(repo, reach.local, dir, sources);
  const speaksHttp = framework !== undefined || sources.some(({ text }) => /HTTP\/1\./.test(text));
  return {
    plan: {
      own,
      bin,
      workspace,
      context: commonDir([
        workspace.context,
        ...files.paths.map(({ value }) => value).filter((path) => !isIn(path, workspace.context)),
        ...(frontend?.page ? [frontend.page.pkg.dir, frontend.page.wants] : []),
      ]),
      locked: lock !== undefined && lockFits(lock, workspace.members),
      tools: toolsOf(repo, reach, workspace, lock, sources),
      native: nativeOf(reach, lock !== undefined),
      toolchain: toolchainOf(repo, own, dir),
      words: hints.build ? (parseCommand(hints.build.value)?.at(-1)?.words ?? []) : [],
      edits: isServer ? listening.edits : [],
      dotenv: dotenvEdits(sources),
      features,
    },
    kind,
    framework,
    main,
    port: isServer ? portOf(hinted, listening.port, special?.port, framework) : undefined,
    health: isServer && !framework?.grpc ? (hints.health ?? healthOf(sources)) : undefined,
    probe: !isServer || !speaksHttp ? undefined : framework?.grpc ? 'grpc' : 'http',
    env,
    args:
      startArguments(hints.start, bin) ??
      (isServer
        ? [
            ...(special?.args ??
              (commands.serve ? [commands.serve.value, ...(wanted ? [wanted.value] : [])] : [])),
            ...listening.args,
          ]
        : []),
    startFrom:
      hints.start?.from ?? special?.port.from ?? commands.serve?.from ?? listening.port?.from ?? 'default',
    files,
    written: isServer && written.length === 0 && served ? [served] : written,
    needsHome: wantsHome(sources),
    needs: [
      ...(special?.needs ?? []),
      ...(isTool ? [] : needsOf(repo, missing, reach, join(dir, 'Cargo.lock'))),
    ],
    frontend,
    notes: [
      ...(special?.note === undefined ? [] : [special.note]),
      ...(isServer && samples ? samples.notes : []),
    ],
    stop: isTool ? undefined : stopOf(sources, reach, framework),
  };
}
