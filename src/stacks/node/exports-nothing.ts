import type { Inventory } from '../../inventory/types.ts';

/**
 * A file that exports nothing is of no use to a program that imports it: it is one itself, and no library. What a browser
 * loads exports nothing either.
 */
export function exportsNothing(repo: Inventory, path: string): boolean {
  const text = repo.read(path) ?? '';
  if (text.trim() === '' || /\b(document|window|navigator)\.|\bdefine\(/.test(text)) return false;
  return !/^\s*export\b|\bmodule\.exports\b|\bexports\s*[.[]/m.test(text);
}
