import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text, type Package } from './package.ts';

/**
 * Do the settings of pnpm let all of these packages be built? https://pnpm.io/settings#allowbuilds,
 * https://pnpm.io/10.x/settings#onlybuiltdependencies; package.json is read by pnpm 10 and before.
 */
export function allowsBuilds(
  repo: Inventory,
  root: Package,
  major: number,
  names: readonly string[],
): boolean {
  const settings = repo.yaml(join(root.dir, 'pnpm-workspace.yaml'));
  const own = major < 11 ? root.raw['pnpm'] : undefined;
  const allowed = new Set(
    [settings, own].flatMap((each) => {
      if (!isTable(each)) return [];
      const { allowBuilds, onlyBuiltDependencies } = each;
      return [
        ...(isTable(allowBuilds)
          ? Object.keys(allowBuilds).filter((name) => allowBuilds[name] === true)
          : []),
        ...(Array.isArray(onlyBuiltDependencies) ? onlyBuiltDependencies.map(text) : []),
      ];
    }),
  );
  return names.every((name) => allowed.has(name));
}
