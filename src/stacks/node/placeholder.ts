import { allDependencies, type Package } from './package.ts';

/** What its client takes without asking anybody, by its name. */
export function placeholder(name: string, own: Package): string {
  const asked = allDependencies(own);
  // The name of a host, and a dollar sign, in Base64: it is taken apart where it is loaded.
  if (name.endsWith('CLERK_PUBLISHABLE_KEY')) return 'pk_test_bm9uZS5jbGVyay5hY2NvdW50cy5kZXYk';
  if (/MONGO/.test(name)) return 'mongodb://localhost:9/none';
  if (/REST_(?:API_)?URL|SUPABASE/.test(name) && /URL/.test(name)) return 'http://localhost:9';
  if (/REDIS/.test(name) && /UR[LI]/.test(name)) return 'redis://localhost:9';
  if (/^(?:TURSO|LIBSQL)_/.test(name) && /URL/.test(name)) return 'file:/tmp/none.db';
  if (/DATABASE|POSTGRES|^DB_|MYSQL/.test(name) && /UR[LI]|DSN/.test(name)) {
    if (asked['better-sqlite3'] !== undefined) return '/tmp/none.db';
    if (asked['@libsql/client'] !== undefined) return 'file:/tmp/none.db';
    if (asked['mongodb'] !== undefined || asked['mongoose'] !== undefined)
      return 'mongodb://localhost:9/none';
    const scheme = asked['mysql2'] !== undefined || /MYSQL/.test(name) ? 'mysql' : 'postgresql';
    return `${scheme}://none:none@localhost:9/none`;
  }
  if (/UR[LI]|ENDPOINT|ORIGIN/.test(name)) return 'http://localhost:9';
  if (/PORT$|_(?:COUNT|LIMIT|SIZE|TTL|TIMEOUT)$/.test(name)) return '9';
  return 'none-while-it-is-built-000000000000';
}
