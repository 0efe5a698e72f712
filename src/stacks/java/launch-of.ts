import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import type { Launch } from './app.ts';
import type { Boot } from './boot.ts';
import { jarOf, readsManifest, safe, stemOf } from './jar-of.ts';
import type { Start } from './main-of.ts';
import { settingOf, type Pom } from './pom.ts';
import { children, textOf } from './xml.ts';

/** How what a pom makes is started. */
export function launchOf(
  repo: Inventory,
  pom: Pom,
  sources: readonly string[],
  boot: Boot | undefined,
  quarkus: boolean,
  found: Start | undefined,
): Launch | undefined {
  if (quarkus) return isUber(repo, pom) ? { kind: 'file', extension: 'jar' } : { kind: 'quarkus' };
  if (boot?.repackages) {
    if (pom.packaging === 'war') return { kind: 'file', extension: 'war' };
    if (boot.layers === 'none') return { kind: 'file', extension: 'jar' };
    return { kind: 'layers', tool: boot.layers, launcher: boot.launcher };
  }
  if (!found) return undefined;
  if (!pom.elsewhere && !readsManifest(repo, sources))
    return { kind: 'classes', main: found.main, jar: false };
  return jarOf(repo, pom).whole && found.sure && found.args.length === 0
    ? { kind: 'file', extension: 'jar' }
    : { kind: 'classes', main: found.main, jar: true };
}

/** Of Quarkus, by a property or a setting: https://quarkus.io/guides/maven-tooling#uber-jar-maven */
function isUber(repo: Inventory, pom: Pom): boolean {
  const settings = [`${pom.sources}/resources/application.properties`];
  const [set] = repo.search(
    settings,
    /^quarkus\.package\.(?:(?:jar\.)?type\s*=\s*uber-jar|uber-jar\s*=\s*true)/,
  );
  return (
    set !== undefined ||
    ['quarkus.package.jar.type', 'quarkus.package.type'].some((name) => pom.property(name) === 'uber-jar') ||
    pom.property('quarkus.package.uber-jar') === 'true'
  );
}

/** The file that is run, as a shell pattern below target/. */
export function fileOf(
  repo: Inventory,
  pom: Pom,
  boot: Boot | undefined,
  quarkus: boolean,
  launch: Launch,
): string {
  if (quarkus) return `${stemOf(pom)}-runner.jar`;
  if (launch.kind === 'war') return warOf(pom);
  if (!boot?.repackages) return jarOf(repo, pom).file;
  const suffix = boot.classifier === undefined ? '' : `-${safe(boot.classifier)}`;
  const stem = stemOf(pom, settingOf(pom, 'spring-boot-maven-plugin', 'finalName'));
  return `${stem}${suffix}.${pom.packaging === 'war' ? 'war' : 'jar'}`;
}

/** https://maven.apache.org/plugins/maven-war-plugin/war-mojo.html; its old versions have warName. */
function warOf(pom: Pom): string {
  const plugin = 'maven-war-plugin';
  const classifier = settingOf(pom, plugin, 'classifier');
  const suffix = classifier === undefined ? '' : `-${safe(classifier)}`;
  const dir = outputOf(pom, settingOf(pom, plugin, 'outputDirectory')) ?? 'target';
  const name = `${stemOf(pom, settingOf(pom, plugin, 'warName'))}${suffix}.war`;
  return posix.join(posix.relative('target', dir), name);
}

/** Where dependency:copy-dependencies puts things: set for the plugin as a whole, it goes before what a command line says. */
export function librariesOf(pom: Pom): string | undefined {
  const own = [...pom.plugins, ...pom.managedPlugins]
    .filter(({ artifact }) => artifact === 'maven-dependency-plugin')
    .flatMap(({ node }) => children(node, 'configuration'))
    .map((node) => textOf(node, 'outputDirectory'))
    .find((text) => text !== undefined);
  return outputOf(pom, own);
}

/** A directory that a pom names, below its own. */
function outputOf(pom: Pom, said: string | undefined): string | undefined {
  const path = pom
    .resolve(said ?? '')
    .replaceAll(/\$\{(project\.)?build\.directory\}/g, 'target')
    .replaceAll(/\$\{(project\.)?basedir\}\/?/g, '');
  return /^\w[\w./-]*$/.test(path) && !path.includes('..') ? path : undefined;
}
