import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './manifest.ts';
import type { Source } from './sources.ts';

/** A page that Node builds and the program has in itself or serves. */
export type Frontend = {
  /** Directory of its package.json, relative to the root. */
  readonly dir: string;
  /** What its build makes, relative to the root; not in the repository. */
  readonly output: string;
  readonly lock?: string;
  readonly install: string;
  readonly build: string;
};

/** `#[folder = "frontend/dist"]`, `include_dir!("$CARGO_MANIFEST_DIR/../web/build")`, `ServeDir::new("client/dist")` */
const folder =
  /"(?:\$CARGO_MANIFEST_DIR\/)?((?:\.{1,2}\/)*[\w./-]*(?:dist|build|out|public|static)(?:\/[\w-]+)*)\/?"/g;

export function frontendOf(
  repo: Inventory,
  own: Package,
  context: string,
  sources: readonly Source[],
): Frontend | undefined {
  for (const { text } of sources) {
    for (const match of text.matchAll(folder)) {
      for (const base of [own.dir, context]) {
        const output = join(base, match[1] as string);
        const found =
          output.startsWith('..') || repo.hasDir(output) ? undefined : packageAbove(repo, output, context);
        if (found !== undefined) return describe(repo, found, output);
      }
    }
  }
  return undefined;
}

/** The directory above an output that has a package.json with a build script. */
function packageAbove(repo: Inventory, output: string, context: string): string | undefined {
  for (let dir = posix.dirname(output); dir !== '.' && dir !== context; dir = posix.dirname(dir)) {
    if (repo.has(`${dir}/package.json`)) return dir;
  }
  return undefined;
}

function describe(repo: Inventory, dir: string, output: string): Frontend | undefined {
  const scripts = (repo.json(`${dir}/package.json`) as { scripts?: Record<string, unknown> } | undefined)
    ?.scripts;
  if (typeof scripts?.['build'] !== 'string') return undefined;
  const managers = [
    {
      lock: 'pnpm-lock.yaml',
      install: 'corepack enable && pnpm install --frozen-lockfile',
      build: 'pnpm run build',
    },
    {
      lock: 'yarn.lock',
      install: 'corepack enable && yarn install --immutable || yarn install --frozen-lockfile',
      build: 'yarn run build',
    },
    { lock: 'package-lock.json', install: 'npm ci', build: 'npm run build' },
  ];
  const manager = managers.find(({ lock }) => repo.has(`${dir}/${lock}`)) ?? {
    install: 'npm install',
    build: 'npm run build',
  };
  return { dir, output, ...manager };
}
