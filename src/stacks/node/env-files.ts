import type { Inventory } from '../../inventory/types.ts';
import { join } from './package.ts';

/** Settings of the build that are committed: what git ignores may hold secrets, and is nobody else's. */
export function findEnvFiles(repo: Inventory, dir: string): readonly string[] {
  const ignores = [...new Set([join(dir, '.gitignore'), '.gitignore'])];
  const ignored = repo
    .search(ignores, /^\/?(?:\*\*\/)?(\*?\.env[\w.*]*|\*\.env)\s*$/, 20)
    .map((hit) => hit.match[1] ?? '');
  return ['.env', '.env.production']
    .filter((name) => repo.has(join(dir, name)) && !ignored.some((pattern) => fits(pattern, name)))
    .map((name) => join(dir, name));
}

function fits(pattern: string, name: string): boolean {
  const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(name);
}
