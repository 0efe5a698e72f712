import { place, type Inventory } from '../../inventory/types.ts';
import type { Writable } from '../../recipe/types.ts';

const quoted = String.raw`['"\x60]([^'"\x60\n$]{1,120})['"\x60]`;
/** What opens or makes a file where its name stands in the same line. */
const patterns: readonly { readonly pattern: RegExp; readonly why: string; readonly file: boolean }[] = [
  {
    pattern: new RegExp(
      String.raw`sqlite\w*[^\n]{0,80}?` + quoted.replace('{1,120}', String.raw`{1,120}\.(?:db|sqlite3?)`),
      'i',
    ),
    why: 'SQLite’s database',
    file: true,
  },
  {
    pattern: new RegExp(
      String.raw`(?:Database|database|storage|filename|location|DB_PATH|SQLITE\w*)\W[^\n]{0,60}?` +
        quoted.replace('{1,120}', String.raw`{1,120}\.(?:db|sqlite3?)`),
    ),
    why: 'SQLite’s database',
    file: true,
  },
  {
    pattern: new RegExp(
      String.raw`(?:mkdirSync|mkdirpSync|ensureDirSync|ensureDir|mkdirp|mkdir)\([^\n]{0,60}?` + quoted,
    ),
    why: 'a directory that the program makes',
    file: false,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:dest|destination|uploadDir|UPLOAD_DIR|uploads?Path|uploads?Dir)\b[^\n]{0,60}?` + quoted,
    ),
    why: 'uploads',
    file: false,
  },
  {
    pattern: new RegExp(
      String.raw`(?:writeFileSync|writeFile|createWriteStream|appendFile|appendFileSync)\([^\n]{0,60}?` +
        quoted,
    ),
    why: 'a file that the program writes',
    file: true,
  },
];

export type Writes = {
  readonly directories: readonly Writable[];
  /** It writes beside its own files: they are its user's. */
  readonly beside: boolean;
};

/** Directories that a program writes to, by what its sources open; a path that is put together cannot be told. */
export function findWrites(repo: Inventory, sources: readonly string[], workdir: string): Writes {
  const found = new Map<string, Writable>();
  let beside = false;
  for (const { pattern, why, file } of patterns) {
    for (const hit of repo.search(sources, pattern, 6)) {
      const path = (hit.match[1] ?? '').replace(/^file:/, '').replace(/\?.*$/, '');
      if (path === '' || path.includes('..') || /[\s:*{}<>|()\\,]/.test(path) || path === ':memory:')
        continue;
      if (!/^(\.?\/|[\w.-]+(\/|$))/.test(path)) continue;
      const absolute = path.startsWith('/') ? path : `${workdir}/${path.replace(/^\.\//, '')}`;
      const directory = file ? absolute.slice(0, absolute.lastIndexOf('/')) : absolute.replace(/\/+$/, '');
      if (/^\/(tmp|dev|proc|sys|usr|var\/tmp)(\/|$)/.test(directory) || directory === '') continue;
      if (directory === workdir || directory === '/app') beside ||= why !== 'a file that the program writes';
      else if (!found.has(directory))
        found.set(directory, {
          path: directory,
          why: `${why} (${place(hit)})`,
          volume: why !== 'a file that the program writes',
        });
    }
  }
  return { directories: [...found.values()].slice(0, 6), beside };
}
