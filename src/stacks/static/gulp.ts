import type { Refusal } from '../../detect/types.ts';
import { major } from '../node/major.ts';
import type { Package } from '../node/package.ts';
import { findBuild } from './is-static.ts';
import type { SiteTool } from './site-tool.ts';

/** Gulp 3 ends on Node 12 and later, of which are all that images have: https://github.com/gulpjs/gulp/issues/2324 */
export function refuseGulp(pkg: Package, tool: SiteTool): Refusal | undefined {
  if (!/\bgulp\b/.test(findBuild(pkg, tool)?.line ?? '') || major(pkg, 'gulp') >= 4) return undefined;
  return {
    found: 'refusal',
    stack: 'static',
    dir: pkg.dir,
    reason: `${pkg.path}: gulp 3 builds it, which runs on no Node since 12`,
    hint: 'gulp 4 does; or build it where there is such a Node, and containerize the directory that it writes',
    rank: 0.7,
  };
}
