import { dirOf } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Candidate, Fact, Hints, Scene, Service } from '../../detect/types.ts';
import { toName } from '../../detect/names.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { App, Launch } from './app.ts';
import { besideOthers } from './beside.ts';
import { buildGradle, type GradleBuild } from './build-gradle.ts';
import {
  argsOfScript,
  javaOfScript,
  launchOfScript,
  mainOfScript,
  namesOfScript,
  taskFor,
} from './gradle-script.ts';
import { readScript, type Script } from './gradle-file.ts';
import { wrapperOf, type Wrapper } from './gradle-wrapper.ts';
import { aptOf, envOf, inspect, type Inspected } from './inspect.ts';
import { openUp } from './loopback.ts';
import { otherServer, refuse, tooNew } from './refusals.ts';
import { recipeOf } from './runtime.ts';
import { sourcesIn } from './sources.ts';
import { startOf, type StartLine } from './start.ts';
import { versionOf } from './tomcat.ts';
import { newestJava, noteOnJava, targetFor } from './version.ts';
import { inTomcat, webAppOf, type War } from './war.ts';
import { warFlags } from './war-flags.ts';

const most = 100;
const rankOfWar = 0.75;
const unproven =
  'built by the repository’s Gradle wrapper, whose distribution cannot be had where our CI runs';

