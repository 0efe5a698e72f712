import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Fixes } from './pins.ts';
import type { Project } from './project.ts';
import { admits } from './versions.ts';
import type { Workspace } from './workspace.ts';

/** Where uv keeps what it has fetched. */
export const caches = ['/root/.cache/uv'];

export const fewer: Step = {
  comment: 'Dependencies before the source: installed again only when these files change.',
};
const more: Step = { comment: 'What it is installed from is more than what the image holds.' };
/** https://docs.astral.sh/uv/reference/environment/: else uv makes one of its own, or looks for another Python. */
const environment: readonly Step[] = [
  { comment: 'Into the environment of the image, whatever Python .python-version names.' },
  { env: { UV_PROJECT_ENVIRONMENT: '/venv', UV_PYTHON: '/venv' } },
];

/** Does `uv sync` install it? It takes no other versions than those of the lock file, and no Python that this does not allow. */
export function isSynced(
  { manager, workspace, sync, python }: Project,
  { overrides }: Pick<Fixes, 'overrides'>,
): boolean {
  if (manager === 'uv' && workspace && !workspace.isLocked) return true;
  return sync !== undefined && overrides.length === 0 && admits(sync.python ?? python?.value ?? '', '3.13.5');
}

/**
 * What `uv sync` installs, or `uv export` lists, of a project; nothing of that leads to its source:
 * https://docs.astral.sh/uv/concepts/projects/sync/#partial-installations
 */
export function syncedParts({ workspace, isWorkspace }: Project, verb: 'install' | 'emit'): string {
  const alone = workspace || isWorkspace ? '' : ` --no-${verb}-project`;
  const member = workspace?.member === undefined ? '' : sh` --package ${workspace.member}`;
  return `--no-dev --no-editable${alone}${member}`;
}

/**
 * Steps that install a workspace by `uv sync`, and by `install` what it lacks: what others publish before the source is there, as
 * far as its lock file alone is enough for that.
 */
export function syncSteps(
  project: Project,
  install: readonly string[],
): { readonly early: readonly Step[]; readonly late: readonly Step[] } {
  const { workspace, sync } = project;
  const command = `uv sync${sync ? ' --frozen' : ''} ${syncedParts(project, 'install')}`;
  const { reads } = sync ?? {};
  if (reads === undefined) {
    const all = [...environment, run(project.versioned + command, ...install)];
    return workspace ? { early: aroundWorkspace(workspace, [], all), late: [] } : { early: [], late: all };
  }
  const published = [
    fewer,
    { copy: reads.map((name) => posix.join(beside(workspace), name)), to: './' },
    ...environment,
    run(`${command} --no-install-local`, ...install),
  ];
  const own = [run(`${project.versioned}${command} --inexact`)];
  return workspace
    ? { early: aroundWorkspace(workspace, published, own), late: [] }
    : { early: published, late: own };
}

function run(...commands: readonly string[]): Step {
  return { run: commands, caches, network: true };
}

/** Where uv is run, in the build context. */
function beside(workspace: Workspace | undefined): string {
  return workspace ? within(workspace.dir, workspace.from) : '';
}

/** All that the project is installed with is there, and after that its own directory alone. */
export function aroundWorkspace(
  workspace: Workspace,
  first: readonly Step[],
  installs: readonly Step[],
): readonly Step[] {
  const from: Step = { workdir: posix.join('/workspace', beside(workspace)) };
  const root: Step = { workdir: '/workspace' };
  const isBelow = beside(workspace) !== '';
  return [
    ...(first.length === 0 ? [] : [from, ...first]),
    more,
    ...(first.length > 0 && !isBelow ? [] : [root]),
    { copy: ['.'], to: '.' },
    ...(isBelow ? [from] : []),
    ...installs,
    { workdir: '/app' },
  ];
}
