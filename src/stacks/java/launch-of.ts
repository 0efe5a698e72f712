import type { Inventory } from '../../inventory/types.ts';
import type { Launch } from './app.ts';
import type { Boot } from './boot.ts';
import type { Start } from './main-of.ts';
import type { Pom } from './pom.ts';
import { children, textOf } from './xml.ts';

/** How what a pom makes is started. */
export function launchOf(
  repo: Inventory,
  pom: Pom,
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
  return found && { kind: 'classes', main: found.main };
}

/** Of Quarkus, by a property or a setting: https://quarkus.io/guides/maven-tooling#uber-jar-maven */
function isUber(repo: Inventory, pom: Pom): boolean {
  const settings = [`${pom.sources}/resources/application.properties`];
  const [set] = repo.search(settings, /^quarkus\.package\.(?:jar\.)?type\s*=\s*uber-jar/);
  return (
    set !== undefined ||
    ['quarkus.package.jar.type', 'quarkus.package.type'].some((name) => pom.property(name) === 'uber-jar')
  );
}

/** The name of the file that `package` makes, with a pattern for the version: it changes with every release. */
export function fileOf(pom: Pom, boot: Boot | undefined, launch: Launch): string {
  const extension = launch.kind === 'file' ? launch.extension : 'jar';
  const stem = (pom.finalName ?? '${project.artifactId}-${project.version}')
    .replaceAll(/\$\{((project|pom)\.)?artifactId\}/g, pom.artifact)
    .replaceAll(/\$\{((project|pom)\.)?version\}/g, '*');
  const plain = pom
    .resolve(stem)
    .replaceAll(/\$\{[^}]*\}/g, '*')
    .replaceAll(/[^\w.*+-]/g, '?');
  const classifier = boot === undefined ? 'runner' : boot.classifier;
  const suffix = classifier === undefined ? '' : `-${classifier.replaceAll(/[^\w.+-]/g, '?')}`;
  return `${plain}${suffix}.${extension}`;
}

/** Where dependency:copy-dependencies puts things: set for the plugin as a whole, it goes before what a command line says. */
export function librariesOf(pom: Pom): string | undefined {
  const own = [...pom.plugins, ...pom.managedPlugins]
    .filter(({ artifact }) => artifact === 'maven-dependency-plugin')
    .flatMap(({ node }) => children(node, 'configuration'))
    .map((node) => textOf(node, 'outputDirectory'))
    .find((text) => text !== undefined);
  const path = pom
    .resolve(own ?? '')
    .replaceAll(/\$\{(project\.)?build\.directory\}/g, 'target')
    .replaceAll(/\$\{(project\.)?basedir\}\/?/g, '');
  return /^\w[\w./-]*$/.test(path) && !path.includes('..') ? path : undefined;
}
