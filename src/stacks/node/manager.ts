import { isTable } from '../../inventory/tables.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { StackManifest } from '../schema.ts';
import { readLock, type LockState } from './lock.ts';
import { join, type Package } from './package.ts';
import semver from 'semver';
import { satisfies } from './semver.ts';
import type { Workspace } from './workspace.ts';

export type ManagerId = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** What installs the packages, and how much it may rely on. */
export type Manager = {
  readonly id: ManagerId;
  readonly fact: Fact;
  /** To fetch by npx, exact or a range; '' for npm, which the builder has. */
  readonly version: string;
  readonly major: number;
  /** package.json says exactly which: the Dockerfile reads it from there. */
  readonly pinned: boolean;
  /** The version that package.json says and that no Node of an image runs. */
  readonly replaces?: string;
  /** Yarn's own file in the repository, relative to the workspace's root. */
  readonly yarnPath?: string;
  /** Relative to the repository; absent: there is none. */
  readonly lock?: string;
  readonly state: LockState;
};

const lockFiles: readonly { readonly file: string; readonly id: ManagerId }[] = [
  { file: 'pnpm-lock.yaml', id: 'pnpm' },
  { file: 'yarn.lock', id: 'yarn' },
  { file: 'package-lock.json', id: 'npm' },
  { file: 'npm-shrinkwrap.json', id: 'npm' },
  { file: 'bun.lock', id: 'bun' },
  { file: 'bun.lockb', id: 'bun' },
];

/** The last of each major that people have locks of; pnpm 10 and later run no install scripts that nobody allowed. */
const pnpmVersions = ['9.15.9', '10.34.9', '11.28.11', '8.15.9', '7.33.7'] as const;
const yarnClassic = '1.22.22';

/** Which package manager a workspace is installed with: packageManager, else its lock file, else what its settings tell. */
export function findManager(repo: Inventory, stack: StackManifest, { root, members }: Workspace): Manager {
  const manifests = [root, ...members];
  const locks = lockFiles
    .map(({ file, id }) => ({ path: join(root.dir, file), id }))
    .filter(({ path }) => repo.has(path));
  const [, named = '', version = ''] = /^(npm|pnpm|yarn|bun)@(\d+\.\d+\.\d+)/.exec(root.packageManager) ?? [];
  const states = locks.map((lock) => ({ ...lock, state: readLock(repo, lock.path, manifests) }));
  // A lock file that was left behind by another manager does not fit any more.
  const lock = states.find(({ id }) => id === named) ?? states.find(({ state }) => state.fits) ?? states[0];
  const id = lock?.id ?? (named === '' ? withoutLock(repo, root) : (named as ManagerId));
  const instead = named === id ? replacementOf(id, version) : undefined;
  const pinned = named === id && id !== 'npm' && instead === undefined;
  const chosen = instead ?? (pinned ? version : versionOf(id, repo, stack, root, lock?.path));
  const yarnPath = id === 'yarn' ? ownYarn(repo, root) : undefined;
  const from = lock?.path ?? (named === '' ? root.path : `${root.path}: packageManager`);
  const shown =
    id === 'npm' ? '' : ` ${yarnPath === undefined ? chosen : (/\d[\d.]*\d/.exec(yarnPath)?.[0] ?? chosen)}`;
  return {
    id,
    fact: { value: `${id}${shown}`, from, confidence: lock ? 'high' : 'medium' },
    version: chosen,
    major:
      yarnPath === undefined
        ? (semver.coerce(chosen)?.major ?? 0)
        : Number(/(\d+)\.\d+/.exec(yarnPath)?.[1] ?? 4),
    pinned,
    ...(instead !== undefined && { replaces: version }),
    ...(yarnPath !== undefined && { yarnPath }),
    ...(lock && { lock: lock.path }),
    state: lock?.state ?? { fits: false, legacyPeers: false },
  };
}

