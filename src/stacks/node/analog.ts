import { allDependencies, join, type Package } from './package.ts';
import type { Inventory } from '../../inventory/types.ts';

/** Where Nitro writes the server of Analog: https://analogjs.org/docs/features/deployment/providers */
export const analogOutput = 'dist/analog';

/** Analog makes its pages on a server unless its settings say otherwise: https://analogjs.org/docs/features/server/server-side-rendering */
export function servesByAnalog(repo: Inventory, own: Package): boolean {
  if (allDependencies(own)['@analogjs/platform'] === undefined) return false;
  const paths = ['ts', 'mts', 'js', 'mjs'].map((each) => join(own.dir, `vite.config.${each}`));
  const [used] = repo.search(paths, /^(?!\s*\/\/).*\banalog\(/);
  const [off] = repo.search(paths, /^(?!\s*\/\/).*\b(?:ssr\s*:\s*false|static\s*:\s*true|outDir)\b/);
  return used !== undefined && off === undefined;
}
