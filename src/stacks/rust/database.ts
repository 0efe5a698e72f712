import type { Inventory } from '../../inventory/types.ts';
import { join } from './manifest.ts';
import type { Reach } from './reach.ts';
import { placeOf, type Source } from './sources.ts';
import type { Written } from './writable.ts';

/** A database in a file, of which the environment says where it is: it can have a place in the image. */
export type Database = {
  readonly env: Readonly<Record<string, string>>;
  readonly written: readonly Written[];
};

/** Where it lies: a directory of its own, which a volume can take the place of. */
const place = '/data';

export function databaseOf(
  repo: Inventory,
  { direct }: Reach,
  dir: string,
  sources: readonly Source[],
): Database {
  const none = { env: {}, written: [] };
  const features = ['sqlx', 'sea-orm', 'diesel'].flatMap((crate) => direct.get(crate)?.features ?? []);
  const sqlite = features.some((feature) => /sqlite/.test(feature)) || direct.has('rusqlite');
  const other = features.some((feature) => /postgres|mysql/.test(feature));
  if (!sqlite || other) return none;
  for (const source of sources) {
    const read =
      /\bvar\(\s*"(DATABASE_URL|DB_URL|SQLITE_URL|DATABASE_PATH|DB_PATH)"\s*\)\s*(\.expect|\.unwrap\(\)|\?|\.map_err|\.context|\.with_context)/.exec(
        source.text,
      );
    if (!read) continue;
    const name = read[1] as string;
    const url = name.endsWith('URL') && !direct.has('rusqlite') && !direct.has('diesel');
    const file = fileOf(repo, dir, name) ?? 'app.db';
    const written: Written = {
      value: place,
      from: placeOf(source, read.index),
      confidence: 'medium',
      why: 'the database',
      volume: true,
    };
    return {
      env: { [name]: url ? `sqlite://${place}/${file}?mode=rwc` : `${place}/${file}` },
      written: [written],
    };
  }
  return none;
}

/** The name of the file, as .env or its example has it. */
function fileOf(repo: Inventory, dir: string, name: string): string | undefined {
  const files = ['.env', '.env.example', '.env.sample', '.env.dist', 'example.env'].map((file) =>
    join(dir, file),
  );
  const [hit] = repo.search(
    files,
    new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*"?(?:sqlite:(?://)?)?[\\w./-]*?([\\w-]+\\.\\w+)`),
  );
  return hit?.match[1];
}
