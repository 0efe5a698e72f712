import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { expand } from '../static/serves-itself.ts';
import { allDependencies, join, text, type Package } from './package.ts';

/** Prisma's client is generated from a schema, into node_modules unless the schema says otherwise. */
export type Prisma = {
  /** The schema, relative to the repository. */
  readonly schema: string;
  /** What generating reads, relative to the workspace's root. */
  readonly files: readonly string[];
  /** The client lands in node_modules: it is generated as part of the install. */
  readonly generates: boolean;
  readonly generate: string;
  /** It lands among the sources, and no script of the build generates it: a command of its own does, in the package. */
  readonly generatesInside: boolean;
  /** What the script of the build needs that generates it, too. */
  readonly buildEnv: Readonly<Record<string, string>>;
  readonly apt: readonly string[];
  /** `postgresql`, `sqlite`. */
  readonly provider: string;
  /** The variable that the URL is read from, or the URL itself. */
  readonly urlEnv?: string;
  readonly url?: string;
};

/** @param owners the package, then those of its workspace that it needs */
export function findPrisma(repo: Inventory, root: Package, owners: readonly Package[]): Prisma | undefined {
  const ofRoot = allDependencies(root);
  for (const owner of [...owners, root]) {
    const asked = { ...ofRoot, ...allDependencies(owner) };
    const schema =
      asked['@prisma/client'] === undefined && asked['prisma'] === undefined
        ? undefined
        : findSchema(repo, owner);
    if (schema !== undefined) return readSchema(repo, root, owner, schema);
  }
  return undefined;
}

function readSchema(repo: Inventory, root: Package, owner: Package, schema: string): Prisma {
  const content = schemaText(repo, schema);
  const output = /generator\s+\w+\s*\{[^}]*?\boutput\s*=\s*"([^"]*)"/.exec(content)?.[1];
  const datasource = /datasource\s+\w+\s*\{([^}]*)\}/.exec(content)?.[1] ?? '';
  const urlEnv = /url\s*=\s*env\("(\w+)"\)/.exec(datasource)?.[1];
  const url = /url\s*=\s*"([^"]*)"/.exec(datasource)?.[1];
  const provider = /provider\s*=\s*"(\w+)"/.exec(datasource)?.[1] ?? '';
  const home = dirOf(schema);
  const config = configs.map((name) => join(owner.dir, name)).filter((path) => repo.has(path));
  const generates = output === undefined || output.includes('node_modules');
  const byScript = Object.entries(owner.scripts).some(
    ([id, line]) => /^(pre)?build/.test(id) && /\bprisma generate\b/.test(expand(line, owner.scripts)),
  );
  // One of several files: they are told by their directory.
  const target = repo.below(home).filter((path) => path.endsWith('.prisma')).length > 1 ? home : schema;
  const asked = settingsOf(repo, config, provider);
  const given = Object.entries(asked).map(([name, value]) => `${name}=${value} `);
  const command = `${given.join('')}${sh`npx --no-install prisma generate --schema ${within(owner.dir, target) || '.'}`}`;
  return {
    schema,
    files: [...config, home === owner.dir ? schema : home].map((path) => within(root.dir, path)),
    generates,
    generatesInside: !generates && !byScript && !repo.hasDir(posix.join(home, output)),
    generate:
      owner.dir === root.dir ? command : `(cd ${sh`${`/app/${within(root.dir, owner.dir)}`}`} && ${command})`,
    buildEnv: byScript ? asked : {},
    apt: ['openssl', 'ca-certificates'],
    provider,
    ...(urlEnv !== undefined && { urlEnv }),
    ...(url !== undefined && { url }),
  };
}

const configs = ['prisma.config.ts', 'prisma.config.js', 'prisma.config.mjs'];

/**
 * What its settings ask for before anything is done, though nothing is connected to: https://www.prisma.io/docs/orm/reference/prisma-config-reference
 */
function settingsOf(
  repo: Inventory,
  files: readonly string[],
  provider: string,
): Readonly<Record<string, string>> {
  const names = repo
    .search(files, /\benv(?:<[^>]*>)?\(\s*['"]([A-Z]\w*)['"]/, 5)
    .map(({ match }) => match[1] as string);
  const url = provider === 'sqlite' ? 'file:/tmp/none.db' : `${provider}://localhost/none`;
  return Object.fromEntries(names.map((name) => [name, url]));
}

function findSchema(repo: Inventory, { dir, raw }: Package): string | undefined {
  const named = isTable(raw['prisma']) ? text(raw['prisma']['schema']).replace(/^\.\//, '') : '';
  const candidates = [
    ...(named === '' ? [] : [named]),
    'prisma/schema.prisma',
    'schema.prisma',
    'db/schema.prisma',
    'src/prisma/schema.prisma',
    'prisma/schema/schema.prisma',
  ];
  return candidates.map((path) => join(dir, path)).find((path) => repo.has(path));
}

function schemaText(repo: Inventory, schema: string): string {
  return (repo.read(schema) ?? '').replaceAll(/^\s*\/\/.*$/gm, '');
}

/**
 * The file of SQLite that the engine opens, by what says it: its path is relative to the schema, and to the working directory where a
 * driver in JavaScript opens it. https://www.prisma.io/docs/orm/overview/databases/sqlite
 */
export function databaseOf(
  { schema, url, urlEnv, provider }: Prisma,
  own: Package,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = url ?? given[urlEnv ?? ''];
  const driver = Object.keys(own.dependencies).some((name) => name.startsWith('@prisma/adapter-'));
  if (provider !== 'sqlite' || named === undefined || driver || !schema.startsWith(join(own.dir, '')))
    return given;
  const { [urlEnv ?? '']: _, ...rest } = given;
  const directory = within(own.dir, schema.includes('/') ? schema.slice(0, schema.lastIndexOf('/')) : '');
  return { ...rest, [schema]: join(directory, named.replace(/^file:(?:\.\/)?/, '')) };
}
