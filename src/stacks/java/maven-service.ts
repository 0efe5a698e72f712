import { posix } from 'node:path';
import { parseCommand } from '../../detect/command.ts';
import { toName } from '../../detect/names.ts';
import type { Fact, Hints, Scene, Service } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { App, Launch } from './app.ts';
import { bootVersion, type Boot } from './boot.ts';
import { buildMaven, mavenGoals, type MavenBuild } from './build-maven.ts';
import { dropwizardOf } from './dropwizard.ts';
import { invoker } from './functions.ts';
import { openUp } from './loopback.ts';
import { aptOf, envOf, type Inspected } from './inspect.ts';
import { fillsLate } from './fills-late.ts';
import { fileOf, librariesOf } from './launch-of.ts';
import type { Start } from './main-of.ts';
import { isBefore } from './before.ts';
import { quarkusFlags, repairsOf } from './old.ts';
import { joined, type Repairs } from './repairs.ts';
import { pluginOf, settingOf, type Pom } from './pom.ts';
import { contextOf, type Reactor } from './reactor.ts';
import { ofRemoved } from './removed.ts';
import { recipeOf } from './runtime.ts';
import type { StartLine } from './start.ts';
import { skipSwitches, testSwitch } from './switches.ts';
import { versionOf } from './tomcat.ts';
import { noteOnJava, targetFor } from './version.ts';
import { warFlags } from './war-flags.ts';

export type Found = {
  readonly pom: Pom;
  readonly reactor: Reactor;
  /** The modules that it is made of, itself first. */
  readonly parts: readonly Pom[];
  readonly scene: Scene;
  readonly sources: readonly string[];
  readonly java: Fact | undefined;
  readonly boot: Boot | undefined;
  readonly seen: Inspected;
  readonly launch: Launch;
  readonly found: Start | undefined;
  /** What a Procfile or the user says. */
  readonly start: StartLine | undefined;
};

/** A module that is a program, with everything that is known of it. */
export function serviceOf(all: Found): Service {
  const { pom, java, boot, seen, launch, found, scene } = all;
  const target: Fact =
    found?.compiler && Number(java?.value ?? 0) <= 21
      ? { value: 'jlink', from: found.from, confidence: 'high' }
      : targetFor(java);
  const jdk = target.value === 'java25' ? 'java25' : 'java21';
  const at = (path: string) => posix.relative(contextOf(pom, all.reactor), path);
  const spring = boot?.version ?? bootVersion(pom);
  const repairs = joined([
    repairsOf(pom, all.parts, jdk, spring, at),
    ofRemoved(scene.repo, pom, all.sources, java?.value, spring, at),
  ]);
  const build = buildOf(all, repairs, scene.hints(pom.dir));
  const app = appOf(all, repairs);
  const sure = found?.sure === true || launch.kind !== 'classes';
  return {
    found: 'service',
    stack: 'java',
    dir: pom.dir,
    context: app.context,
    name: { value: toName(pom.artifact) ?? 'app', from: pom.at(`>${pom.artifact}<`), confidence: 'high' },
    kind: app.server ? 'server' : 'cli',
    target,
    ...(app.server && app.port && { port: app.port }),
    ...(app.server && app.health && { health: app.health }),
    facts: factsOf(all, build),
    needs: seen.needs,
    packages: [],
    notes: app.notes,
    rank: launch.kind === 'war' ? rankOfWar : app.server ? 0.9 : sure ? 0.6 : 0.5,
    recipe: (chosen) => recipeOf(app, buildMaven(build, launch), chosen),
  };
}

/** Of several a program with a server of its own is likelier meant. */
export const rankOfWar = 0.8;

/** Spring Boot leaves them out of what it packages. */
const local = new Set(['spring-boot-devtools', 'spring-boot-docker-compose']);

