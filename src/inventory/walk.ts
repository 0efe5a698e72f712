import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { looksAtIgnored } from './tracked.ts';
import { readText } from './text.ts';

/** More than any repository that people work in; a listing that is cut is said to be. */
const mostFiles = 250_000;
const deepest = 64;
/** Never part of what a build reads, whatever .gitignore says. */
const skipped = new Set([
  '.git',
  // Our own: what we wrote last time is no part of what is to be containerized.
  '.distroless',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.venv',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.turbo',
  '.gradle',
  '.idea',
  '.terraform',
]);

export type Walked = {
  /** Sorted. */
  readonly files: readonly string[];
  /** Those that a file lies in or below. */
  readonly directories: ReadonlySet<string>;
  /** Paths by the file's own name. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly string[];
};

type Rules = { readonly dir: string; readonly rules: Ignore };

/** The files below a directory. Reads directories and .gitignore files, follows no link to a directory. */
export function walk(root: string): Walked {
  const files: string[] = [];
  const directories = new Set<string>();
  const byName = new Map<string, string[]>();
  const problems: string[] = [];
  const real = realpathSync(root);
  const isRead = looksAtIgnored(root);
  const visit = (dir: string, depth: number, above: readonly Rules[]): void => {
    const before = files.length;
    const entries = listDirectory(join(root, dir), dir, problems);
    const rules = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
      ? [...above, { dir, rules: readRules(join(root, dir, '.gitignore')) }]
      : above;
    for (const entry of entries) {
      const { name } = entry;
      if (files.length >= mostFiles) break;
      const path = dir === '' ? name : `${dir}/${name}`;
      if (entry.isDirectory()) {
        if (skipped.has(name)) continue;
        const ignored = isIgnored(path, rules);
        if (ignored && !isRead(path) && !isProgram(join(root, path))) continue;
        if (depth >= deepest) problems.push(`${path}: too deep to look into`);
        else visit(path, depth + 1, ignored ? [] : rules);
      } else if (entry.isFile() || (entry.isSymbolicLink() && leadsToFileInside(join(root, path), real))) {
        files.push(path);
        const same = byName.get(name);
        if (same) same.push(path);
        else byName.set(name, [path]);
      }
    }
    if (dir !== '' && files.length > before) directories.add(dir);
  };
  visit('', 0, []);
  if (files.length >= mostFiles) problems.push(`more than ${mostFiles} files: the rest was not looked at`);
  return { files, directories, byName, problems };
}

/**
 * `.gitignore` says `server` and means the program that a build leaves there; the directory cmd/server, which it names as well,
 * is in the repository all the same.
 */
function isProgram(path: string): boolean {
  return listDirectory(path, '', []).some((entry) => entry.name.endsWith('.go') && entry.isFile());
}

/** In the order that the paths of files below have: `a.txt`, `a/x`, `a0`. Then nothing has to be sorted in the end. */
function inOrder(entries: readonly Dirent[]): readonly Dirent[] {
  return entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

function listDirectory(path: string, shown: string, problems: string[]): readonly Dirent[] {
  try {
    return inOrder(readdirSync(path, { withFileTypes: true }));
  } catch (error) {
    problems.push(
      `${shown === '' ? '.' : shown}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`,
    );
    return [];
  }
}

/** A link out of the root is as good as no file: its text is not the repository's. */
function leadsToFileInside(path: string, root: string): boolean {
  try {
    const target = realpathSync(path);
    return target.startsWith(root + sep) && statSync(target).isFile();
  } catch {
    return false;
  }
}

function readRules(path: string): Ignore {
  const rules = ignore({ allowRelativePaths: true });
  try {
    const text = readText(path);
    if (text.length < 100_000) rules.add(text);
  } catch {
    // Without it more is looked at, no less.
  }
  return rules;
}

/** Only directories are asked about: a file that git ignores is not worth the look-up. */
function isIgnored(path: string, all: readonly Rules[]): boolean {
  return all.some(({ dir, rules }) => rules.ignores(`${dir === '' ? path : path.slice(dir.length + 1)}/`));
}
