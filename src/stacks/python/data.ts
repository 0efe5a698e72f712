import { posix } from 'node:path';
import { dirOf, inside } from '../../inventory/paths.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import { emptyDirectories, findLogs } from './logs.ts';
import { bracketed, pathOf } from './path-expression.ts';
import type { Sight } from './sight.ts';

/** Something that the program writes beside its source. */
export type Written = {
  /** Relative to the project's directory, or absolute: beside it in the image. */
  readonly path: string;
  readonly directory: boolean;
  readonly from: string;
};

const file = `([\\w.-]+(?:/[\\w.-]+)*\\.(?:db|db3|sqlite|sqlite3))`;
/** BASE_DIR / "db.sqlite3", os.path.join(basedir, 'app.db') */
const joined = new RegExp(
  `\\b(\\w*(?:dir|DIR|root|ROOT|PATH|path)\\w*|__file__\\)*)(?:\\)|\\.parent)*\\s*[/,+]\\s*((?:['"][\\w.-]+['"]\\s*[/,]\\s*)*)['"]/?${file}['"]`,
);
/** sqlite:///app.db; with four slashes it is absolute. */
const url = new RegExp(`sqlite(?:\\+\\w+)?:///(?:\\./)?${file}`);
/** The same in an f-string that says where: sqlite:///{DATA_DIR}/app.db, sqlite:///./{FOLDER}/{NAME}.db, sqlite:///{DATA_DIR / "app.db"} */
const placed = /sqlite(?:\+\w+)?:\/\/\/((?:[\w./-]*\{[^{}\n]{1,200}\})+[\w./-]*)/;
const opened = new RegExp(
  `(?:connect|DATABASE\\w*['"]?\\]?\\s*[=:]|DB_(?:NAME|PATH|FILE)\\s*[=:]|SqliteDatabase\\()\\s*\\(?\\s*['"](?:\\./)?${file}['"]`,
);
const directories =
  /^\s*(?:(MEDIA_ROOT|UPLOAD_FOLDER|UPLOAD_DIR|UPLOADS_DIR|LOG_FOLDER|LOG_DIR)(?:\s*:\s*\w+)?|app\.config\[['"]UPLOAD_FOLDER['"]\])\s*=\s*(.+)$/;
const instance = /instance_path|instance_relative_config\s*=\s*True/;
const logs = /(?:RotatingFileHandler|FileHandler)\(\s*['"]([\w-]+)\/[\w.-]+['"]/;
/** os.makedirs(UPLOADS, exist_ok=True), (BASE / "cache").mkdir() */
const made = /\b(?:makedirs|mkdir)\(/;
/** What stands before `.mkdir(`, at the end of a line's part. */
const receiver = /([\w.]+|(?:Path)?\([^()]*(?:\([^()]*\)[^()]*)*\))\.$/;
/** Not of the image, or of everybody. */
const foreign = /^\/(?:tmp|var\/tmp|dev|proc|sys|run|root|home|usr|etc|app)?(?:\/|$)/;

/** SQLite files, uploads and logs: what a source tree that only root may write to would not let it write. */
export function findData(sight: Sight, workdir: string): readonly Written[] {
  const { repo, project } = sight;
  // What only its developers run writes on their machines.
  const sources = sight.sources.filter(
    (path) =>
      !/(?:^|\/)(?:scripts?|tools?)\/[^/]+$/.test(path) || repo.has(posix.join(dirOf(path), '__init__.py')),
  );
  const found = new Map<string, Written>();
  const add = (path: string, directory: boolean, hit: Hit) => {
    const clean = path.replace(/^\.?\//, '').replace(/\/$/, '');
    if (clean === '' || clean.startsWith('..') || !/^[\w./-]+$/.test(clean) || found.size > 8) return;
    found.set(clean, { path: clean, directory, from: place(hit) });
  };
  /** A directory that is told as a whole: beside the source, or elsewhere in the image. */
  const addSaid = (path: string, hit: Hit) => {
    if (path.startsWith('/app/')) add(path.slice('/app/'.length), true, hit);
    else if (!foreign.test(path) && !found.has(path))
      found.set(path, { path, directory: true, from: place(hit) });
  };
  const addFile = (path: string, hit: Hit) => {
    if (path.startsWith('/app/')) add(path.slice('/app/'.length), false, hit);
    else addSaid(posix.dirname(path), hit);
  };
  for (const hit of repo.search(sources, joined, 10)) {
    const [, name = '', dirs = '', last = ''] = hit.match;
    const between = [...dirs.matchAll(/['"]([\w.-]+)['"]/g)].map(([, each = '']) => each);
    const said = /^\w+$/.test(name) ? pathOf(sight, hit.path, name, workdir) : undefined;
    const base = said === undefined ? baseOf(sight, hit, name) : undefined;
    if (said !== undefined) addFile(posix.join(said, ...between, last), hit);
    else if (base !== undefined)
      add([base, ...between, last].filter((part) => part !== '').join('/'), false, hit);
  }
  const alchemy = repo.search(sources, /flask_sqlalchemy/)[0] !== undefined;
  for (const hit of repo.search(sources, url, 6)) {
    // Flask-SQLAlchemy puts it below the instance directory, which it makes beside the application.
    if (alchemy) add(inside(workdir, 'instance'), true, hit);
    else add(inside(workdir, hit.match[1] ?? ''), false, hit);
  }
  for (const hit of repo.search(sources, opened, 6)) add(inside(workdir, hit.match[1] ?? ''), false, hit);
  for (const hit of repo.search(sources, instance)) add(inside(workdir, 'instance'), true, hit);
  for (const hit of repo.search(sources, placed, 4)) {
    const text = hit.match[1] ?? '';
    const path = pathOf(sight, hit.path, text.includes('"') ? `f'${text}'` : `f"${text}"`, workdir);
    const dir = path === undefined ? '/app' : posix.dirname(path);
    // All that is in a directory which the repository does not have is data.
    if (dir !== '/app' && !repo.hasDir(inside(project.dir, dir.slice('/app/'.length)))) addSaid(dir, hit);
    else if (path !== undefined) addFile(path, hit);
  }
  for (const hit of repo.search(sources, directories, 4)) {
    const said = hit.match[1] === undefined ? undefined : pathOf(sight, hit.path, hit.match[1], workdir);
    if (said !== undefined) {
      addSaid(said, hit);
      continue;
    }
    const name = [...(hit.match[2] ?? '').matchAll(/['"]\.?\/?([\w./-]+)['"]/g)]
      .map(([, part]) => part ?? '')
      // A variable of the environment.
      .filter((part) => !/^[A-Z][A-Z0-9_]+$/.test(part))
      .join('/');
    const base = /DIR|dir|ROOT|root/.test(hit.match[2] ?? '')
      ? (baseOf(sight, hit, /(\w*(?:DIR|dir|ROOT|root)\w*)/.exec(hit.match[2] ?? '')?.[1] ?? '') ?? '')
      : workdir;
    if (name !== '') add(inside(base, name), true, hit);
  }
  for (const hit of repo.search(sources, logs, 4)) add(inside(workdir, hit.match[1] ?? ''), true, hit);
  for (const { hit, base, dir, name } of findLogs({ ...sight, sources })) {
    const said = base === undefined ? posix.join('/app', workdir) : rootOf(sight, hit, base, workdir);
    const path = said === undefined ? undefined : posix.resolve(said, dir === '' ? name : dir);
    if (path?.startsWith('/app/')) add(path.slice('/app/'.length), dir !== '', hit);
    else if (path !== undefined) addSaid(dir === '' ? posix.dirname(path) : path, hit);
  }
  for (const { path, from } of emptyDirectories(sight))
    if (!found.has(path)) found.set(path, { path, directory: true, from });
  for (const hit of repo.search(sources, made, 20)) {
    const path = madePath(sight, hit, workdir);
    if (path !== undefined) addSaid(path, hit);
  }
  const all = [...found.values()];
  // What is in a directory that is written to is in the data with it; source stays where it is.
  return all
    .filter(({ path }) => !all.some((other) => other.directory && path.startsWith(`${other.path}/`)))
    .filter(({ path, directory }) => !directory || !holdsSource(repo, inside(project.dir, path)));
}

/** What the program makes a directory of, as far as its text tells. */
function madePath(sight: Sight, { path, match }: Hit, workdir: string): string | undefined {
  const line = match.input ?? '';
  const at = match.index ?? 0;
  if (/^\s*#/.test(line)) return undefined;
  const owner = receiver.exec(line.slice(0, at))?.[1];
  if (owner !== undefined && owner !== 'os')
    return match[0] === 'mkdir(' ? pathOf(sight, path, owner, workdir) : undefined;
  const argument = bracketed(`${line})`, at + match[0].length).replace(/,\s*(?:\w+\s*=|0o?\d).*$/, '');
  return /^\s*[\w'"]/.test(argument) ? pathOf(sight, path, argument, workdir) : undefined;
}

/** The same, absolute in the image. */
function rootOf(sight: Sight, hit: Hit, name: string, workdir: string): string | undefined {
  if (!name.includes('__file__')) return pathOf(sight, hit.path, name, workdir);
  const base = baseOf(sight, hit, name);
  return base === undefined ? undefined : posix.join('/app', base);
}

/** The directory that a variable such as BASE_DIR names, relative to the project's; undefined: it is not within it. */
function baseOf({ repo, project, sources }: Sight, hit: Hit, name: string): string | undefined {
  const inline = name.includes('__file__');
  const line = hit.match.input ?? '';
  const [own] = inline
    ? []
    : repo.search(
        [hit.path, ...sources.slice(0, 60)],
        new RegExp(`^\\s*${name}\\s*(?::\\s*\\w+\\s*)?=\\s*(.*__file__.*)$`),
      );
  if (!inline && !own) return '';
  const text = inline ? line : (own?.match[1] ?? '');
  const ups =
    (text.match(/\.parent\b(?!s)|dirname\(|['"]\.\.['"]|pardir/g) ?? []).length +
    (/\.parents\[(\d)\]/.exec(text)?.[1] === undefined ? 0 : Number(/\.parents\[(\d)\]/.exec(text)?.[1]) + 1);
  const parts = (own?.path ?? hit.path).split('/');
  const kept = parts.slice(0, Math.max(parts.length - ups, 0)).join('/');
  if (project.dir === '') return kept;
  return kept === project.dir || kept.startsWith(`${project.dir}/`)
    ? kept.slice(project.dir.length + 1)
    : undefined;
}

function holdsSource(repo: Inventory, dir: string): boolean {
  return repo.below(dir).some((path) => path.endsWith('.py'));
}
