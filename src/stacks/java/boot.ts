import { settingOf, type Pom } from './pom.ts';
import { isBefore } from './before.ts';
import { textsDeep } from './xml.ts';

export type Boot = {
  readonly version: string | undefined;
  /** The build makes a file that starts by itself. */
  readonly repackages: boolean;
  /** The tool in that file that takes it apart: https://docs.spring.io/spring-boot/reference/packaging/container-images/dockerfiles.html */
  readonly layers: 'tools' | 'layertools' | 'none';
  /** Starts what layertools takes apart. */
  readonly launcher: string;
  /** After the name of the file: `-exec`. */
  readonly classifier: string | undefined;
};

const plugin = 'spring-boot-maven-plugin';

/** How Spring Boot packages it; undefined where its plugin has no part in the build. */
export function bootOf(pom: Pom, names: readonly string[]): Boot | undefined {
  const used = pom.plugins.filter(({ artifact }) => artifact === plugin);
  if (used.length === 0) return undefined;
  const all = [...used, ...pom.managedPlugins.filter(({ artifact }) => artifact === plugin)];
  const version = bootVersion(pom);
  const goals = all.flatMap(({ node }) => textsDeep(node, 'goal'));
  // The goal of spring-boot-starter-parent; with only the BOM a build has to name it.
  const inherits = pom.outside?.name === 'org.springframework.boot:spring-boot-starter-parent';
  const off =
    settingOf(pom, plugin, 'skip') === 'true' ||
    ['ZIP', 'NONE'].includes(settingOf(pom, plugin, 'layout') ?? '');
  const repackages = !off && (inherits || goals.includes('repackage'));
  const launch = version === undefined || !isBefore(version, '3.2.0') ? 'loader.launch' : 'loader';
  return {
    version,
    repackages,
    layers: toolOf(pom, version, names),
    launcher: `org.springframework.boot.${launch}.${pom.packaging === 'war' ? 'War' : 'Jar'}Launcher`,
    classifier: settingOf(pom, plugin, 'classifier'),
  };
}

function toolOf(pom: Pom, version: string | undefined, names: readonly string[]): Boot['layers'] {
  const off = ['includeTools', 'includeLayerTools'].some((name) => settingOf(pom, plugin, name) === 'false');
  const layers = pom.plugins
    .filter(({ artifact }) => artifact === plugin)
    .some(({ node }) => /"layers":\{[^}]*"enabled":"false"/.test(JSON.stringify(node)));
  if (version === undefined || off || layers || pom.packaging === 'war') return 'none';
  if (!isBefore(version, '3.3.0')) return 'tools';
  // It takes classes of Spring, which a program that is only packaged this way does not have.
  const isSpring = names.some((name) => name.startsWith('org.springframework'));
  return isBefore(version, '2.4.0') || !isSpring ? 'none' : 'layertools';
}

/** Of the parent, the BOM or the plugin. */
export function bootVersion(pom: Pom): string | undefined {
  const parent = pom.outside?.name.startsWith('org.springframework.boot:') ? pom.outside.version : undefined;
  const bom = pom.managed.find(({ artifact }) => artifact === 'spring-boot-dependencies')?.version;
  const own = pom.dependencies.find(
    ({ group, version }) => group === 'org.springframework.boot' && version !== undefined,
  )?.version;
  const ofPlugin = [...pom.plugins, ...pom.managedPlugins]
    .filter(({ artifact }) => artifact === plugin)
    .map(({ node }) => textsDeep({ version: (node as { version?: unknown }).version }, 'version')[0])
    .find((text) => text !== undefined);
  const version = [parent, bom, own, ofPlugin === undefined ? undefined : pom.resolve(ofPlugin)].find(
    (text) => text !== undefined && /^\d/.test(text),
  );
  return version;
}