/** With Node 20 and later these get nothing from a registry: https://github.com/pnpm/pnpm/issues/6424 */
function replacementOf(id: ManagerId, version: string): string | undefined {
  if (id !== 'pnpm') return undefined;
  if (satisfies(version, '<7.32.2')) return '7.33.7';
  return satisfies(version, '>=8.0.0 <8.3.1') ? '8.15.9' : undefined;
}

function withoutLock(repo: Inventory, root: Package): ManagerId {
  if (repo.has(join(root.dir, 'pnpm-workspace.yaml')) || root.engines['pnpm'] !== undefined) return 'pnpm';
  if (repo.has(join(root.dir, '.yarnrc.yml'))) return 'yarn';
  if (['bunfig.toml', '.bun-version'].some((name) => repo.has(join(root.dir, name)))) return 'bun';
  if (root.engines['bun'] !== undefined || root.dependencies['elysia'] !== undefined) return 'bun';
  // Only a workspace protocol that npm does not know decides against what every image has.
  const ranges = Object.values({ ...root.dependencies, ...root.devDependencies });
  if (ranges.some((range) => /^(workspace|catalog):/.test(range))) return 'pnpm';
  return 'npm';
}

function versionOf(
  id: ManagerId,
  repo: Inventory,
  stack: StackManifest,
  root: Package,
  lock: string | undefined,
): string {
  if (id === 'npm') return '';
  if (id === 'bun') return stack.managers['bun']?.version ?? '';
  if (id === 'pnpm') return pnpmVersion(repo, root, lock);
  return yarnVersion(repo, stack, root, lock);
}

function pnpmVersion(repo: Inventory, root: Package, lock: string | undefined): string {
  const written = lockVersion(repo, lock, /^lockfileVersion:\s*['"]?(\d+\.\d+)/m);
  if (written !== undefined && written < 6) return '7.33.7';
  if (written !== undefined && written < 7) return '8.15.9';
  const range = root.engines['pnpm'];
  const least = leastPnpm(repo, root);
  const fitting = pnpmVersions.filter((version) => satisfies(version, range ?? '*'));
  const [first = /\d+(\.\d+)*/.exec(range ?? '')?.[0] ?? '10.34.9'] = fitting;
  return fitting.find((version) => (semver.coerce(version)?.major ?? 0) >= least) ?? first;
}

/** Settings moved to that file with pnpm 10; 9 wants a list of packages in it: `packages field missing or empty`. */
function leastPnpm(repo: Inventory, root: Package): number {
  const settings = repo.yaml(join(root.dir, 'pnpm-workspace.yaml'));
  if (!isTable(settings)) return 0;
  const keys = Object.keys(settings);
  if (keys.includes('allowBuilds')) return 11;
  const listed = Array.isArray(settings['packages']) && settings['packages'].length > 0;
  return keys.length > 0 && (!listed || keys.some((key) => !/^(packages|catalogs?)$/.test(key))) ? 10 : 0;
}

function yarnVersion(repo: Inventory, stack: StackManifest, root: Package, lock: string | undefined): string {
  const metadata = lockVersion(repo, lock, /^__metadata:\s*\n\s+version: (\d+)/m);
  const berry = metadata !== undefined || (lock === undefined && repo.has(join(root.dir, '.yarnrc.yml')));
  if (!berry) return yarnClassic;
  return metadata !== undefined && metadata < 8 ? '3.8.7' : (stack.managers['yarn']?.version ?? '4.18.1');
}

function lockVersion(repo: Inventory, lock: string | undefined, pattern: RegExp): number | undefined {
  const version = lock === undefined ? undefined : pattern.exec(repo.read(lock) ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

/** `yarnPath` of .yarnrc.yml, where the file is there. */
function ownYarn(repo: Inventory, root: Package): string | undefined {
  const settings = repo.yaml(join(root.dir, '.yarnrc.yml'));
  const path = isTable(settings) && typeof settings['yarnPath'] === 'string' ? settings['yarnPath'] : '';
  const plain = path.replace(/^\.\//, '');
  return plain !== '' && repo.has(join(root.dir, plain)) ? plain : undefined;
}
