import type { Inventory } from '../../inventory/types.ts';
import { normalName } from './requirements.ts';
import { at, listOf, tableOf, textOf, type Table } from './tables.ts';

/** A version that a lock file fixes. */
export type Locked = {
  readonly version: string;
  readonly from: string;
  /** The lock lists wheels, and none for CPython 3.13 on Linux: there is something to compile. */
  readonly compiled?: true;
};

/** What uv.lock, poetry.lock, pdm.lock or Pipfile.lock fixes, by name; of several versions of one the highest is not sought: the last counts. */
export function readLock(repo: Inventory, path: string): ReadonlyMap<string, Locked> {
  const locked = new Map<string, Locked>();
  if (path.endsWith('Pipfile.lock')) {
    for (const [name, value] of Object.entries(at(repo.json(path), 'default'))) {
      const version = textOf(tableOf(value).version)?.replace(/^==/, '');
      if (version !== undefined) locked.set(normalName(name), { version, from: path });
    }
    return locked;
  }
  for (const each of listOf(tableOf(repo.toml(path)).package)) {
    const entry = tableOf(each);
    const [name, version] = [textOf(entry.name), textOf(entry.version)];
    if (name === undefined || version === undefined) continue;
    if (textOf(entry.category) === 'dev' || isDevOnly(entry)) continue;
    const wheels = filesOf(entry).filter((file) => file.includes('.whl'));
    locked.set(normalName(name), {
      version,
      from: path,
      ...(wheels.length > 0 && !wheels.some(fits) && { compiled: true }),
    });
  }
  return locked;
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
