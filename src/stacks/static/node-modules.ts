import type { Inventory } from '../../inventory/types.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { planInstall } from '../node/install.ts';
import { allDependencies, readPackage } from '../node/package.ts';
import { findNodeVersion } from '../node/versions.ts';
import type { StackManifest } from '../schema.ts';

/** What a tool that is in no package of Node's runs by it. */
export type NodeModules = {
  readonly stages: readonly BuildStage[];
  /** Of the stage that builds. */
  readonly steps: readonly Step[];
};

/** PostCSS and Tailwind, which Hugo calls: https://gohugo.io/functions/css/postcss/ */
export function findNodeModules(repo: Inventory, stacks: readonly StackManifest[]): NodeModules | undefined {
  const own = readPackage(repo, '');
  const stack = stacks.find(({ targets }) => 'nodejs24' in targets);
  if (!own || !stack || Object.keys(allDependencies(own)).length === 0) return undefined;
  const image = stack.targets[findNodeVersion(repo, [own]).target.value]?.build;
  if (image === undefined) return undefined;
  const install = planInstall(repo, stack, own);
  return {
    stages: [
      ...install.stages(image),
      {
        name: 'dependencies',
        comment: 'What the pages are styled with, which runs on Node.',
        image,
        platform: 'build',
        trust: true,
        apt: install.apt,
        steps: [{ workdir: '/app' }, ...install.all],
      },
    ],
    steps: [
      { copy: ['/usr/local/bin/node'], to: '/usr/local/bin/', from: 'dependencies' },
      { copy: ['/app/node_modules/'], to: './node_modules/', from: 'dependencies' },
    ],
  };
}
