import { makefiles } from '../../inventory/makefiles.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './package.ts';

/** A program of the package, as a recipe of make calls it. */
const runs =
  /^[@-]{0,2}((?:node (?!-)|npx (?:--no-install |--no )?(?!-)|(?:\.\/)?node_modules\/\.bin\/)[\w@./-]+(?: [\w@./:=,-]+){0,20})\s*$/;

/**
 * What `make build` runs of a package that has no script for it: its line, and where that stands. It may make what the program reads;
 * undefined where make only calls scripts, or another tool.
 */
export function builtByMake(
  repo: Inventory,
  { dir }: Package,
): { readonly line: string; readonly from: string } | undefined {
  for (const name of makefiles) {
    const path = join(dir, name);
    const lines = (repo.read(path) ?? '').split('\n');
    const at = lines.findIndex((line) => /^build\s*:(?!=)/.test(line));
    if (at < 0) continue;
    const end = lines.findIndex((line, index) => index > at && /^[^\s#]/.test(line));
    const recipe = lines.slice(at + 1, end < 0 ? lines.length : end);
    const first = recipe.findIndex((line) => runs.test(line.trim()));
    const line = runs.exec(recipe[first]?.trim() ?? '')?.[1];
    if (line !== undefined) return { line, from: `${path}:${at + first + 2}` };
  }
  return undefined;
}