function buildOf(
  { pom, parts, reactor, sources, boot, launch, seen, scene: { repo } }: Found,
  repairs: Repairs,
  hints: Hints,
): MavenBuild {
  const context = contextOf(pom, reactor);
  const relative = (path: string) => posix.relative(context, path);
  const isModule = reactor.root !== pom && reactor.root.dir === context;
  const select = isModule ? 'module' : context === pom.dir ? 'all' : 'file';
  const read = [...(isModule ? reactor.poms.map(({ path }) => path) : []), ...pom.chain];
  const settings = posix.join(context, '.mvn');
  return {
    module: relative(pom.dir),
    select,
    poms: [...new Set(read)].map(relative),
    settings: repo
      .below(settings)
      .some((path) => /\/(maven\.config|jvm\.config|extensions\.xml|[\w.-]*settings\.xml)$/.test(path)),
    flags: [
      testSwitch(reactor.poms),
      ...skipSwitches(reactor.poms),
      ...(launch.kind === 'war' && boot?.repackages ? ['-Dspring-boot.repackage.skip'] : []),
      ...(launch.kind === 'quarkus' ? quarkusFlags(pom) : []),
      ...repairs.flags,
    ],
    before: repairs.commands,
    changes: openUp(seen.closed, relative),
    why: repairs.notes,
    goals: goalsOf(hints.build),
    file: fileOf(repo, pom, boot, pluginOf(pom, 'quarkus-maven-plugin') !== undefined, launch),
    without: parts
      .flatMap(({ dependencies }) => dependencies)
      .flatMap(({ artifact }) => (local.has(artifact) ? [artifact] : [])),
    runner: launch.kind === 'classes' && launch.main === invoker.main ? invoker.artifact : undefined,
    late: fillsLate(pom),
    inPlace: looksInTarget(repo, sources),
    libraries: librariesOf(pom) ?? (hasOwnRepository(pom, repo) ? 'target/dependency' : undefined),
  };
}

/** Jars that the repository itself holds, as a repository of Maven's: they are there only with the source. */
function hasOwnRepository(pom: Pom, repo: Inventory): boolean {
  return pom.chain.some((path) => /<url>\s*file:/.test(repo.read(path) ?? ''));
}

/** `new File("target/classes")`: a servlet container in the program finds annotated classes there. */
function looksInTarget(repo: Inventory, sources: readonly string[]): boolean {
  return repo.search(sources, /^(?!\s*(?:\/\/|\*)).*"(?:\.\/)?target\/classes\/?"/).length > 0;
}

/** Of a build command that is Maven's: its profiles and properties, and the goal. */
function goalsOf(build: Fact | undefined): readonly string[] | undefined {
  const words =
    build &&
    parseCommand(build.value)?.find(({ words: [program = ''] }) => /(^|\/)mvnw?$/.test(program))?.words;
  if (!words) return undefined;
  const kept = words.slice(1).filter((word) => /^-(P|D)/.test(word) && !word.includes('$'));
  return kept.length === 0 ? undefined : [...kept.map((word) => sh`${word}`), 'package'];
}

function appOf(
  { pom, reactor, scene, java, boot, seen, launch, found, start }: Found,
  repairs: Repairs,
): App {
  const hints = scene.hints(pom.dir);
  const dropwizard = dropwizardOf(scene.repo, pom.dir, seen.framework?.id);
  const said = start && start.args.length > 0 ? start.args : undefined;
  return {
    dir: pom.dir,
    context: contextOf(pom, reactor),
    launch,
    server: seen.server,
    port: dropwizard && !hints.port?.from.startsWith('--') ? dropwizard.port : seen.port,
    portEnv: dropwizard ? dropwizard.portEnv : seen.portEnv,
    portSet: seen.portSet,
    health: seen.health,
    env: { ...seen.env, ...envOf(hints) },
    flags: [
      ...new Set([
        ...(launch.kind === 'war' ? warFlags(launch.line, hints) : opensFor(java, boot)),
        ...manifestFlags(pom, scene.repo),
        ...(found?.compiler ? compilerFlags : []),
        ...(start?.flags ?? []),
      ]),
    ],
    args: launch.kind === 'war' ? [] : [...(found?.args ?? []), ...(dropwizard ? [] : (said ?? []))],
    command: dropwizard && (said ?? dropwizard.command),
    paths: {
      read: [...seen.paths.read, ...(dropwizard?.files ?? [])],
      written: [...seen.paths.written, ...(dropwizard?.written ?? [])],
    },
    compiler: found?.compiler === true,
    apt: aptOf(hints),
    needs: seen.needs,
    notes: [...noteOnJava(java), ...repairs.notes, ...seen.notes],
  };
}

