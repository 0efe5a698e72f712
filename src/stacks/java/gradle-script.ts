import type { Fact } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import type { Launch } from './app.ts';
import type { Script } from './gradle-file.ts';
import { verticleArgs } from './main-of.ts';
import { findMains } from './mains.ts';
import { isBefore } from './before.ts';
import { javaOfFiles, majorOf } from './version.ts';

/** Plugins that lay a program out by `installDist`. */
const installs = [
  'application',
  'io.ktor.plugin',
  'io.micronaut.application',
  'io.micronaut.minimal.application',
];
const shades = ['com.github.johnrengelman.shadow', 'com.gradleup.shadow'];

/** `group:artifact` of its dependencies; some come with the plugin of a framework. */
export function namesOfScript({ names, plugins }: Script): readonly string[] {
  const ids = [...plugins.keys()];
  return [
    ...names,
    ...(ids.some((id) => /^io\.micronaut\.(minimal\.)?application/.test(id))
      ? ['io.micronaut:micronaut-http-server-netty']
      : []),
    // It also builds what only asks servers.
    ...(plugins.has('io.ktor.plugin') && !names.some((name) => /^io\.ktor:ktor-(client|server)/.test(name))
      ? ['io.ktor:ktor-server-core']
      : []),
  ];
}

/** `attributes 'Main-Class': 'app.Main'`, `attributes["Main-Class"] = "app.Main"`. */
const manifestMain = /["']?\bMain-Class["']?\]?\s*(?:[:=,]|to)\s*["']([\w.$]+)["']/;

export function mainOfScript(
  { text }: Script,
  repo: Inventory,
  sources: readonly string[],
): string | undefined {
  const found = /\bmainClass(?:Name)?(?:\.set\(|\s*=)\s*(?:["']([\w.$]+)["']|(\w+)\b)/.exec(text);
  const said = found?.[1] ?? (found?.[2] === undefined ? undefined : constantOf(text, found[2]));
  return said ?? manifestMain.exec(text)?.[1] ?? findMains(repo, sources)[0]?.name;
}

/** `val launcherClassName = "io.vertx.core.Launcher"`. */
function constantOf(text: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*["']([\\w.$]+)["']`).exec(text)?.[1];
}

/** What its main class wants to be told. */
export function argsOfScript({ text }: Script, main: string): readonly string[] {
  return verticleArgs(main, constantOf(text, 'mainVerticle(?:Name)?'));
}

/** How what the script makes is started. */
export function launchOfScript(
  { plugins, text, names }: Script,
  main: string | undefined,
): Launch | undefined {
  const boot = plugins.get('org.springframework.boot');
  const off = /bootJar\s*(\.|\{)[^}]{0,80}enabled\s*=\s*false/.test(text);
  if (plugins.has('org.springframework.boot') && !off) {
    if (boot === undefined || isBefore(boot, '2.4.0')) return { kind: 'file', extension: 'jar' };
    const loader = isBefore(boot, '3.2.0') ? 'loader' : 'loader.launch';
    return {
      kind: 'layers',
      tool: isBefore(boot, '3.3.0') ? 'layertools' : 'tools',
      launcher: `org.springframework.boot.${loader}.JarLauncher`,
    };
  }
  if (plugins.has('io.quarkus')) return { kind: 'quarkus' };
  // A jar with a main class holds its dependencies, or has none.
  const isWhole = names.length === 0 || /\bfrom\b[\s\S]{0,80}(?:[cC]lasspath|configurations\.)/.test(text);
  const runs = [...installs, ...shades].some((id) => plugins.has(id)) || (manifestMain.test(text) && isWhole);
  return main !== undefined && runs ? { kind: 'classes', main, jar: false } : undefined;
}

export function taskFor(launch: Launch, { plugins }: Script): string {
  if (launch.kind === 'quarkus') return 'quarkusBuild';
  if (launch.kind === 'war') return 'war';
  if (launch.kind !== 'classes') return 'bootJar';
  if (installs.some((id) => plugins.has(id))) return 'installDist';
  return shades.some((id) => plugins.has(id)) ? 'shadowJar' : 'jar';
}

const java =
  /(?:JavaLanguageVersion\.of|jvmToolchain)\(\s*["']?(\d+)|\b(?:source|target)Compatibility\s*=?\s*\(?["']?(?:JavaVersion\.VERSION_)?((?:1[._])?\d+)|options\.release(?:\.set\(|\s*=)\s*(\d+)/;

/** The Java that a script is written for. */
export function javaOfScript({ path, dir }: Script, repo: Inventory): Fact | undefined {
  const [hit] = repo.search([path], java);
  const found = hit?.match.slice(1).find((each) => each !== undefined);
  const major = found === undefined ? undefined : majorOf(found.replace('_', '.'));
  if (hit && major !== undefined) return { value: String(major), from: place(hit), confidence: 'high' };
  return javaOfFiles(repo, dir);
}
