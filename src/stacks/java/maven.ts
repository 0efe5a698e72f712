import { posix } from 'node:path';
import type { Candidate, Fact, Refusal, Scene, Service } from '../../detect/types.ts';
import { toName } from '../../detect/names.ts';
import type { App, Launch } from './app.ts';
import { bootOf, bootVersion, type Boot } from './boot.ts';
import { buildMaven, type MavenBuild } from './build-maven.ts';
import { dropwizardOf } from './dropwizard.ts';
import { inspect, type Inspected } from './inspect.ts';
import { mainOf, type Start } from './main-of.ts';
import { repairsOf } from './old.ts';
import { contextOf, withSiblings, findReactors, type Reactor } from './reactor.ts';
import { pluginOf, settingOf, type Pom } from './pom.ts';
import { recipeOf } from './runtime.ts';
import { skipSwitches, testSwitch } from './switches.ts';
import { sourcesIn } from './sources.ts';
import { startOf } from './start.ts';
import { javaOfPom, newestJava, noteOnJava, targetFor } from './version.ts';
import { children, textOf } from './xml.ts';

/** The applications among the Maven projects of a repository; for a project without one, why. */
export function detectMaven(scene: Scene): readonly Candidate[] {
  return findReactors(scene.repo).flatMap((reactor) => {
    const found = reactor.poms.flatMap((pom) => detectModule(pom, reactor, scene));
    const services = found.filter((each) => each.found === 'service');
    if (services.length > 0) return services.map((service) => ranked(service, services, reactor));
    const [first] = found.toSorted((a, b) => a.dir.length - b.dir.length);
    return first ? [first] : [onlyModules(reactor)];
  });
}

function onlyModules({ root }: Reactor): Refusal {
  return {
    found: 'refusal',
    stack: 'java',
    dir: root.dir,
    reason: `${root.path} has no module that is a program`,
    hint: 'an image is made of a program: a module with a main class or the plugin of a framework',
  };
}

const aside =
  /(^|[-_/])(examples?|samples?|demos?|tests?|testing|it|itests?|integration-tests?|benchmarks?|bench|perf|metrics|archetypes?|docs?|tutorials?)($|[-_/])/;

/** Beside a program, what is there to show or to test it is no service; of a library it is all there is, and no service either. */
function ranked(service: Service, all: readonly Service[], { root }: Reactor): Service {
  const below = posix.relative(root.dir, service.dir);
  if (below === '') return service;
  const isAside = aside.test(below);
  const others = all.some((other) => other !== service && !aside.test(posix.relative(root.dir, other.dir)));
  return isAside && others ? { ...service, rank: Math.min(service.rank, 0.1) } : service;
}

function detectModule(pom: Pom, reactor: Reactor, scene: Scene): readonly Candidate[] {
  if (pom.packaging === 'pom') return [];
  const { repo } = scene;
  const hints = scene.hints(pom.dir);
  const parts = withSiblings(pom, reactor);
  const main = sourceDir(pom);
  const sources = sourcesIn(repo, main);
  const names = [
    ...new Set(
      parts.flatMap(({ dependencies }) =>
        dependencies
          .filter(({ scope }) => scope !== 'test')
          .map(({ group, artifact }) => `${group}:${artifact}`),
      ),
    ),
  ];
  const java = javaOfPom(repo, pom);
  if (Number(java?.value ?? 0) > newestJava) return [tooNew(pom, java as Fact)];
  const boot = bootOf(pom);
  const start = startOf(hints.start);
  const quarkus = pluginOf(pom, 'quarkus-maven-plugin');
  const found = mainOf(repo, pom, sources, names, start);
  const refused = refuse(pom, reactor, boot, quarkus !== undefined, found, aside);
  if (refused) return [refused];

  const seen = inspect({
    repo,
    dir: pom.dir,
    sources: [
      ...new Set([...sources, ...parts.slice(1).flatMap((part) => sourcesIn(repo, sourceDir(part)))]),
    ].slice(0, 600),
    resources: parts.map(({ dir }) => posix.join(dir, 'src/main/resources')),
    names,
    at: pom.at,
    hints,
  });
  const launch = launchOf(pom, boot, quarkus !== undefined, found);
  if (!launch) return [];
  return [serviceOf({ pom, reactor, parts, scene, java, boot, seen, launch, found, start, sources })];
}

