import { place, type Inventory } from '../../inventory/types.ts';
import { functionOf } from './functions.ts';
import { findMains, likeliest } from './mains.ts';
import { settingOf, type Plugin, type Pom } from './pom.ts';
import type { StartLine } from './start.ts';
import { children, textOf } from './xml.ts';

/** The class that starts it. */
export type Start = {
  readonly main: string;
  readonly from: string;
  /** The build names it; else it is a class that could be started. */
  readonly sure: boolean;
  /** How many others are as likely, itself included. */
  readonly among: number;
  /** Arguments without which it does nothing. */
  readonly args: readonly string[];
  /** It uses javac, which only a JDK has. */
  readonly compiler: boolean;
};

/** Plugins that name it, the one that makes what is run first. */
const plugins: readonly (readonly [string, readonly string[]])[] = [
  ['spring-boot-maven-plugin', ['mainClass']],
  ['maven-shade-plugin', ['mainClass', 'Main-Class']],
  ['maven-assembly-plugin', ['mainClass', 'Main-Class']],
  ['maven-jar-plugin', ['mainClass', 'Main-Class']],
  ['onejar-maven-plugin', ['mainClass']],
  ['appassembler-maven-plugin', ['mainClass']],
  ['jib-maven-plugin', ['mainClass']],
  ['vertx-maven-plugin', ['launcher']],
  ['exec-maven-plugin', ['mainClass']],
  ['native-maven-plugin', ['mainClass']],
  ['maven-war-plugin', ['Main-Class']],
];
const properties = [
  'exec.mainClass',
  'start-class',
  'mainClass',
  'main.class',
  'app.main.class',
  'application.main.class',
];
const className = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

export function mainOf(
  repo: Inventory,
  pom: Pom,
  sources: readonly string[],
  names: readonly string[],
  start: StartLine | undefined,
): Start | undefined {
  const [javac] = repo.search(
    sources,
    /^import\s+(?:static\s+)?(?:com\.sun\.tools\.javac|com\.sun\.source)\.|ToolProvider\.getSystemJavaCompiler/,
  );
  const compiler = javac !== undefined;
  const common = { args: [], compiler, among: 1 };
  if (start?.main !== undefined && className.test(start.main) && pom.packaging !== 'war')
    return { main: start.main, from: start.from, sure: true, ...common };
  const mains = findMains(repo, sources);
  // A profile that only a release asks for names it as well.
  for (const each of [
    { ...pom, plugins: pom.plugins.map(withoutSteps) },
    { ...pom, plugins: pom.asked },
  ]) {
    for (const [plugin, keys] of plugins) {
      for (const key of keys) {
        const main = settingOf(each, plugin, key);
        if (main === undefined || !className.test(main) || isMistaken(repo, main, sources, mains)) continue;
        const isOwn = mains.some(({ name }) => name === main || name === `${main}Kt`);
        if (!isOwn && (plugin === 'exec-maven-plugin' || each.plugins === pom.asked)) continue;
        return withVerticle(pom, {
          main: kotlinName(main, mains),
          from: pom.at(main),
          sure: true,
          ...common,
        });
      }
    }
  }
  for (const name of properties) {
    const main = pom.resolve(pom.property(name) ?? '');
    if (className.test(main))
      return withVerticle(pom, { main, from: pom.at(`<${name}>`), sure: true, ...common });
  }
  if (
    names.some((name) => name.startsWith('io.helidon.microprofile')) ||
    pom.outside?.name === 'io.helidon.applications:helidon-mp'
  ) {
    const [own] = mains;
    if (!own)
      return { main: 'io.helidon.microprofile.cdi.Main', from: pom.at('helidon'), sure: true, ...common };
  }
  const verticle = verticleOf(pom);
  if (verticle !== undefined)
    return withVerticle(pom, {
      main: 'io.vertx.core.Launcher',
      from: pom.at(verticle),
      sure: true,
      ...common,
    });
  const called = functionOf(repo, pom, sources, names);
  if (called) return { ...called, ...common, args: called.args };
  const [main] = mains;
  return main && { main: main.name, from: place(main), sure: false, ...common, among: likeliest(mains) };
}

/** A class that is nowhere, in a package that is here and has a program: the build that runs it has another plugin to find it. */
function isMistaken(
  repo: Inventory,
  main: string,
  sources: readonly string[],
  mains: ReturnType<typeof findMains>,
): boolean {
  const at = main.lastIndexOf('.');
  const [own, simple] = [main.slice(0, at + 1), main.slice(at + 1).replace(/Kt$/, '')];
  if (at < 0 || !mains.some(({ name }) => name.slice(0, name.lastIndexOf('.') + 1) === own)) return false;
  const files = new Set(['java', 'kt', 'groovy', 'scala'].map((end) => `${simple}.${end}`.toLowerCase()));
  return (
    !sources.some((path) => files.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase())) &&
    repo.search(
      sources,
      new RegExp(`\\b(?:class|object|record|enum|JvmName\\(")\\s*${simple.replaceAll('$', '\\$')}\\b`),
      1,
    ).length === 0
  );
}

/** What the exec plugin runs in a phase of the build is a tool of the build. */
function withoutSteps(plugin: Plugin): Plugin {
  if (plugin.artifact !== 'exec-maven-plugin') return plugin;
  const free = children(plugin.node, 'executions', 'execution').filter(
    (execution) => (textOf(execution, 'phase') ?? 'none') === 'none',
  );
  return {
    ...plugin,
    node: { configuration: children(plugin.node, 'configuration'), executions: { execution: free } },
  };
}

/** People name the file in Kotlin, and the class has a suffix. */
function kotlinName(main: string, mains: ReturnType<typeof findMains>): string {
  return mains.some(({ name }) => name === main) || !mains.some(({ name }) => name === `${main}Kt`)
    ? main
    : `${main}Kt`;
}

function verticleOf(pom: Pom): string | undefined {
  const said = [
    settingOf(pom, 'maven-shade-plugin', 'Main-Verticle'),
    settingOf(pom, 'maven-jar-plugin', 'Main-Verticle'),
    settingOf(pom, 'vertx-maven-plugin', 'verticle'),
    pom.property('main.verticle'),
    pom.property('vertx.verticle'),
    pom.property('verticle'),
  ];
  return said
    .map((text) => (text === undefined ? undefined : pom.resolve(text)))
    .find((text) => text !== undefined && className.test(text));
}

function withVerticle(pom: Pom, start: Start): Start {
  const args = verticleArgs(start.main, verticleOf(pom));
  return args.length > 0 ? { ...start, args } : start;
}

/** Vert.x's launcher finds its verticle in the manifest of a jar that is not made here. */
export function verticleArgs(main: string, verticle: string | undefined): readonly string[] {
  if (verticle === undefined) return [];
  if (main === 'io.vertx.core.Launcher') return ['run', verticle];
  return main.endsWith('VertxApplication') ? [verticle] : [];
}