/** The applications among the Gradle projects of a repository, but for directories that Maven builds. */
export function detectGradle(scene: Scene, taken: (dir: string) => boolean): readonly Candidate[] {
  const paths = scene.repo
    .named('build.gradle.kts', 'build.gradle')
    .filter((path) => !/(^|\/)(buildSrc|build-logic|gradle|src)\//.test(path) && !taken(dirOf(path)))
    .slice(0, most);
  const found = paths.flatMap((path) => detectProject(path, scene));
  const services = found.filter((each) => each.found === 'service');
  if (services.length === 0) return found.slice(0, 1);
  return services.map((each) => {
    const all = services.filter(({ context }) => context === each.context);
    return besideOthers(each, all, rankOfWar);
  });
}

function detectProject(path: string, scene: Scene): readonly Candidate[] {
  const { repo } = scene;
  const dir = dirOf(path);
  const root = rootOf(repo, dir);
  const script = readScript(repo, path, root);
  const hints = scene.hints(dir);
  const sources = sourcesIn(repo, posix.join(dir, 'src'));
  const ids = [...script.plugins.keys()];
  if (
    ids.some((id) => id.startsWith('com.android.') || /multiplatform|intellij|fabric-loom|minecraft/.test(id))
  ) {
    return [
      refuse(dir, `${path} makes an app or a plugin for another program`, 'an image is made of a program'),
    ];
  }
  const start = startOf(hints.start);
  const java = javaOfScript(script, repo);
  const runs = launchOfScript(script, mainOfScript(script, repo, sources) ?? start?.main);
  const war = !runs && script.plugins.has('war') ? warOf({ script, repo, sources, java, hints }) : undefined;
  const web = war && webAppOf(war);
  if (web && 'reason' in web) return sources.length === 0 ? [] : [otherServer(dir, web.reason)];
  const launch = runs ?? web?.launch;
  if (!launch) {
    if (sources.length === 0) return [];
    const hint = 'the application plugin of Gradle makes a program, or that of a framework';
    return [refuse(dir, `${path} is a library: no plugin makes a program of it`, hint)];
  }
  if (java && Number(java.value) > newestJava) return [tooNew(dir, java)];
  const target = targetFor(java);
  const wrapper = wrapperOf(repo, root, target.value);
  if ('reason' in wrapper) return [refuse(dir, wrapper.reason, wrapper.hint)];
  const said = inspect({
    repo,
    dir,
    sources,
    resources: ['src/main/resources', 'resources'].map((name) => posix.join(dir, name)),
    names: namesOfScript(script),
    at: script.at,
    hints,
  });
  const seen = web ? inTomcat(said, web, hints) : said;
  const app: App = {
    ...seen,
    dir,
    context: root,
    launch,
    env: { ...seen.env, ...envOf(hints) },
    flags: [...(launch.kind === 'war' ? warFlags(launch.line, hints) : []), ...(start?.flags ?? [])],
    args: argsOf(script, launch, start),
    command: undefined,
    compiler: false,
    apt: aptOf(hints),
    notes: [...noteOnJava(java), ...wrapper.notes, ...seen.notes],
  };
  return [serviceOf({ script, root, app, seen, java, target, wrapper, launch, scene })];
}

function argsOf(script: Script, launch: Launch, start: StartLine | undefined): readonly string[] {
  if (launch.kind === 'war') return [];
  return start?.args ?? (launch.kind === 'classes' ? argsOfScript(script, launch.main) : []);
}

/** What a script gives to its container alone is not told apart: implementations are seldom among that. */
function warOf({
  script,
  repo,
  sources,
  java,
  hints,
}: Pick<Found, 'script' | 'java'> & {
  readonly repo: Inventory;
  readonly sources: readonly string[];
  readonly hints: Hints;
}): War {
  const { path, dir } = script;
  const ofBoot = 'org.springframework.boot:spring-boot';
  const boot = script.plugins.get('org.springframework.boot');
  return {
    repo,
    path,
    dir,
    pages: posix.join(dir, 'src/main/webapp'),
    sources,
    libraries: [...namesOfScript(script), ...(boot === undefined ? [] : [ofBoot])].map((name) => ({
      name,
      version: name === ofBoot ? boot : undefined,
      inside: true,
      from: script.at(name),
    })),
    java: java?.value,
    hints,
    place: { path: undefined, port: undefined },
  };
}

type Found = {
  readonly script: Script;
  readonly root: string;
  readonly app: App;
  readonly seen: Inspected;
  readonly java: Fact | undefined;
  readonly target: Fact;
  readonly wrapper: Wrapper;
  readonly launch: Launch;
  readonly scene: Scene;
};

function serviceOf({
  script,
  root,
  app,
  seen,
  java,
  target,
  wrapper,
  launch,
  scene: { repo },
}: Found): Service {
  const { path, dir } = script;
  const module = posix.relative(root, dir);
  const jdk = target.value === 'java25' ? '25' : '21';
  const build: GradleBuild = {
    module,
    task: taskFor(launch, script),
    replaceWrapper: wrapper.replacement,
    toolchain:
      /JavaLanguageVersion\.of|jvmToolchain/.test(script.text) && java?.value !== jdk ? jdk : undefined,
    script: posix.relative(root, path),
    changes: openUp(seen.closed, (each) => posix.relative(root, each)),
    files: filesOf(repo, root, module, posix.basename(path)),
  };
  const name = module === '' ? (settingsName(repo, root) ?? posix.basename(dir)) : posix.basename(module);
  return {
    found: 'service',
    stack: 'java',
    dir,
    context: root,
    name: { value: toName(name) ?? 'app', from: path, confidence: 'medium' },
    kind: app.server ? 'server' : 'cli',
    target,
    ...(app.server && app.port && { port: app.port }),
    ...(app.server && app.health && { health: app.health }),
    facts: {
      ...(java && { version: { ...java, value: `Java ${java.value}` } }),
      ...(seen.fact && { framework: seen.fact }),
      manager: { value: `Gradle ${wrapper.version}`, from: wrapper.from, confidence: 'high' },
      build: { value: `gradlew ${build.task}`, from: path, confidence: 'medium' },
      ...(launch.kind === 'war' && {
        start: { value: `Tomcat ${versionOf(launch.line)}`, from: path, confidence: 'medium' },
      }),
      ...(launch.kind === 'classes' && { main: { value: launch.main, from: path, confidence: 'medium' } }),
    },
    needs: app.needs,
    packages: [],
    notes: app.notes,
    unproven,
    rank: launch.kind === 'war' ? rankOfWar : app.server ? 0.85 : 0.5,
    recipe: (chosen) => recipeOf(app, buildGradle(build, launch), chosen),
  };
}

function settingsName(repo: Inventory, root: string): string | undefined {
  const files = ['settings.gradle', 'settings.gradle.kts'].map((name) => posix.join(root, name));
  return repo.search(files, /rootProject\.name\s*=\s*["']([\w.-]+)["']/)[0]?.match[1];
}

/** Where settings.gradle is: here, or above. */
function rootOf(repo: Inventory, dir: string): string {
  const isRoot = (at: string) =>
    ['settings.gradle', 'settings.gradle.kts'].some((name) => repo.has(posix.join(at, name)));
  for (let at = dir; ; at = dirOf(at)) {
    if (isRoot(at)) return at;
    if (at === '') return dir;
  }
}

/** What Gradle reads before any source; undefined where the build has code of its own. */
function filesOf(
  repo: Inventory,
  root: string,
  module: string,
  script: string,
): readonly string[] | undefined {
  const at = (name: string) => posix.join(root, name);
  if (module !== '' || repo.hasDir(at('buildSrc')) || repo.hasDir(at('build-logic'))) return undefined;
  return ['gradlew', 'gradle', 'settings.gradle', 'settings.gradle.kts', 'gradle.properties', script].filter(
    (name) => repo.has(at(name)) || (name === 'gradle' && repo.hasDir(at(name))),
  );
}
