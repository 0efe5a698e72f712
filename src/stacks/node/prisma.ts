import { within } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
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
  readonly apt: readonly string[];
  /** `postgresql`, `sqlite`. */
  readonly provider: string;
  /** The variable that the URL is read from, or the URL itself. */
  readonly urlEnv?: string;
  readonly url?: string;
};

export function findPrisma(repo: Inventory, root: Package, own: Package): Prisma | undefined {
  const asked = { ...allDependencies(root), ...allDependencies(own) };
  if (asked['@prisma/client'] === undefined && asked['prisma'] === undefined) return undefined;
  const schema = findSchema(repo, own) ?? findSchema(repo, root);
  if (schema === undefined) return undefined;
  const content = schemaText(repo, schema);
  const inside = within(root.dir, schema);
  const output = /generator\s+\w+\s*\{[^}]*?\boutput\s*=\s*"([^"]*)"/.exec(content)?.[1];
  const datasource = /datasource\s+\w+\s*\{([^}]*)\}/.exec(content)?.[1] ?? '';
  const urlEnv = /url\s*=\s*env\("(\w+)"\)/.exec(datasource)?.[1];
  const url = /url\s*=\s*"([^"]*)"/.exec(datasource)?.[1];
  const directory = inside.includes('/') ? inside.slice(0, inside.lastIndexOf('/')) : inside;
  const config = ['prisma.config.ts', 'prisma.config.js', 'prisma.config.mjs'].filter((name) =>
    repo.has(join(root.dir, name)),
  );
  return {
    schema,
    files: [...config, directory],
    generates: output === undefined || output.includes('node_modules'),
    generate: sh`npx --no-install prisma generate --schema ${inside.endsWith('.prisma') ? inside : directory}`,
    apt: ['openssl', 'ca-certificates'],
    provider: /provider\s*=\s*"(\w+)"/.exec(datasource)?.[1] ?? '',
    ...(urlEnv !== undefined && { urlEnv }),
    ...(url !== undefined && { url }),
  };
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
