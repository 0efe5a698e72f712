import { dirOf } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { joinPath } from './join-path.ts';
import { chainOf, lineOf, type Link } from './pom-chain.ts';
import { children, textOf, textsDeep } from './xml.ts';

export type Dependency = {
  readonly group: string;
  readonly artifact: string;
  readonly version: string | undefined;
  /** The version as it is written: `${lombok.version}`. */
  readonly said: string | undefined;
  readonly scope: string;
  readonly optional: boolean;
  readonly type: string;
};

export type Plugin = { readonly group: string; readonly artifact: string; readonly node: unknown };

/** A pom.xml with what it inherits from those of the repository; placeholders are resolved as far as these tell. */
export type Pom = {
  readonly path: string;
  /** '' is the root. */
  readonly dir: string;
  readonly artifact: string;
  readonly packaging: string;
  readonly finalName: string | undefined;
  /** Classes are compiled to a place of its own. */
  readonly elsewhere: boolean;
  /** Where its sources and resources are, relative to the root. */
  readonly sources: string;
  /** Where all that it compiles is, relative to the root. */
  readonly compiled: string;
  /** Directories of its modules, relative to the root. */
  readonly modules: readonly string[];
  /** Those of the repository, nearest first, itself included. */
  readonly chain: readonly string[];
  /** A parent that the repository does not hold: `group:artifact`, and its version. */
  readonly outside:
    | {
        readonly name: string;
        readonly version: string;
        /** It lies above of what is here, and in no repository that is named. */
        readonly above: boolean;
      }
    | undefined;
  /** It names repositories beside that of Maven, and those may have snapshots. */
  readonly repositories: boolean;
  readonly dependencies: readonly Dependency[];
  /** Of dependencyManagement: imported BOMs, too. */
  readonly managed: readonly Dependency[];
  /** Of build/plugins, with those of a profile that is always on. */
  readonly plugins: readonly Plugin[];
  /** Of pluginManagement: settings, used only where the plugin is. */
  readonly managedPlugins: readonly Plugin[];
  /** Of profiles that have to be asked for, such as that of a release: what they name is known, what they make is not there. */
  readonly asked: readonly Plugin[];
  readonly property: (name: string) => string | undefined;
  readonly resolve: (text: string) => string;
  /** Where a text stands in it or in a parent, for evidence: `pom.xml:12`. */
  readonly at: (text: string) => string;
};

/** Reads pom.xml files; each once. Parents outside of the repository are unknown: Maven fetches them when it builds. */
export function pomReader(repo: Inventory): (path: string) => Pom | undefined {
  const known = new Map<string, Pom | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, readPom(repo, path));
    return known.get(path);
  };
}

function readPom(repo: Inventory, path: string): Pom | undefined {
  const chain = chainOf(repo, path);
  const [own] = chain;
  if (!own) return undefined;
  const nodes = chain.map(({ node }) => node);
  const last = chain.at(-1) as Link;
  const dir = dirOf(path);
  const property = (name: string) => lookUp(nodes, name);
  const resolve = (text: string) => expand(text, property);
  const all = (...names: readonly string[]) => nodes.flatMap((node) => children(node, ...names));
  const profiles = all('profiles', 'profile').filter((profile) => isActive(profile, repo, dir));
  const asked = all('profiles', 'profile').filter((profile) => !profiles.includes(profile));
  const within = (...names: readonly string[]) => [
    ...all(...names),
    ...profiles.flatMap((profile) => children(profile, ...names)),
  ];
  const said = resolve(textOf({ all: within('build', 'sourceDirectory') }, 'all') ?? '');
  const sources = sourcesOf(dir, said);
  const outside = outsideOf(
    last.node,
    resolve,
    last.parentHere,
    last.path === 'pom.xml' && repo.above('pom.xml') === '..',
  );
  return {
    path,
    dir,
    artifact: resolve(textOf(own.node, 'artifactId') ?? ''),
    packaging: resolve(textOf(own.node, 'packaging') ?? 'jar'),
    elsewhere: within('build', 'outputDirectory').length > 0,
    sources,
    compiled: isKotlinOnly(said, within('build', 'plugins', 'plugin')) ? `${sources}/kotlin` : sources,
    finalName: within('build', 'finalName')
      .map((node) => textOf({ node }, 'node'))
      .find((text) => text !== undefined),
    modules: [
      ...children(own.node, 'modules', 'module'),
      ...children(own.node, 'profiles', 'profile', 'modules', 'module'),
      ...children(own.node, 'subprojects', 'subproject'),
    ].flatMap((node) => moduleDir(dir, textOf({ node }, 'node'))),
    chain: chain.map((link) => link.path),
    outside,
    repositories: within('repositories').length > 0,
    dependencies: within('dependencies', 'dependency').map((node) => toDependency(node, resolve)),
    managed: within('dependencyManagement', 'dependencies', 'dependency').map((node) =>
      toDependency(node, resolve),
    ),
    plugins: within('build', 'plugins', 'plugin').map((node) => toPlugin(node, resolve)),
    managedPlugins: within('build', 'pluginManagement', 'plugins', 'plugin').map((node) =>
      toPlugin(node, resolve),
    ),
    asked: asked
      .flatMap((profile) => children(profile, 'build', 'plugins', 'plugin'))
      .map((node) => toPlugin(node, resolve)),
    property,
    resolve,
    at: (text) => lineOf(repo, chain, text),
  };
}

