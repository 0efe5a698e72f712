import type { Inventory } from '../../inventory/types.ts';
import { wholeAssembly } from './assembly.ts';
import { pluginOf, settingOf, type Pom } from './pom.ts';
import { children } from './xml.ts';

/** What `package` makes besides classes: a file below target/, as a shell pattern. */
export type Jar = {
  readonly file: string;
  /** It holds the dependencies, too. */
  readonly whole: boolean;
};

/** Whether a program reads its own manifest, for its version most of all: then classes alone are not enough. */
export function readsManifest(repo: Inventory, sources: readonly string[]): boolean {
  const pattern = /\bget(?:Implementation|Specification)(?:Version|Title|Vendor)\b|META-INF\/MANIFEST\.MF/;
  return repo.search(sources, pattern).length > 0;
}

/** The jar that is made to be run, or the plain one. */
export function jarOf(repo: Inventory, pom: Pom): Jar {
  const shade = 'maven-shade-plugin';
  const attached = settingOf(pom, shade, 'shadedArtifactAttached') === 'true';
  if (pluginOf(pom, shade) && shadesAll(pom)) {
    const stem = stemOf(pom, settingOf(pom, shade, 'finalName'));
    const classifier = attached ? `-${safe(settingOf(pom, shade, 'shadedClassifierName') ?? 'shaded')}` : '';
    return { file: `${stem}${classifier}.jar`, whole: true };
  }
  const assembly = 'maven-assembly-plugin';
  const id = pluginOf(pom, assembly) && wholeAssembly(repo, pom);
  if (id !== undefined && namesMain(pom, assembly)) {
    const stem = stemOf(pom, settingOf(pom, assembly, 'finalName'));
    const plain = settingOf(pom, assembly, 'appendAssemblyId') === 'false';
    return { file: `${stem}${plain ? '' : `-${id}`}.jar`, whole: true };
  }
  // Beside others the pattern would mean those, too.
  const several = pluginOf(pom, assembly) !== undefined || (pluginOf(pom, shade) !== undefined && attached);
  return { file: `${stemOf(pom, pom.finalName, several)}.jar`, whole: false };
}

/** It holds every dependency, and its manifest says what is started: Maven's jar has that, or the plugin sets it. */
function shadesAll(pom: Pom): boolean {
  const shade = 'maven-shade-plugin';
  const some = pom.plugins
    .filter(({ artifact }) => artifact === shade)
    .flatMap(({ node }) => [
      ...children(node, 'configuration', 'artifactSet', 'includes', 'include'),
      ...children(node, 'executions', 'execution', 'configuration', 'artifactSet', 'includes', 'include'),
    ]);
  return some.length === 0 && (namesMain(pom, shade) || namesMain(pom, 'maven-jar-plugin'));
}

function namesMain(pom: Pom, plugin: string): boolean {
  return ['mainClass', 'Main-Class', 'manifestFile'].some((key) => settingOf(pom, plugin, key) !== undefined);
}

/**
 * The name of a file without its ending; the version is a pattern, as it changes with every release.
 * @param exact as it is today, where the poms tell
 */
export function stemOf(pom: Pom, said: string | undefined = pom.finalName, exact = false): string {
  const version = pom.resolve('${project.version}');
  const shown = exact && !version.includes('${') ? version : '*';
  const stem = (said ?? '${project.artifactId}-${project.version}')
    .replaceAll(/\$\{((project|pom)\.)?artifactId\}/g, pom.artifact)
    .replaceAll(/\$\{((project|pom)\.)?version\}/g, shown);
  return safe(pom.resolve(stem).replaceAll(/\$\{[^}]*\}/g, '*'));
}

/** What a shell would read in it, any character stands for. */
export function safe(text: string): string {
  return text.replaceAll(/[^\w.*+-]/g, '?');
}
