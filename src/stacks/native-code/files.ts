import { posix } from 'node:path';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import type { Writable } from '../../recipe/types.ts';
import { settingsPaths } from './settings-paths.ts';
import { isCopied, isSource } from './sources.ts';

/** What a program reads and writes by relative paths, from the directory that it is started in. */
export type RuntimeFiles = {
  /** Files and directories of the repository, relative to its root; each with where its name stands. */
  readonly reads: ReadonlyMap<string, string>;
  /** Directories that it writes to, relative to the working directory; `.` is that itself. */
  readonly writes: readonly Pick<Writable, 'path' | 'why'>[];
  /** It is to be started in a directory below the project's: its paths begin with `../`. */
  readonly below: boolean;
};

/** What servers call the directories that they serve, with whatever is in them. */
const served =
  /^(www|web|htdocs|html|public|static|assets|resources?|templates?|views|web_?root|web_root|wwwroot|site|root|dist|data|conf|config|etc)$/;

const mostLiterals = 4000;

/** Looks for names of files in the quotes of the sources. */
export function findFiles(
  repo: Inventory,
  dir: string,
  sources: readonly string[],
  server: boolean,
): RuntimeFiles {
  const own = sources.filter((path) => !isCopied(path));
  const reads = new Map<string, string>();
  let [below, plain, looked] = [false, false, 0];
  for (const hit of literals(repo, own)) {
    if (looked++ > mostLiterals) break;
    const path = hit.text.replace(/^\.\//, '').replace(/%.*$/, '').replace(/\/+$/, '');
    const up = path.startsWith('../');
    const inside = path.replace(/^(\.\.\/)+/, '').replace(/^\//, '');
    if (inside === '' || inside.includes('..')) continue;
    // A word alone is a path only where files are served.
    if (!server && !inside.includes('/') && !/\.\w+$/.test(inside) && !hit.text.startsWith('./')) continue;
    const full = posix.join(dir, inside);
    if (!isReadable(repo, full, hit.text.startsWith('/'))) continue;
    if (up) below = true;
    else plain = true;
    if (!reads.has(full)) reads.set(full, `${hit.path}:${hit.line}`);
  }
  for (const hit of settingsPaths(repo, [...reads.keys()])) {
    const full = posix.join(dir, hit.text);
    if (!reads.has(full) && isReadable(repo, full, false)) reads.set(full, `${hit.path}:${hit.line}`);
  }
  return { reads: withoutNested(reads), writes: findWrites(repo, own), below: below && !plain };
}

function isReadable(repo: Inventory, path: string, absolute: boolean): boolean {
  // What begins with a dot is for tools, and for the home of whoever runs it.
  if (posix.basename(path).startsWith('.')) return false;
  if (repo.has(path)) {
    return (
      !absolute &&
      /[./]/.test(path) &&
      !isSource(path) &&
      !/\.(h|hh|hpp|hxx|o|a|y|yy|l|ll|re|rl|md|in|am|ac|cmake|sh|py|pl|1)$|(^|\/)(CMakeLists\.txt|package\.json|[Mm]akefile|LICENSE|COPYING|README|meson\.build|configure|AUTHORS|ChangeLog|NEWS|VERSION)$/.test(
        path,
      )
    );
  }
  if (!repo.hasDir(path)) return false;
  const files = repo.below(path).slice(0, 300);
  const code = files.some((each) => isSource(each) || /\.(h|hpp)$/.test(each));
  // Of templates the build makes what is read.
  if (files.filter((each) => each.endsWith('.in')).length * 2 >= files.length) return false;
  const name = posix.basename(path);
  if (/^(t|tests?|docs?|examples?|\.git|\.github|auto|build|src|include|lib|bin|scripts?|tools?)$/.test(name))
    return false;
  if (absolute)
    return !code && served.test(name) && files.some((each) => /\.(html?|css|js|png|jpg)$/.test(each));
  return !code && (served.test(name) || files.every((each) => !/\.(md|am|in|cmake)$/.test(each)));
}

/** Text in quotes that could be a path, but of #include. */
function* literals(
  repo: Inventory,
  sources: readonly string[],
): Generator<{ text: string; path: string; line: number }> {
  for (const path of sources) {
    const text = repo.read(path);
    if (text === undefined || text.length > 400_000) continue;
    for (const [index, line] of text.split('\n').entries()) {
      if (line.length > 1000 || !line.includes('"') || /^\s*#\s*(include|line|\d)/.test(line)) continue;
      for (const match of line.matchAll(/"((?:\.{0,2}\/)*[\w.-][\w./-]*(?:%s)?)"/g))
        yield { text: match[1] as string, path, line: index + 1 };
    }
  }
}

function withoutNested(reads: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...reads].filter(
      ([path]) => ![...reads.keys()].some((other) => other !== path && path.startsWith(`${other}/`)),
    ),
  );
}

const writing: readonly [RegExp, string][] = [
  [/sqlite3_open(?:_v2|16)?\s*\(\s*"([\w.-][\w./-]*)"/, "SQLite's database"],
  [/(?:fopen|freopen)\s*\(\s*"([\w.-][\w./-]*)"\s*,\s*"[wa]/, 'files that it makes'],
  [/ofstream\s+\w+\s*[({]\s*"([\w.-][\w./-]*)"/, 'files that it makes'],
  [/\bopen\s*\(\s*"([\w.-][\w./-]*)"[^;\n]*O_CREAT/, 'files that it makes'],
  [/\b(?:mkdir|create_director(?:y|ies))\s*\(\s*"([\w.-][\w./-]*)"/, 'files that it makes'],
  [/"((?:\.\/)?[\w-]+(?:\/[\w-]+)*\.(?:db|sqlite3?))"/, "SQLite's database"],
  [/"((?:\.\/)?[\w-]+(?:\/[\w-]+)*\.log)"/, 'its log'],
  [
    /(?:log_?dir|logDir|LOG_DIR|upload_?dir|UPLOAD_DIR|data_?dir)\w*\s*(?:=|\()?\s*"(\.?\/?[\w-][\w./-]*)"/,
    'files that it makes',
  ],
];

function findWrites(repo: Inventory, own: readonly string[]): RuntimeFiles['writes'] {
  const found = new Map<string, string>();
  for (const [pattern, why] of writing) {
    for (const hit of repo.search(own, pattern, 20)) {
      if (isJoined(hit)) continue;
      const path = dirOf(hit);
      if (path !== undefined && !found.has(path)) found.set(path, `${why} (${place(hit)})`);
    }
  }
  return [...found].map(([path, why]) => ({ path, why })).slice(0, 5);
}

/** `home / "app.log"`, `pathOf("app.log")`: in a directory that is known elsewhere. A variable that is made of it is a path by itself. */
function isJoined({ match }: Hit): boolean {
  const before = (match.input ?? '').slice(0, match.index).trimEnd().slice(-100);
  if (!match[0].startsWith('"')) return false;
  if (/[/+]$/.test(before)) return true;
  return (
    /\w(?:[Pp]ath|[Dd]ir|[Hh]ome|[Ff]older)\w*\($/.test(before) && !/\b(?:string|path)\s+\w+\($/.test(before)
  );
}

function dirOf({ match }: Hit): string | undefined {
  const path = posix.normalize(match[1] as string);
  if (path.startsWith('/') || path.startsWith('..')) return undefined;
  return /mkdir|create_dir|dir/i.test(match[0]) ? path : posix.dirname(path);
}