type Found = {
  readonly pom: Pom;
  readonly reactor: Reactor;
  readonly parts: readonly Pom[];
  readonly scene: Scene;
  readonly java: Fact | undefined;
  readonly boot: Boot | undefined;
  readonly seen: Inspected;
  readonly launch: Launch;
  readonly found: Start | undefined;
  readonly start: ReturnType<typeof startOf>;
  readonly sources: readonly string[];
};

function serviceOf(all: Found): Service {
  const { pom, reactor, scene, java, boot, seen, launch, found, start } = all;
  const { repo, hints } = scene;
  const context = contextOf(pom, reactor);
  const compiler = found?.compiler === true && Number(java?.value ?? 0) <= 21;
  const target: Fact = compiler ? { value: 'jlink', from: found.from, confidence: 'high' } : targetFor(java);
  const repairs = repairsOf(
    pom,
    all.parts,
    target.value === 'java25' ? 'java25' : 'java21',
    boot?.version ?? bootVersion(pom),
  );
  const dropwizard = dropwizardOf(repo, pom.dir, seen.framework?.id);
  const { apt, build: buildHint } = hints(pom.dir);
  const relative = (path: string) => posix.relative(context, path);
  const selects =
    reactor.root !== pom && reactor.root.dir === context ? 'module' : context === pom.dir ? 'all' : 'file';
  const maven: MavenBuild = {
    module: relative(pom.dir),
    select: selects,
    poms: [
      ...new Set([...(selects === 'module' ? reactor.poms.map(({ path }) => path) : []), ...pom.chain]),
    ].map(relative),
    settings:
      repo.hasDir(posix.join(context, '.mvn')) && hasSettings(repo.below(posix.join(context, '.mvn'))),
    flags: [testSwitch(reactor.poms), ...skipSwitches(reactor.poms), ...repairs.flags],
    before: repairs.commands.map((command) => command),
    command: start && buildHint ? undefined : undefined,
    file: fileOf(pom, boot, launch),
    libraries: librariesOf(pom),
  };
  const port = scene.hints(pom.dir).port ?? dropwizard?.port ?? seen.port;
  const app: App = {
    dir: pom.dir,
    context,
    launch,
    server: seen.server,
    port,
    portEnv: dropwizard ? dropwizard.portEnv : seen.portEnv,
    portSet: seen.portSet,
    health: seen.health,
    env: {
      ...seen.env,
      ...Object.fromEntries(Object.entries(hints(pom.dir).env).map(([name, { value }]) => [name, value])),
    },
    flags: [...opensFor(java, boot), ...(found?.compiler ? compilerFlags : []), ...(start?.flags ?? [])],
    args: [...(found?.args ?? []), ...(start && !dropwizard ? start.args : [])],
    command: dropwizard ? (start && start.args.length > 0 ? start.args : dropwizard.command) : undefined,
    paths: {
      ...seen.paths,
      read: [...seen.paths.read, ...(dropwizard?.files ?? [])],
      written: [...seen.paths.written, ...(dropwizard?.written ?? [])],
    },
    compiler,
    apt: apt.map(({ value }) => value),
    needs: seen.needs,
    notes: [...noteOnJava(java), ...repairs.notes, ...seen.notes],
  };
  return {
    found: 'service',
    stack: 'java',
    dir: pom.dir,
    context,
    name: { value: toName(pom.artifact) ?? 'app', from: pom.at('<artifactId>'), confidence: 'high' },
    kind: app.server ? 'server' : 'cli',
    target,
    ...(app.server && port && { port }),
    ...(app.server && app.health && { health: app.health }),
    facts: factsOf(all, maven),
    needs: app.needs,
    packages: [],
    notes: app.notes,
    rank: app.server ? 0.9 : found?.sure || launch.kind !== 'classes' ? 0.6 : 0.5,
    recipe: (chosen) => recipeOf(app, buildMaven(maven, launch), chosen),
  };
}

