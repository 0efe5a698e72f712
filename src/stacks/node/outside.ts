import { posix } from 'node:path';
import type { Refusal } from '../../detect/types.ts';
import { allDependencies, type Package } from './package.ts';
import type { Workspace } from './workspace.ts';

/** A package that takes others from a workspace, or from directories, that are not here: no package manager can install it. */
export function needsOutside(own: Package, { root, members }: Workspace): Refusal | undefined {
  const here = new Set([root, ...members].map(({ name }) => name));
  const outside = Object.entries(allDependencies(own)).find(([name, range]) => {
    if (range.startsWith('workspace:')) return !here.has(name);
    const path = /^(?:file|link|portal):(.*)$/.exec(range)?.[1];
    return path !== undefined && /^\.\.(?:\/|$)/.test(posix.join(own.dir, path));
  });
  return (
    outside && {
      found: 'refusal',
      stack: 'node',
      dir: own.dir,
      reason: `${own.path} cannot be built alone: ${outside[0]} (${outside[1]}) is taken from outside of this directory`,
      hint: 'run add where the whole workspace is; --service picks a program of it',
      rank: 0.95,
    }
  );
}
