import { sh } from '../../recipe/quote.ts';
import type { Cache } from '../../recipe/types.ts';
import type { Manager } from './manager.ts';
import type { Package } from './package.ts';

/** Directories that a package manager keeps its downloads in. Yarn 1 unpacks in its own without a lock: https://classic.yarnpkg.com/lang/en/docs/cli/#toc-concurrency-and-mutex */
export function cachesOf({ id, major }: Manager): readonly Cache[] {
  if (id === 'npm') return ['/root/.npm'];
  if (id === 'pnpm') return ['/root/.npm', '/root/.local/share/pnpm/store'];
  if (id === 'bun') return ['/root/.npm', '/root/.bun/install/cache'];
  return major > 1
    ? ['/root/.npm', '/root/.yarn/berry']
    : ['/root/.npm', { locked: '/usr/local/share/.cache/yarn' }];
}

/** Settings that it takes from variables. */
export function environmentOf({ id, major }: Manager): Readonly<Record<string, string>> {
  // Plug'n'Play needs a loader that an image without yarn does not have; node_modules hold the same packages.
  if (id === 'yarn' && major > 1)
    return { YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_GLOBAL_CACHE: 'true' };
  return {};
}

/** Shell commands, for a stage whose working directory is the workspace’s root. */
export type Commands = {
  readonly all: string;
  readonly production: string;
  readonly prune: string;
  /** Runs a script of the workspace’s root, or of the package in a directory below it. */
  readonly script: (id: string, dir?: string) => string;
};

/** @param asks it has packages to build that its own settings do not let be built */
export function commandsOf(manager: Manager, root: Package, asks: boolean): Commands {
  const { id, state, lock } = manager;
  const frozen = lock !== undefined && state.fits;
  const script = (name: string, dir = '') => {
    const by = speaks(manager, root) ? id : 'npm';
    const call = by === 'npm' ? 'npm' : caller(manager);
    // Each has a flag for it, so that nothing has to change the directory.
    const where = dir === '' ? '' : ` ${inDirectory[by]} ${sh`${dir}`}`;
    return `${call}${where} run ${sh`${name}`}`;
  };
  if (id === 'npm') {
    const peers = state.legacyPeers ? ' --legacy-peer-deps' : lock === undefined ? ' --force' : '';
    const install = `npm ${frozen ? 'ci' : 'install'} --no-audit --no-fund${peers}`;
    return {
      all: install,
      production: `${install} --omit=dev`,
      prune: `npm prune --omit=dev --no-audit --no-fund${peers}`,
      script,
    };
  }
  const call = caller(manager);
  if (id === 'pnpm') {
    // From 10 on it runs no install script that nobody allowed, and an addon without its binary does not load.
    const builds = asks && manager.major >= 10 ? ' --config.dangerouslyAllowAllBuilds=true' : '';
    const install = `${call} install ${frozen ? '--frozen-lockfile' : '--no-frozen-lockfile'}${builds}`;
    return {
      all: install,
      production: `${install} --prod`,
      // Nobody is there to be asked whether node_modules may be made anew.
      prune: `CI=true ${install} --prod --ignore-scripts`,
      script,
    };
  }
  if (id === 'bun') {
    const install = `${call} install${frozen ? ' --frozen-lockfile' : ''}`;
    return {
      all: install,
      production: `${install} --production`,
      prune: `rm -rf node_modules && ${install} --production`,
      script,
    };
  }
  if (manager.major === 1) {
    const install = `${call} install --non-interactive --ignore-engines${frozen ? ' --frozen-lockfile' : ''}`;
    return {
      all: install,
      production: `${install} --production`,
      prune: `${install} --production --ignore-scripts`,
      script,
    };
  }
  const install = `${call} install${frozen ? ' --immutable' : ' --no-immutable'}`;
  const focus = `${manager.major >= 4 ? call : `YARN_IGNORE_PATH=1 ${yarnCaller('4')}`} workspaces focus --all --production`;
  return { all: install, production: focus, prune: focus, script };
}

/** How a shell calls it: by npx, as the images do not have it. */
const inDirectory = { npm: '--prefix', pnpm: '--dir', yarn: '--cwd', bun: '--cwd' } as const;

function caller(manager: Manager): string {
  const { id, version, pinned, yarnPath, major } = manager;
  if (id === 'npm') return 'npm';
  if (yarnPath !== undefined) return sh`node ${`/app/${yarnPath}`}`;
  // Which one is written once, in package.json.
  const which = pinned
    ? `$(node -p 'require("/app/package.json").packageManager.split(/[@+]/)[1]')`
    : version;
  if (id === 'yarn' && major > 1) return yarnCaller(which);
  return pinned ? `npx --yes "${id}@${which}"` : sh`npx --yes ${`${id}@${which}`}`;
}

function yarnCaller(version: string): string {
  return version.startsWith('$')
    ? `npx --yes --package "@yarnpkg/cli-dist@${version}" yarn`
    : sh`npx --yes --package ${`@yarnpkg/cli-dist@${version}`} yarn`;
}

/** Scripts that call their package manager by name find it when it runs them itself; npm runs all others as well. */
function speaks({ id }: Manager, { scripts }: Package): boolean {
  if (id === 'npm') return false;
  const word = id === 'bun' ? /(^|[\s&|;("'])bunx?\s/ : new RegExp(`(^|[\\s&|;("'])${id}\\s`);
  return Object.values(scripts).some((script) => word.test(script));
}
