import { posix } from 'node:path';
import { isGitIgnored } from '../../inventory/git-ignored.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { isIn, within } from '../../inventory/paths.ts';
import type { Writable } from '../../recipe/types.ts';
import { baseOf } from './base-of.ts';
import { findNamedPaths } from './named-paths.ts';
import { join } from './package.ts';
import { quoted, store, storePatterns, usualStores } from './stores.ts';
import { writesBeside } from './writes-beside.ts';
import { writtenPath, type Layout } from './written-path.ts';

/** Why a directory or a file is written to that holds a database. */
export const database = 'SQLite’s database';
const made = 'a directory that the program makes';
const uploads = 'uploads';
const written = 'a file that the program writes';
const log = 'its log';
/** Node's own, those of packages, and what people call theirs: ensureExists, createDirIfNotThere. */
const makes = String.raw`(?:mkdirSync|mkdirpSync|mkdirp|mkdir|mkdirp\.sync|ensure(?:Dir|Exists|Folder|Path)\w{0,20}|(?:create|make)(?:Dir|Folder)\w{0,20})\(`;

/** What opens or makes a file where its name stands in the same line. */
const patterns: typeof storePatterns = [
  {
    pattern: new RegExp(
      String.raw`sqlite\w*[^\n]{0,80}?` + quoted.replace('{1,120}', String.raw`{1,120}\.(?:db|sqlite3?)`),
      'i',
    ),
    why: database,
    file: true,
  },
  {
    pattern: new RegExp(
      String.raw`(?:Database|database|storage|filename|location|DB_PATH|SQLITE\w*)\W[^\n]{0,60}?` +
        quoted.replace('{1,120}', String.raw`{1,120}\.(?:db|sqlite3?)`),
    ),
    why: database,
    file: true,
  },
  // https://docs.turso.tech/sdk/ts/reference#local-development
  {
    pattern: /['"\x60](file:[^'"\x60\n$?]{1,120}\.(?:db|sqlite3?)(?:\?[^'"\x60\n]{0,80})?)['"\x60]/,
    why: database,
    file: true,
  },
  // The default of a variable, whatever the file is called.
  {
    pattern: new RegExp(
      String.raw`\b(?:DB|DATABASE|SQLITE)_(?:FILE|FILE_?NAME|FILE_?PATH|PATH)\b[^\n]{0,60}?(?:\bdefault['"]?\s*[:(]|\|\||\?\?)\s*` +
        quoted,
    ),
    why: database,
    file: true,
  },
  {
    pattern: new RegExp(
      String.raw`\bdefault['"]?\s*[:(]\s*` + quoted.replace('{1,120}', String.raw`{1,120}\.(?:db|sqlite3?)`),
    ),
    why: database,
    file: true,
  },
  // winston, log4js, pino: https://github.com/winstonjs/winston/blob/master/docs/transports.md#file-transport
  {
    pattern: new RegExp(
      String.raw`\b(?:filename|destination|createWriteStream|appendFileSync)\b[^\n]{0,60}?` +
        quoted.replace('{1,120}', String.raw`{1,120}\.log`),
    ),
    why: log,
    file: true,
  },
  // https://github.com/winstonjs/winston-daily-rotate-file#options
  {
    pattern: new RegExp(
      String.raw`\bdirname['"]?\s*:[^\n]{0,40}?` +
        String.raw`['"\x60](?=[^'"\x60\n]*log)([^'"\x60\n$]{1,120})['"\x60]`,
    ),
    why: log,
    file: false,
  },
  { pattern: new RegExp(String.raw`${makes}[^\n]{0,60}?` + quoted), why: made, file: false },
  {
    pattern: new RegExp(
      String.raw`\b(?:uploadDir|UPLOAD_DIR|uploads?Path|uploads?Dir)\b['"]?\s*[:=](?!=)[^\n=]{0,60}?` +
        quoted,
    ),
    why: uploads,
    file: false,
  },
  // What multer is told: https://github.com/expressjs/multer#multeropts; a destination may be anything else's.
  {
    pattern: new RegExp(
      String.raw`\bdest(?:ination)?\b['"]?\s*[:=](?!=)[^\n=]{0,60}?` +
        String.raw`['"\x60](?=\.{0,2}\/|[^'"\x60\n]*(?:upload|te?mp|file|data|storage|image|media))([^'"\x60\n$]{1,120})['"\x60]`,
    ),
    why: uploads,
    file: false,
  },
  // What multer is told by a function: https://github.com/expressjs/multer#diskstorage
  {
    pattern: new RegExp(
      String.raw`\b(?:cb|callback|done)\(\s*null\s*,[^\n]{0,40}?` +
        String.raw`['"\x60](?=[^'"\x60\n]*(?:upload|\/))([^'"\x60\n$]{1,120})['"\x60]`,
    ),
    why: uploads,
    file: false,
  },
  {
    pattern: new RegExp(
      String.raw`(?:writeFileSync|writeFile|createWriteStream|appendFile|appendFileSync|\bBun\.write)\([^\n]{0,60}?` +
        quoted,
    ),
    why: written,
    file: true,
  },
  ...storePatterns,
];

