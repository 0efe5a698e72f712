import type { Inventory } from '../../inventory/types.ts';
import type { Build } from './build.ts';
import type { Install } from './install.ts';
import { allDependencies, type Package } from './package.ts';
import { readTsConfig } from './tsconfig.ts';

/** What builds a package in TypeScript that has no script for it: its workspace, which builds all of them at once, or the compiler. */
export function byWorkspaceOrCompiler(
  repo: Inventory,
  own: Package,
  install: Install,
): Pick<Build, 'commands' | 'fact'> | undefined {
  const config = readTsConfig(repo, own.dir);
  if (!config) return undefined;
  const { root } = install.workspace;
  const all = root.dir === own.dir ? undefined : root.scripts['build'];
  if (all !== undefined)
    return {
      commands: [install.runScript('build', '/app')],
      fact: { value: all, from: `${root.path}: scripts.build`, confidence: 'high' },
    };
  const command =
    allDependencies(own)['typescript'] === undefined
      ? 'npx --yes --package typescript@5 tsc'
      : install.runProgram('tsc');
  return { commands: [command], fact: { value: 'tsc', from: config.path, confidence: 'medium' } };
}
