import { lineNumber } from '../../inventory/line-number.ts';
import { isTable } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

/** What a build script says, read as text: it is a program, and only Gradle can run it. */
export type Script = {
  readonly path: string;
  readonly dir: string;
  /** Ids, with the version where it stands beside. */
  readonly plugins: ReadonlyMap<string, string | undefined>;
  /** `group:artifact`, not those of tests. */
  readonly names: readonly string[];
  readonly text: string;
  /** Where a text stands in it. */
  readonly at: (text: string) => string;
};

const coordinate = /\b(\w*)\s*\(?\s*(?:platform\(|kotlin\()?\s*["']([\w.-]+):([\w.-]+)(?::[^"']*)?["']/g;
const named = /\b(\w*)\s*\(?\s*(?:platform\()?\s*(libs\.[\w.]+)/g;
/** The catalog that Ktor publishes: https://ktor.io/docs/server-dependencies.html#using-version-catalog */
const ofKtor = /^(?!.*\btest\w*\().*\bktorLibs\.(\w[\w.]*)/gim;
const idVersion = /\bid\s*\(?\s*["']([\w.-]+)["']\s*\)?(?:\s*version\s*\(?\s*["']([\w.-]+)["'])?/g;
const bare = /^\s*(?:`([\w-]+)`|(application|java|war|kotlin\(["']jvm["']\)|groovy|scala))\s*$/gm;
const applied = /apply\s*(?:plugin:|\(plugin\s*=)\s*["']([\w.-]+)["']/g;

export function readScript(repo: Inventory, path: string, root: string): Script {
  const text = withoutComments((repo.read(path) ?? '').slice(0, 300_000));
  const catalog = readCatalog(repo, root);
  const all = (pattern: RegExp) => [...text.matchAll(pattern)];
  const plugins = new Map<string, string | undefined>([
    ...all(applied).map((found) => [found[1] as string, undefined] as const),
    ...all(bare).map((found) => [(found[1] ?? found[2]) as string, undefined] as const),
    ...all(/alias\s*\(?\s*libs\.plugins\.([\w.]+)/g).flatMap((found) => {
      const plugin = catalog.plugins.get((found[1] as string).replaceAll(/[._]/g, '-'));
      return plugin ? [[plugin.id, plugin.version] as const] : [];
    }),
    ...all(ofKtor).flatMap((found) =>
      found[1] === 'plugins.ktor' ? [['io.ktor.plugin', undefined] as const] : [],
    ),
    ...all(idVersion).map((found) => [found[1] as string, found[2]] as const),
  ]);
  const direct = all(coordinate).map((found) => [found[1] as string, `${found[2]}:${found[3]}`] as const);
  const indirect = all(named).flatMap((found) => {
    const alias = (found[2] as string).replace(/^libs\./, '').replaceAll(/[._]/g, '-');
    const bundle = catalog.bundles.get(alias.replace(/^bundles-/, ''));
    const aliases = alias.startsWith('bundles-') ? (bundle ?? []) : [alias];
    return aliases.flatMap((each) =>
      catalog.libraries.has(each)
        ? [[found[1] as string, catalog.libraries.get(each) as string] as const]
        : [],
    );
  });
  const published = all(ofKtor)
    .map((found) => found[1] as string)
    .filter((alias) => !alias.startsWith('plugins.'))
    .map((alias) => ['', `io.ktor:ktor-${dashed(alias)}`] as const);
  return {
    path,
    dir: path.includes('/') ? posix.dirname(path) : '',
    plugins,
    names: [
      ...new Set(
        [...direct, ...indirect, ...published]
          .filter(([scope]) => !/^test|classpath|Test/.test(scope))
          .map(([, name]) => name),
      ),
    ],
    text,
    at: (part) => {
      const index = text.indexOf(part);
      return index < 0 ? path : `${path}:${lineNumber(text, index)}`;
    },
  };
}

/** The lines stay where they are. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^[ \t]*\/\/.*$/gm, '');
}

/** As aliases are written in a script. */
const dashed = (alias: string) => alias.replaceAll(/[._]/g, '-');

type Catalog = {
  readonly libraries: ReadonlyMap<string, string>;
  readonly bundles: ReadonlyMap<string, readonly string[]>;
  readonly plugins: ReadonlyMap<string, { readonly id: string; readonly version: string | undefined }>;
};

/** gradle/libs.versions.toml: https://docs.gradle.org/current/userguide/version_catalogs.html */
function readCatalog(repo: Inventory, root: string): Catalog {
  const parsed: unknown = repo.toml(posix.join(root, 'gradle/libs.versions.toml'));
  const table = (name: string) =>
    isTable(parsed) && isTable(parsed[name]) ? Object.entries(parsed[name]) : [];
  const versions = new Map(table('versions').map(([name, value]) => [name, asText(value)]));
  return {
    libraries: new Map(
      table('libraries').flatMap(([alias, value]) => {
        const name = moduleName(value);
        return name === undefined ? [] : [[dashed(alias), name] as const];
      }),
    ),
    bundles: new Map(
      table('bundles').map(([alias, value]) => [
        dashed(alias),
        Array.isArray(value) ? value.map((each) => dashed(String(each))) : [],
      ]),
    ),
    plugins: new Map(
      table('plugins').flatMap(([alias, value]) => {
        const [short = '', given] = typeof value === 'string' ? value.split(':') : [];
        const id = isTable(value) ? asText(value['id']) : short;
        const version = isTable(value) ? value['version'] : given;
        const reference = isTable(version) ? asText(version['ref']) : undefined;
        return id
          ? [
              [
                dashed(alias),
                { id, version: reference === undefined ? asText(version) : versions.get(reference) },
              ] as const,
            ]
          : [];
      }),
    ),
  };
}

function moduleName(value: unknown): string | undefined {
  if (typeof value === 'string') return value.split(':').slice(0, 2).join(':');
  if (!isTable(value)) return undefined;
  return (
    asText(value['module']) ??
    (value['group'] && value['name'] ? `${asText(value['group'])}:${asText(value['name'])}` : undefined)
  );
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
