import type { Inventory } from '../../inventory/types.ts';
import { pluginOf, settingOf, type Pom } from './pom.ts';

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
export function jarOf(pom: Pom): Jar {
  const shade = 'maven-shade-plugin';
  if (pluginOf(pom, shade)) {
    const stem = stemOf(pom, settingOf(pom, shade, 'finalName'));
    const attached = settingOf(pom, shade, 'shadedArtifactAttached') === 'true';
    const classifier = attached ? `-${safe(settingOf(pom, shade, 'shadedClassifierName') ?? 'shaded')}` : '';
    return { file: `${stem}${classifier}.jar`, whole: true };
  }
  const assembly = 'maven-assembly-plugin';
  if (pluginOf(pom, assembly) && settingOf(pom, assembly, 'descriptorRef') === 'jar-with-dependencies') {
    const stem = stemOf(pom, settingOf(pom, assembly, 'finalName'));
    const plain = settingOf(pom, assembly, 'appendAssemblyId') === 'false';
    return { file: `${stem}${plain ? '' : '-jar-with-dependencies'}.jar`, whole: true };
  }
  return { file: `${stemOf(pom)}.jar`, whole: false };
}

/** The name of a file without its ending; the version is a pattern, as it changes with every release. */
export function stemOf(pom: Pom, said: string | undefined = pom.finalName): string {
  const stem = (said ?? '${project.artifactId}-${project.version}')
    .replaceAll(/\$\{((project|pom)\.)?artifactId\}/g, pom.artifact)
    .replaceAll(/\$\{((project|pom)\.)?version\}/g, '*');
  return safe(pom.resolve(stem).replaceAll(/\$\{[^}]*\}/g, '*'));
}

/** What a shell would read in it, any character stands for. */
export function safe(text: string): string {
  return text.replaceAll(/[^\w.*+-]/g, '?');
}