function factsOf({ pom, java, boot, seen, launch, found }: Found, maven: MavenBuild): Service['facts'] {
  const version = boot?.version ?? (seen.framework?.id === 'spring-boot' ? bootVersion(pom) : undefined);
  return {
    ...(java && { version: { ...java, value: `Java ${java.value}` } }),
    ...(seen.fact && {
      framework: version === undefined ? seen.fact : { ...seen.fact, value: `${seen.fact.value} ${version}` },
    }),
    manager: { value: 'Maven', from: pom.path, confidence: 'high' },
    ...(maven.module !== '' && { module: { value: maven.module, from: pom.path, confidence: 'high' } }),
    build: { value: ['mvn', ...maven.flags, 'package'].join(' '), from: pom.path, confidence: 'high' },
    ...(launch.kind === 'classes' && found
      ? { main: { value: launch.main, from: found.from, confidence: found.sure ? 'high' : 'medium' } }
      : { start: { value: startText(launch), from: pluginLine(pom, launch), confidence: 'high' } }),
  };
}

function startText(launch: Launch): string {
  if (launch.kind === 'layers') return `java -jar, taken apart by -Djarmode=${launch.tool}`;
  if (launch.kind === 'quarkus') return 'java -jar quarkus-run.jar';
  return launch.kind === 'file' ? `java -jar app.${launch.extension}` : launch.main;
}

function pluginLine(pom: Pom, launch: Launch): string {
  return pom.at(`>${launch.kind === 'quarkus' ? 'quarkus-maven-plugin' : 'spring-boot-maven-plugin'}<`);
}

function tooNew(pom: Pom, java: Fact): Refusal {
  return {
    found: 'refusal',
    stack: 'java',
    dir: pom.dir,
    reason: `it is written for Java ${java.value} (${java.from}), and the newest that distroless has is ${newestJava}`,
    hint: `set the release of the compiler to ${newestJava}, or build on an image with that JDK`,
  };
}

function launchOf(
  pom: Pom,
  boot: Boot | undefined,
  quarkus: boolean,
  found: Start | undefined,
): Launch | undefined {
  if (quarkus) return isUber(pom) ? { kind: 'file', extension: 'jar' } : { kind: 'quarkus' };
  if (boot?.repackages) {
    if (pom.packaging === 'war') return { kind: 'file', extension: 'war' };
    if (boot.layers === 'none') return { kind: 'file', extension: 'jar' };
    return { kind: 'layers', tool: boot.layers, launcher: boot.launcher };
  }
  return found && { kind: 'classes', main: found.main };
}

/** Of Quarkus, by a property of the pom. */
function isUber(pom: Pom): boolean {
  return ['quarkus.package.jar.type', 'quarkus.package.type'].some(
    (name) => pom.property(name) === 'uber-jar',
  );
}

/** The name of what `package` makes, with a pattern for the version: it changes with every release. */
function fileOf(pom: Pom, boot: Boot | undefined, launch: Launch): string {
  const extension = launch.kind === 'file' ? launch.extension : 'jar';
  const version = '*';
  const stem = (pom.finalName ?? '${project.artifactId}-${project.version}')
    .replaceAll(/\$\{(project|pom)\.artifactId\}|\$\{artifactId\}/g, pom.artifact)
    .replaceAll(/\$\{(project\.|pom\.)?version\}/g, version);
  const plain = pom
    .resolve(stem)
    .replaceAll(/\$\{[^}]*\}/g, version)
    .replaceAll(/[^\w.*+-]/g, '?');
  const suffix =
    launch.kind === 'file' && boot === undefined
      ? '-runner'
      : boot?.classifier === undefined
        ? ''
        : `-${boot.classifier.replaceAll(/[^\w.+-]/g, '?')}`;
  return `${plain}${suffix}.${extension}`;
}

