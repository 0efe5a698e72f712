import { dirOf, inside, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { isSetup } from './setup-files.ts';

/** Directories whose Python is no part of what runs. */
const aside =
  /(?:^|\/)(?:tests?|tests_\w+|testing|docs?|examples?|samples?|demos?|benchmarks?|migrations|alembic|notebooks|site-packages|venv|env|virtualenv|deployment|deploy|infra|\.[^/]+)\//;
const tests =
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|(?:run[_-]?)?tests?|testing|conftest|conf|noxfile|toxfile|fabfile|manage_test)\.py$/;
/** More than an application of one image has; what is beyond is not looked at. */
const most = 100;
/** A directory of so many that are alike, such as plugins, does not hide those after it. */
const mostOfOne = 40;

/** The Python files of a directory that may run in the image, those near its root first. */
export function sourcesOf(repo: Inventory, dir: string, others: readonly string[]): readonly string[] {
  const nested = others.filter((other) => other !== dir && (dir === '' || other.startsWith(`${dir}/`)));
  const start = dir === '' ? 0 : dir.length + 1;
  const all = repo
    .below(dir)
    .filter((path) => path.endsWith('.py'))
    .filter((path) => !aside.test(path.slice(start)) && !tests.test(path.slice(start)))
    // Of Alembic, wherever it keeps its migrations.
    .filter((path) => !path.endsWith('/env.py') || !repo.has(inside(dirOf(path), 'script.py.mako')))
    .filter((path) => !path.endsWith('/setup.py') || !isSetup(repo.read(path) ?? ''))
    .filter((path) => path !== inside(dir, 'setup.py'))
    .filter((path) => !nested.some((other) => path.startsWith(`${other}/`)))
    .toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  // Files of a directory stand beside each other.
  const isLate = (path: string, at: number) =>
    at >= mostOfOne && dirOf(all[at - mostOfOne] as string) === dirOf(path);
  return [...all.filter((path, at) => !isLate(path, at)), ...all.filter(isLate)].slice(0, most);
}

/** A module as Python imports it, and the directory that must be on its path. */
export type Module = {
  /** `app.main` */
  readonly name: string;
  /** Relative to the project's directory; '' is that itself. */
  readonly base: string;
};

/**
 * What a file is called when it is imported. The base is the directory from which its own imports are found: the project's
 * where they all are, else the one nearest to it where more of them are, which is where its authors start it.
 */
export function moduleOf(repo: Inventory, dir: string, path: string): Module | undefined {
  const own = within(dir, path);
  const parts = own.replace(/\.py$/, '').split('/');
  if (parts.at(-1) === '__init__') parts.pop();
  const bases = parts
    .map((_, at) => parts.slice(0, at).join('/'))
    .filter((base) => base === '' || isBase(repo, inside(dir, base)));
  const imports = importsOf(repo.read(path) ?? '');
  const found = (base: string) => imports.filter((name) => isModule(repo, inside(dir, base), name)).length;
  const best = bases.toSorted(
    (a, b) => found(b) - found(a) || preference(a) - preference(b) || a.length - b.length,
  )[0];
  if (best === undefined) return undefined;
  const name = parts.slice(best === '' ? 0 : best.split('/').length).join('.');
  // A server imports by a text, where the last may have dashes; beside one that is called like a start it is something else.
  if (
    name.includes('-') &&
    ['app', 'main', 'server', 'wsgi'].some((each) => repo.has(inside(dirOf(path), `${each}.py`)))
  )
    return undefined;
  return /^(?:[A-Za-z_]\w*\.)*[A-Za-z_][\w-]*$/.test(name) ? { name, base: best } : undefined;
}

/** src/ is no package where it is the layout of packages. */
function preference(base: string): number {
  return base === 'src' ? -1 : 0;
}

/** Packages are imported from above them; the project's own directory is one to import from, whatever it holds. */
function isBase(repo: Inventory, base: string): boolean {
  return !repo.has(inside(base, '__init__.py'));
}

function isModule(repo: Inventory, base: string, name: string): boolean {
  return repo.has(inside(base, `${name}.py`)) || repo.hasDir(inside(base, name));
}

/** First names of the absolute imports of a text. */
function importsOf(text: string): readonly string[] {
  const names = [...text.matchAll(/^\s*(?:from\s+([A-Za-z_]\w*)[\w.]*\s+import|import\s+([A-Za-z_]\w*))/gm)];
  return [...new Set(names.map(([, from, plain]) => from ?? plain ?? ''))];
}
