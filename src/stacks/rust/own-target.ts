import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Package } from './manifest.ts';

/** Makes the directory target/ of each package whose build script writes there, as it is there wherever Cargo itself builds. */
export function ownTargets(repo: Inventory, local: readonly Package[], dir: string): readonly Step[] {
  const packages = local.filter(
    ({ buildScript }) => buildScript !== undefined && /"(?:\.\/)?target\//.test(repo.read(buildScript) ?? ''),
  );
  if (packages.length === 0) return [];
  const paths = packages.map((own) => posix.join(posix.relative(dir, own.dir), 'target'));
  return [
    { comment: 'The build script writes there, and Cargo elsewhere.' },
    { run: paths.map((path) => sh`mkdir -p ${path}`) },
  ];
}
