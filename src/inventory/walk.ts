import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

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

export type Walked = { readonly files: readonly string[]; readonly problems: readonly string[] };

type Rules = { readonly dir: string; readonly rules: Ignore };

/** The files below a directory, sorted. Reads directories and .gitignore files, follows no link to a directory. */
export function walk(root: string): Walked {
  const files: string[] = [];
  const problems: string[] = [];
  const real = realpathSync(root);
  const visit = (dir: string, depth: number, above: readonly Rules[]): void => {
    if (files.length >= mostFiles) return;
    const entries = listDirectory(join(root, dir), dir, problems);
    const rules = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
      ? [...above, { dir, rules: readRules(join(root, dir, '.gitignore')) }]
      : above;
    for (const entry of entries) {
      const path = dir === '' ? entry.name : `${dir}/${entry.name}`;
      if (entry.isFile() || (entry.isSymbolicLink() && leadsToFileInside(join(root, path), real)))
        files.push(path);
      if (!entry.isDirectory() || skipped.has(entry.name)) continue;
      const ignored = isIgnored(path, rules);
      if (ignored && !isProgram(join(root, path))) continue;
      if (depth >= deepest) problems.push(`${path}: too deep to look into`);
      else visit(path, depth + 1, ignored ? [] : rules);
    }
  };
  visit('', 0, []);
  if (files.length >= mostFiles) problems.push(`more than ${mostFiles} files: the rest was not looked at`);
  return { files: files.toSorted(), problems };
}

/**
 * `.gitignore` says `server` and means the program that a build leaves there; the directory cmd/server, which it names as well,
 * is in the repository all the same.
 */
function isProgram(path: string): boolean {
  return listDirectory(path, '', []).some((entry) => entry.name.endsWith('.go') && entry.isFile());
}

function listDirectory(path: string, shown: string, problems: string[]): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
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
    const text = readFileSync(path, 'utf8');
    if (text.length < 1_000_000) rules.add(text);
  } catch {
    // Without it more is looked at, no less.
  }
  return rules;
}

/** Only directories are asked about: a file that git ignores is not worth the look-up. */
function isIgnored(path: string, all: readonly Rules[]): boolean {
  return all.some(({ dir, rules }) => rules.ignores(`${dir === '' ? path : path.slice(dir.length + 1)}/`));
}
