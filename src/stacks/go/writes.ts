import { clean, inside } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import { isPlace } from './is-place.ts';
import { findFirst } from './lines.ts';
import { literalsOf, type Literal } from './literals.ts';
import type { Program } from './program.ts';
import { readServedDirectory } from './served-directory.ts';
import type { RunTimeFiles } from './run-time-files.ts';
import { writesSomewhere } from './writes-somewhere.ts';
import { readToldPlaces } from './told-places.ts';

/** A directory that a program writes to. */
export type Write = {
  /** Relative to its working directory, '' is that itself; or absolute. */
  readonly path: string;
  readonly why: string;
  readonly from: string;
  /** What the repository has of it, a file in it or all, which goes into the directory. */
  readonly file?: string;
  /** Nobody would miss it. */
  readonly lasts?: false;
};

const inFile = 'a database in a file';
const database = /\.(?:db|sqlite3?|db3|bolt|bbolt)(?:[?&].*)?$/;
const made =
  /(?<![\w.])(?:os|ioutil)\.(?:Mkdir(?:All)?|Create|WriteFile)\(|\bos\.OpenFile\(.*O_CREATE|SaveUploadedFile\(|SaveFile\(|lumberjack\.Logger|bolt\.Open\(|bbolt\.Open\(|badger\.\w*Open|badger\.DefaultOptions\(|leveldb\.OpenFile\(|pebble\.Open\(|bleve\.New\(|buntdb\.Open\(|diskv\.|scribble\.New\(|clover\.Open\(/;
/** A flag or a setting of where it keeps its data, right before the default of it. */
const setting =
  /\b(?:data|storage|uploads?|downloads?|db|database|store|state)[-_]?(?:dir\w*|path|folder|location|directory)?"?\s*(?:,\s*|:?=\s*|:\s*|"?\)?\s*,\s*(?:"\w?",\s*)?)["`]$/i;

/** `DefaultDataDir = "data"` of a program that makes directories. */
const byDefault =
  /\bdefault_?(?:data|storage|uploads?|store)_?(?:dir\w*|folder)\s*(?:string\s*)?:?=\s*["`]$/i;

/**
 * Databases in files, uploads and logs, as far as literals tell.
 * @param isSaid somebody says what is kept: beside what is found that is all
 */
export function readWrites(
  program: Program,
  { base, files }: RunTimeFiles,
  serves: boolean,
  isSaid: boolean,
): readonly Write[] {
  const found = new Map<string, Write>();
  const settings = files.map(({ path, source }) => inside(base, source ?? path));
  for (const write of serves ? inSettings(program, settings) : []) found.set(write.path, write);
  const literals = program.files.flatMap(literalsOf);
  for (const literal of literals) {
    const write = writeOf(literal, program, base);
    if (write && !serves && write.why !== inFile) continue;
    if (write && !found.has(write.path)) found.set(write.path, write);
  }
  for (const write of serves ? readToldPlaces(program, base) : [])
    if (!found.has(write.path)) found.set(write.path, write);
  if (found.size === 0) {
    const engine = [...program.imports].find(([path]) =>
      /sqlite|bbolt|\/bolt$|badger|leveldb|buntdb|libsql/.test(path),
    );
    const at = engine && findFirst(program, /\b(?:Open|Connect|New|DefaultOptions)\(/);
    const memory = findFirst(program, /:memory:/);
    if (engine && at && !memory) found.set('', { path: '', why: inFile, from: engine[1].path });
  }
  if (serves && found.size === 0 && files.length === 0) {
    const served = readServedDirectory(program);
    if (served) found.set('', served);
  }
  // Below the directory that it runs in, if that is its own anyway.
  for (const write of serves && !found.has('') ? ofDefaults(program, literals, base) : [])
    if (!found.has(write.path)) found.set(write.path, write);
  const somewhere = serves && found.size === 0 && !isSaid ? writesSomewhere(program) : undefined;
  return somewhere ? [somewhere] : [...found.values()];
}

/** Directories that a program makes by the name of a default; those in somebody's home are not where it runs. */
function ofDefaults(program: Program, literals: readonly Literal[], base: string): readonly Write[] {
  const has = (pattern: RegExp) => program.files.some(({ code }) => pattern.test(code));
  if (!has(/\bos\.Mkdir(?:All)?\(/) || has(/\bUserHomeDir\(|\bhomedir\./)) return [];
  return literals.flatMap(({ text, whole, file, line }): readonly Write[] => {
    const path = clean(text);
    const isNamed =
      byDefault.test(whole.slice(0, whole.indexOf(text))) && /^(?:\.\/)?[\w-]+(?:\/[\w-]+)*\/?$/.test(text);
    if (!isNamed || !isPlace(path) || program.module.repo.hasDir(inside(base, path))) return [];
    return [{ path, why: 'data that it keeps', from: `${file.path}:${line}` }];
  });
}

/** `storage_path: ./storage/app.db` of a settings file that it reads. */
function inSettings({ module: { repo } }: Program, paths: readonly string[]): readonly Write[] {
  const files = paths
    .flatMap((path) => (repo.has(path) ? [path] : repo.below(path)))
    .filter((path) => /\.(?:ya?ml|toml|json|ini|conf)(?:\.\w+)?$/.test(path));
  const value =
    /^\s*["']?\w+["']?\s*[:=]\s*["']?(?:sqlite3?:(?:\/\/)?)?((?:\.?\/)?[\w./-]+\.(?:db|sqlite3?))(?:\?[^"'\s]*)?["']?,?\s*$/;
  return repo.search(files.slice(0, 12), value, 4).flatMap(({ path: file, line, match }) => {
    const text = match[1] ?? '';
    if (text.includes('..') || /^\/(?:tmp|dev|proc|sys|etc|run)\b/.test(text)) return [];
    const path = posix.dirname(text.startsWith('/') ? posix.normalize(text) : clean(text));
    return path === '/' ? [] : [{ path: path === '.' ? '' : path, why: inFile, from: `${file}:${line}` }];
  });
}

function writeOf(literal: Literal, program: Program, base: string): Write | undefined {
  const before = literal.whole.slice(0, literal.whole.indexOf(literal.text));
  if (/\b(?:Contains|Has(?:Prefix|Suffix)|Index)\([^()]*(?:\([^()]*\))?[^()]*$/.test(before))
    return undefined;
  // The end of a path whose directory a variable holds: the working directory, unless someone says otherwise.
  const said = /\+\s*["`]$/.test(before) ? literal.text.replace(/^\/+/, '') : literal.text;
  const text = said.replace(/^(?:sqlite3?|file):(?:\/\/)?/, '').replace(/\?.*$/, '');
  const from = `${literal.file.path}:${literal.line}`;
  if (/^~|^\.*$|[*{}%]|^\/(?:tmp|dev|proc|sys|etc|run|var\/run)\b/.test(text) || /\.\..*\.\./.test(text))
    return undefined;
  const path = text.startsWith('/') ? posix.normalize(text) : clean(text);
  const parent = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  if (database.test(text) && text.length > 4 && !/^\.\w+$/.test(text)) {
    const file = program.module.repo.has(inside(base, path)) ? path : undefined;
    return { path: parent, why: inFile, from, ...(file !== undefined && { file }) };
  }
  if (made.test(literal.whole) && isPlace(path)) {
    const isFile =
      /\.\w+$/.test(path) || /\.Create\(|OpenFile\(|WriteFile\(|Filename|olt\.Open\(/.test(literal.whole);
    return {
      path: isFile ? parent : path,
      why: /log/i.test(literal.whole) ? 'logs' : 'files that it makes',
      from,
    };
  }
  if (setting.test(before) && /^(?:\.?\/)/.test(literal.text) && isPlace(path) && !/\.\w+$/.test(path)) {
    const whole = inside(base, path);
    const there = program.module.repo.hasDir(whole) || program.module.repo.has(whole);
    if (!there) return { path, why: 'data that it keeps', from };
  }
  return undefined;
}