/** A profile that is on without being asked for: by itself, by a file, by the lack of a property, by a Java of the builder. */
function isActive(profile: unknown, repo: Inventory, dir: string): boolean {
  const [activation] = children(profile, 'activation');
  if (activation === undefined) return false;
  if (textOf(activation, 'activeByDefault') === 'true') return true;
  const file = textOf(activation, 'file', 'exists')?.replace(/^\$\{(project\.)?basedir\}\//, '');
  const path = file === undefined ? undefined : joinPath(dir, file);
  if (path !== undefined && file !== '') return repo.has(path) || repo.hasDir(path);
  if (textOf(activation, 'property', 'name')?.startsWith('!')) return true;
  const jdk = textOf(activation, 'jdk');
  return jdk !== undefined && /^\[(1\.)?\d+\.?\d*,\)?$/.test(jdk);
}

/** `src/main`, unless the build says otherwise. */
function sourcesOf(dir: string, said: string): string {
  const path = said.replace(/^\$\{(project\.)?basedir\}\/?/, '').replace(/^(src\/main)\/\w+\/?$/, '$1');
  const plain = path === '' || path.includes('$') ? undefined : joinPath(dir, path);
  return plain ?? (dir === '' ? 'src/main' : `${dir}/src/main`);
}

/**
 * Java beside it is not compiled, unless a plugin is told of more directories.
 * https://kotlinlang.org/docs/maven-compile-package.html#compile-kotlin-and-java-sources
 */
function isKotlinOnly(said: string, plugins: readonly unknown[]): boolean {
  return (
    /(?:^|\/)src\/main\/kotlin\/?$/.test(said) &&
    !plugins.some(
      (plugin) =>
        textOf(plugin, 'artifactId') === 'build-helper-maven-plugin' ||
        ['sourceDir', 'source', 'compileSourceRoot'].some((name) =>
          textsDeep(plugin, name).some((text) => /\bsrc\//.test(text)),
        ),
    )
  );
}

/** The domains that are kept for examples, which nobody publishes from: https://www.rfc-editor.org/rfc/rfc2606 */
const ofExamples = /^(?:com|net|org)\.example(?:\.|$)/;

/** @param isAbove a pom.xml lies above of what is here, in the same git repository */
function outsideOf(
  node: unknown,
  resolve: (text: string) => string,
  here: boolean,
  isAbove: boolean,
): Pom['outside'] {
  const group = textOf(node, 'parent', 'groupId');
  const artifact = textOf(node, 'parent', 'artifactId');
  if (here || group === undefined || artifact === undefined) return undefined;
  const version = resolve(textOf(node, 'parent', 'version') ?? '');
  const relative = textOf(node, 'parent', 'relativePath');
  const fetched = children(node, 'repositories').length > 0 || relative === '';
  // A placeholder that is still there is set by the parent itself: nobody asks a repository for it.
  const unpublished = /-SNAPSHOT$|\$\{/.test(version) || ofExamples.test(group);
  // Where nothing is said Maven looks one directory up; those of frameworks are no neighbours of what they are for.
  const beside =
    isAbove && !/^(?:org\.springframework\.boot|io\.quarkus|io\.micronaut|io\.helidon)\b/.test(group);
  return { name: `${group}:${artifact}`, version, above: (unpublished || beside) && !fetched };
}

function lookUp(nodes: readonly unknown[], name: string): string | undefined {
  const plain = name.replace(/^(project|pom)\./, '');
  for (const node of nodes) {
    const value = textOf(node, 'properties', name);
    if (value !== undefined) return value;
  }
  if (!['version', 'groupId', 'artifactId', 'parent.version', 'name'].includes(plain)) return undefined;
  const [own] = nodes;
  if (plain === 'parent.version') return textOf(own, 'parent', 'version');
  return textOf(own, plain) ?? textOf(own, 'parent', plain);
}

function expand(text: string, property: (name: string) => string | undefined, depth = 0): string {
  if (depth > 10 || text.length > 2000) return text;
  const next = text.replaceAll(/\$\{([\w.-]+)\}/g, (all, name: string) => property(name) ?? all);
  return next === text ? text : expand(next, property, depth + 1);
}

function toDependency(node: unknown, resolve: (text: string) => string): Dependency {
  const version = textOf(node, 'version');
  const classifier = textOf(node, 'classifier');
  return {
    group: resolve(textOf(node, 'groupId') ?? ''),
    artifact: resolve(textOf(node, 'artifactId') ?? ''),
    version: version === undefined ? undefined : resolve(version),
    said: version,
    optional: textOf(node, 'optional') === 'true',
    scope: textOf(node, 'scope') ?? 'compile',
    type: classifier === 'tests' ? 'test-jar' : (textOf(node, 'type') ?? 'jar'),
  };
}

function toPlugin(node: unknown, resolve: (text: string) => string): Plugin {
  return {
    group: resolve(textOf(node, 'groupId') ?? 'org.apache.maven.plugins'),
    artifact: resolve(textOf(node, 'artifactId') ?? ''),
    node,
  };
}

/** A plugin that the build has; undefined where it only has settings for it. */
export function pluginOf(pom: Pom, artifact: string): Plugin | undefined {
  return pom.plugins.find((plugin) => plugin.artifact === artifact);
}

/** A setting of a plugin, at whatever place it stands; the pom's own first. Plugins that every build has need not be named. */
export function settingOf(pom: Pom, artifact: string, name: string): string | undefined {
  return [...pom.plugins, ...pom.managedPlugins]
    .filter((plugin) => plugin.artifact === artifact)
    .flatMap(({ node }) => textsDeep(node, name))
    .map(pom.resolve)[0];
}

function moduleDir(dir: string, module: string | undefined): readonly string[] {
  if (module === undefined || module === '') return [];
  const path = joinPath(dir, module);
  return path === undefined ? [] : [path.endsWith('.xml') ? dirOf(path) : path];
}