/** Set for the plugin as a whole, it goes before what a command line says. */
function librariesOf(pom: Pom): string | undefined {
  const own = [...pom.plugins, ...pom.managedPlugins]
    .filter(({ artifact }) => artifact === 'maven-dependency-plugin')
    .flatMap(({ node }) => children(node, 'configuration'))
    .map((node) => textOf(node, 'outputDirectory'))
    .find((text) => text !== undefined);
  const path =
    own === undefined
      ? undefined
      : pom
          .resolve(own)
          .replaceAll(/\$\{(project\.)?build\.directory\}/g, 'target')
          .replaceAll(/\$\{(project\.)?basedir\}\/?/g, '');
  return path !== undefined && /^[\w][\w./-]*$/.test(path) && !path.includes('..') ? path : undefined;
}

function sourceDir(pom: Pom): string {
  const said = pom.property('project.build.sourceDirectory');
  void said;
  return posix.join(pom.dir, 'src/main');
}

function hasSettings(files: readonly string[]): boolean {
  return files.some((path) =>
    /\/(maven\.config|jvm\.config|extensions\.xml|[\w.-]*settings\.xml)$/.test(path),
  );
}

/** What programs from before Java 17 take for granted; the list is Tomcat's. */
function opensFor(java: Fact | undefined, boot: Boot | undefined): readonly string[] {
  if (java === undefined || Number(java.value) >= 17 || boot === undefined) return [];
  return ['java.lang', 'java.util'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);
}

const compilerFlags = ['api', 'code', 'comp', 'file', 'main', 'parser', 'processing', 'tree', 'util'].map(
  (name) => `--add-exports=jdk.compiler/com.sun.tools.javac.${name}=ALL-UNNAMED`,
);

function refuse(
  pom: Pom,
  reactor: Reactor,
  boot: Boot | undefined,
  quarkus: boolean,
  found: Start | undefined,
  asides: RegExp,
): Refusal | undefined {
  const refusal = (reason: string, hint: string): Refusal => ({
    found: 'refusal',
    stack: 'java',
    dir: pom.dir,
    reason,
    hint,
  });
  const runs = quarkus || boot?.repackages === true;
  if (pom.packaging === 'war' && !runs && !found?.sure) {
    return refusal(
      `${pom.path} makes a WAR, which runs in a servlet container, and distroless has none`,
      'use the image of tomcat, jetty or open-liberty; or put a server into the program: Spring Boot makes a WAR that starts by itself',
    );
  }
  if (['ear', 'ejb', 'rar'].includes(pom.packaging)) {
    return refusal(
      `${pom.path} makes a part for an application server (${pom.packaging})`,
      'use the image of wildfly or open-liberty',
    );
  }
  if (
    !['jar', 'war', 'quarkus', 'takari-jar', 'executable'].includes(pom.packaging) &&
    !pom.packaging.startsWith('$') &&
    !/native|function/.test(pom.packaging)
  ) {
    return refusal(`${pom.path} is no program: it makes a ${pom.packaging}`, 'an image is made of a program');
  }
  const library = `${pom.path} is a library: it has no main class`;
  if (!runs && !found)
    return refusal(
      library,
      'an image is made of a program; a main class makes one, or the plugin of a framework',
    );
  if (!runs && found && !found.sure && isPublished(pom)) {
    return refusal(
      `${pom.path} is a library: it is published for others, and nothing in it says that ${found.main} is a program`,
      'name the class in <mainClass> of maven-jar-plugin if it is one',
    );
  }
  const below = posix.relative(reactor.root.dir, pom.dir);
  if (
    !runs &&
    below !== '' &&
    asides.test(below) &&
    reactor.poms.some((other) => other !== pom && isPublished(other))
  ) {
    return refusal(`${pom.path} only shows or tests a library`, `containerize it by itself: add ${below}`);
  }
  return undefined;
}

const publishing =
  /gpg|nexus-staging|central-publishing|maven-bundle-plugin|maven-release-plugin|moditect|maven-javadoc-plugin/;

function isPublished(pom: Pom): boolean {
  return (
    [...pom.plugins, ...pom.managedPlugins].some(({ artifact }) => publishing.test(artifact)) ||
    settingOf(pom, 'maven-source-plugin', 'goal') !== undefined
  );
}