/** What Spring before Java 17 takes for granted; the list is Tomcat's, and Spring Data's before 2.1 for its MethodHandles. */
function opensFor(java: Fact | undefined, boot: Boot | undefined): readonly string[] {
  if (!java || Number(java.value) >= 17 || !boot) return [];
  const handles = boot.version !== undefined && isBefore(boot.version, '2.1.0');
  return ['java.lang', ...(handles ? ['java.lang.invoke'] : []), 'java.util'].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  );
}

/** What a jar's manifest opens, and a language that is only tried. */
function manifestFlags(pom: Pom, repo: Inventory): readonly string[] {
  const keys = [
    ['Add-Opens', '--add-opens'],
    ['Add-Exports', '--add-exports'],
  ] as const;
  const opened = keys.flatMap(([key, flag]) => {
    const said = ['maven-jar-plugin', 'maven-shade-plugin', 'maven-assembly-plugin'].map((plugin) =>
      settingOf(pom, plugin, key),
    );
    const names = (said.find((text) => text !== undefined) ?? '')
      .split(/\s+/)
      .filter((name) => /^[\w.]+\/[\w.]+$/.test(name));
    return names.map((name) => `${flag}=${name}=ALL-UNNAMED`);
  });
  const preview = pom.chain.some((path) => repo.read(path)?.includes('--enable-preview'));
  return preview ? [...opened, '--enable-preview'] : opened;
}

const compilerFlags = ['api', 'code', 'comp', 'file', 'main', 'parser', 'processing', 'tree', 'util'].map(
  (name) => `--add-exports=jdk.compiler/com.sun.tools.javac.${name}=ALL-UNNAMED`,
);

function factsOf({ pom, java, boot, seen, launch, found }: Found, build: MavenBuild): Service['facts'] {
  const version = seen.framework?.id === 'spring-boot' ? (boot?.version ?? bootVersion(pom)) : undefined;
  const high = 'high' as const;
  const by =
    launch.kind === 'war'
      ? 'war'
      : launch.kind === 'quarkus'
        ? 'quarkus-maven-plugin'
        : 'spring-boot-maven-plugin';
  return {
    ...(java && { version: { ...java, value: `Java ${java.value}` } }),
    ...(seen.fact && {
      framework: version === undefined ? seen.fact : { ...seen.fact, value: `${seen.fact.value} ${version}` },
    }),
    manager: { value: 'Maven', from: pom.path, confidence: high },
    ...(build.module !== '' && { module: { value: build.module, from: pom.path, confidence: high } }),
    build: {
      value: ['mvn', ...build.flags, ...mavenGoals(build, launch)].join(' '),
      from: pom.path,
      confidence: high,
    },
    ...(launch.kind === 'classes' && found
      ? { main: { value: launch.main, from: found.from, confidence: found.sure ? high : 'medium' } }
      : { start: { value: startText(launch), from: pom.at(`>${by}<`), confidence: high } }),
  };
}

function startText(launch: Launch): string {
  if (launch.kind === 'layers') return `java -jar, taken apart by -Djarmode=${launch.tool}`;
  if (launch.kind === 'quarkus') return 'java -jar quarkus-run.jar';
  if (launch.kind === 'war') return `Tomcat ${versionOf(launch.line)}`;
  return launch.kind === 'file' ? `java -jar app.${launch.extension}` : launch.main;
}
