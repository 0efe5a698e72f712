import type { Inventory } from '../../inventory/types.ts';
import { readPackage } from './package.ts';

/**
 * Whether a directory holds a package of others that was copied into the repository: nobody starts it from there. `vendor` may be
 * what a shop calls who sells in it: a program of its own has a script that starts or builds it, and is published nowhere.
 */
export function isVendored(repo: Inventory, dir: string): boolean {
  const parts = dir.split('/');
  if (parts.some((part) => /^(?:bower_components|jspm_packages)$/.test(part))) return true;
  if (!parts.some((part) => /^(?:vendors?|third[_-]?party)$/.test(part))) return false;
  const pkg = readPackage(repo, dir);
  if (!pkg || !['start', 'build', 'dev'].some((id) => id in pkg.scripts)) return true;
  // https://docs.npmjs.com/cli/configuring-npm/package-json#repository
  return !pkg.private && pkg.raw['repository'] !== undefined;
}