/** The same where the name stands elsewhere. */
const named: readonly { readonly calls: RegExp; readonly why: string; readonly file: boolean }[] = [
  { calls: new RegExp(String.raw`${makes}\s*([A-Za-z_$][\w$.]*)\s*[,)]`), why: made, file: false },
  // https://github.com/seald/nedb#creatingloading-a-database
  { calls: /\bfilename['"]?\s*:\s*([A-Za-z_$][\w$.]*)\s*[,}]/, why: store, file: true },
  { calls: /\bDatabase(?:Sync)?\(\s*([A-Za-z_$][\w$.]*)\s*[,)]/, why: database, file: true },
  {
    calls: /\b(?:FileSync|JSONFile(?:Sync)?(?:Preset)?)(?:<[^<>()]{0,60}>)?\(\s*([A-Za-z_$][\w$.]*)\s*[,)]/,
    why: store,
    file: true,
  },
];

export type Writes = {
  readonly directories: readonly Writable[];
  /** It writes beside its own files: they are its user's. */
  readonly beside: boolean;
  /** Databases that it opens and that the repository has, relative to that; none that git ignores. */
  readonly kept: readonly string[];
};

/**
 * Directories that a program writes to, by what its sources open; a path that is put together cannot be told.
 * @param runs it is started and runs on; a command writes where its caller is
 * @param settings variables of the image
 */
export function findWrites(
  repo: Inventory,
  sources: readonly string[],
  layout: Layout,
  runs: boolean,
  settings: Readonly<Record<string, string>>,
): Writes {
  if (!runs) return { directories: [], beside: false, kept: [] };
  const found = new Map<string, Writable>();
  const kept = new Set<string>();
  // Migrations that the program runs itself: https://github.com/tj/node-migrate, https://github.com/sequelize/umzug
  const [migrates] = repo.search(sources, /(?:from|require\()\s*['"](?:umzug|migrate)['"]/);
  const own = sources.filter(
    (path) =>
      !/(^|\/)(scripts?|tools?|build|seeds?)\/|(^|\/)dev\.\w+$/.test(path) &&
      (migrates !== undefined || !/(^|\/)migrations\//.test(path)),
  );
  let beside = writesBeside(repo, own);
  const base = baseOf(repo, own, layout);
  const add = (path: string | undefined, why: string, file: boolean, from: string): void => {
    if (path === undefined) return;
    const directory = file ? posix.dirname(path) : path;
    if (
      (why === database || why === store) &&
      path.startsWith(`${layout.workdir}/`) &&
      has(repo, layout, path, false)
    ) {
      const inRepo = join(layout.dir, within(layout.workdir, path));
      // That of a developer is on no other machine, and nobody else's.
      if (!isGitIgnored(repo, inRepo)) kept.add(inRepo);
    }
    // A mode, such as '0700', is no directory.
    if (/\/0?[0-7]{3}$/.test(directory)) return;
    if (/^\/$|^\/(tmp|dev|proc|sys|usr|var\/tmp)(\/|$)|\/tests?[-_][^/]*$/.test(directory)) return;
    if (directory === layout.workdir) beside ||= why !== written;
    else if (found.get(directory)?.volume !== true)
      found.set(directory, {
        path: directory,
        why: `${why} (${from})`,
        // A volume over the program, or over a package beside it, would hide that of the next image.
        volume:
          why !== written && why !== log && directory !== '/app' && !hasSources(repo, layout, directory),
      });
  };
  for (const { pattern, why, file, beside: other } of patterns)
    for (const hit of repo.search(sources, pattern, 6)) {
      if (other?.test(repo.read(hit.path) ?? '') === false) continue;
      const { input = '', index = 0, 1: literal = '' } = hit.match;
      const at = index + hit.match[0].lastIndexOf(literal) - 1;
      // Where a logger of another kind writes to.
      if (why === uploads && literal.endsWith('.log')) continue;
      const path = writtenPath(layout, hit.path, input, at, base);
      // Some file of a directory: its name follows.
      const some = literal.endsWith('/');
      add(path, why, file && !some, place(hit));
      // A file that comes with the sources is written again.
      if (why === written && own.includes(hit.path) && path?.startsWith(`${layout.workdir}/`))
        beside ||= has(repo, layout, path, some);
    }
  for (const { calls, why, file } of named)
    for (const { hit, text, at } of findNamedPaths(repo, own, calls)) {
      const path = writtenPath(layout, hit.path, text, at, base);
      if (!file || /\.(db|sqlite3?|json)$/.test(path ?? '')) add(path, why, file, place(hit));
    }
  for (const { path, from } of usualStores(repo, own))
    add(posix.join(layout.workdir, layout.cwd ?? '', path), store, false, from);
  for (const [name, value] of Object.entries(settings)) {
    const path = /^(?:file:)?([\w./-]+\.(?:db|sqlite3?))(?:\?.*)?$/.exec(value)?.[1];
    if (path !== undefined) add(posix.resolve(layout.workdir, layout.cwd ?? '', path), database, true, name);
  }
  return {
    directories: withoutNested(repo, layout, [...found.values()]).slice(0, 6),
    beside,
    kept: [...kept].slice(0, 6),
  };
}

function has(repo: Inventory, { dir, workdir }: Layout, path: string, directory: boolean): boolean {
  const inside = join(dir, within(workdir, path));
  return directory ? repo.hasDir(inside) : repo.has(inside);
}

/** Is it a directory outside of the package that the repository has code in? */
function hasSources(repo: Inventory, { dir, workdir }: Layout, directory: string): boolean {
  if (directory.startsWith(`${workdir}/`)) return false;
  const inRepo = posix.join(dir, posix.relative(workdir, directory));
  return isIn(inRepo, '') && repo.below(inRepo).some((path) => /\.[cm]?[jt]sx?$/.test(path));
}

/** What lies in another belongs to it, unless the repository has it: then it comes with the sources, which are nobody's. */
function withoutNested(repo: Inventory, layout: Layout, all: readonly Writable[]): readonly Writable[] {
  const isThere = (path: string) => path.startsWith(`${layout.workdir}/`) && has(repo, layout, path, true);
  return all.filter(
    ({ path }) =>
      isThere(path) || !all.some((other) => other.path !== '/app' && path.startsWith(`${other.path}/`)),
  );
}
