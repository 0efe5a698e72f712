import { type Table, tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { normalName } from './requirements.ts';
import { at, listOf, textOf } from './tables.ts';

/** A version that a lock file fixes. */
export type Locked = {
  readonly version: string;
  readonly from: string;
  /** The lock lists wheels, and none for CPython 3.13 on Linux: there is something to compile. */
  readonly compiled?: true;
};

/**
 * What uv.lock, poetry.lock, pdm.lock or Pipfile.lock fixes, by name; of several versions of one the last counts.
 * @param roots names that the project asks for: what only development takes is not of them. Empty: all that the lock holds
 */
export function readLock(
  repo: Inventory,
  path: string,
  roots: readonly string[],
): ReadonlyMap<string, Locked> {
  if (path.endsWith('Pipfile.lock')) return readPipfileLock(repo, path);
  const entries = listOf(tableOf(repo.toml(path)).package)
    .map(tableOf)
    .filter((entry) => textOf(entry.category) !== 'dev' && !isDevOnly(entry));
  const reached = reach(entries, roots);
  const locked = new Map<string, Locked>();
  for (const entry of entries) {
    const [name, version] = [textOf(entry.name), textOf(entry.version)];
    if (name === undefined || version === undefined || !reached(normalName(name))) continue;
    const wheels = filesOf(entry).filter((file) => file.includes('.whl'));
    locked.set(normalName(name), {
      version,
      from: path,
      ...(wheels.length > 0 && !wheels.some(fits) && { compiled: true }),
    });
  }
  return locked;
}

/** Poetry 1.0 gave its lock files no number: https://python-poetry.org/history/#110---2020-10-01 */
export function isUnnumbered(text: string): boolean {
  return /^\[metadata\]\s*$/m.test(text) && !/^lock-version\b/m.test(text);
}

function readPipfileLock(repo: Inventory, path: string): ReadonlyMap<string, Locked> {
  const locked = new Map<string, Locked>();
  for (const [name, value] of Object.entries(at(repo.json(path), 'default'))) {
    const version = textOf(tableOf(value).version)?.replace(/^==/, '');
    if (version !== undefined) locked.set(normalName(name), { version, from: path });
  }
  return locked;
}

/** What the roots depend on, and what that depends on. */
function reach(entries: readonly Table[], roots: readonly string[]): (name: string) => boolean {
  if (roots.length === 0) return () => true;
  const edges = new Map<string, readonly string[]>();
  for (const entry of entries) {
    const name = normalName(textOf(entry.name) ?? '');
    edges.set(name, [...(edges.get(name) ?? []), ...dependenciesOf(entry)]);
  }
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const next of edges.get(name) ?? []) visit(next);
  };
  for (const root of roots) visit(root);
  return (name) => seen.has(name);
}

/** uv has a list of tables, PDM one of requirements, Poetry a table by name; extras count as they may be asked for. */
function dependenciesOf(entry: Table): readonly string[] {
  const { dependencies, extras } = entry;
  const optional = Object.values(tableOf(entry['optional-dependencies'])).flatMap(listOf);
  const named = [...listOf(dependencies), ...optional].map(
    (each) => textOf(each) ?? textOf(tableOf(each).name) ?? '',
  );
  const table = Array.isArray(dependencies) ? [] : Object.keys(tableOf(dependencies));
  const extra = Array.isArray(extras)
    ? []
    : Object.values(tableOf(extras))
        .flatMap(listOf)
        .map((each) => textOf(each) ?? '');
  return [...named, ...table, ...extra].map((each) => normalName(/^[\w.-]+/.exec(each)?.[0] ?? ''));
}

function isDevOnly(entry: Table): boolean {
  const groups = listOf(entry.groups);
  return groups.length > 0 && !groups.includes('main') && !groups.includes('default');
}

/** Names of the files of a package: uv has them as URLs, Poetry and PDM by name. */
function filesOf(entry: Table): readonly string[] {
  const wheels = listOf(entry.wheels).map((wheel) => tableOf(wheel));
  const files = listOf(entry.files).map((file) => tableOf(file));
  return [
    ...wheels.map(({ url, filename, path }) => textOf(url) ?? textOf(filename) ?? textOf(path) ?? ''),
    ...files.map(({ file, url }) => textOf(file) ?? textOf(url) ?? ''),
  ];
}

/** https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/ */
function fits(file: string): boolean {
  const tags = /-([^-]+)-([^-]+)-([^-]+)\.whl/.exec(file);
  if (!tags) return false;
  const [, python = '', abi = '', platform = ''] = tags;
  if (!/any|manylinux.*x86_64|linux_x86_64/.test(platform)) return false;
  if (/\bcp313\b/.test(python) && !abi.includes('cp313t')) return true;
  if (abi.includes('abi3')) return true;
  return abi === 'none' && /py3|py2\.py3|cp3/.test(python);
}
