import type { Inventory } from '../../inventory/types.ts';
import { join } from './manifest.ts';
import type { Reach } from './reach.ts';
import type { Source } from './sources.ts';
import type { Workspace } from './workspace.ts';

/** What sqlx's macros take: https://docs.rs/sqlx/latest/sqlx/macro.query.html */
export type Sqlx = {
  readonly env: Readonly<Record<string, string>>;
  /** A directory of SQL files, relative to the root, that makes the database which the queries are checked against. */
  readonly migrations?: string;
  /** It cannot be built of what is here; a sentence. */
  readonly impossible?: string;
};

/** Where the database is that only the compiler asks. */
export const checkedDatabase = '/tmp/checked.db';

/** They ask a database while they are compiled, or the files that replace it. */
export function sqlxOf(
  repo: Inventory,
  { local, crates, direct }: Reach,
  { dir }: Workspace,
  sources: readonly Source[],
): Sqlx {
  const query =
    crates.has('sqlx') &&
    sources.find(({ text }) => /\bquery(_as|_scalar|_file|_file_as)?!\s*[({[]/.test(text));
  if (!query) return { env: {} };
  const dirs = [dir, ...local.map((each) => each.dir)];
  const prepared = dirs.some(
    (one) => repo.hasDir(join(one, '.sqlx')) || repo.has(join(one, 'sqlx-data.json')),
  );
  if (prepared) return { env: { SQLX_OFFLINE: 'true' } };
  const features = [...direct.values()]
    .filter(({ crate }) => crate === 'sqlx')
    .flatMap((each) => each.features);
  const sqlite =
    features.some((feature) => /sqlite/.test(feature)) &&
    !features.some((feature) => /postgres|mysql/.test(feature));
  const [committed] = sqlite
    ? repo.search(
        dirs.map((one) => join(one, '.env')),
        /^DATABASE_URL\s*=\s*"?sqlite:(?:\/\/)?([\w./-]+)/,
      )
    : [];
  const file =
    committed && dirs.map((one) => join(one, committed.match[1] as string)).find((path) => repo.has(path));
  if (file !== undefined)
    return { env: { DATABASE_URL: `sqlite:///app/${file.slice(dir === '' ? 0 : dir.length + 1)}` } };
  const migrations = dirs
    .map((one) => join(one, 'migrations'))
    .find((path) => repo.below(path).some((each) => each.endsWith('.sql')));
  if (sqlite && migrations !== undefined)
    return { env: { DATABASE_URL: `sqlite://${checkedDatabase}` }, migrations };
  return {
    env: {},
    impossible: `the queries in ${query.path} are checked against a database while it is compiled, and .sqlx is not in the repository`,
  };
}
