import type { Inventory } from '../../inventory/types.ts';
import { looksSecret } from '../../detect/hints/looks-secret.ts';
import type { Edit } from './listen.ts';
import { join } from './manifest.ts';
import type { Source } from './sources.ts';

/** `dotenv().expect("no .env")`, `dotenvy::dotenv().unwrap()`, `dotenv()?`: it gives up without a file that no image should have. */
const insists = /\bdotenv\(\)\s*(?:\.expect\("[^"\n]*"\)|\.unwrap\(\)|\?)/g;

/** The same without giving up: what the file would set comes from the environment. */
export function dotenvEdits(sources: readonly Source[]): readonly Edit[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(insists)].flatMap(([whole]) =>
      whole.includes('\n') ? [] : [{ path, text: whole, by: 'dotenv().ok()' }],
    ),
  );
}

const files = ['.env', '.env.example', '.env.sample', '.env.template', '.env.dist', 'example.env'];

/** What such a file of the repository says of a variable, where it is neither a secret nor another service’s address. */
export function dotenvValue(repo: Inventory, dirs: readonly string[], name: string): string | undefined {
  const paths = dirs.flatMap((dir) => files.map((file) => join(dir, file)));
  const [hit] = repo.search(
    paths,
    new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*["']?([^"'#\\r\\n]*?)["']?\\s*(?:#.*)?$`),
  );
  const value = hit?.match[1];
  if (
    value === undefined ||
    value === '' ||
    looksSecret(name, value) ||
    /:\/\/|localhost|127\.0\.0\.1|\$/.test(value)
  )
    return undefined;
  return value;
}
