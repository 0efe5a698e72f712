import type { Inventory } from '../../inventory/types.ts';
import { servesByAnalog } from '../node/analog.ts';
import { allDependencies, join, type Package } from '../node/package.ts';
import { setting } from './setting.ts';
import { viteConfigs } from './vite-out.ts';

/** Its build makes pages, and neither a library nor a program that answers what they ask. */
export function makesOnlyPages(repo: Inventory, pkg: Package): boolean {
  return (
    !isLibrary(repo, pkg) && !hasServer(repo, pkg) && !hasWorker(repo, pkg) && !servesByAnalog(repo, pkg)
  );
}

/** Plugins of Vite whose build writes a server too. */
const hasServer = setting(
  ['vite.config'],
  /^(?!\s*\/\/).*['"](?:nitro\/vite|@hono\/vite-build\/node|vike-server)/,
);

/** A program for Workers, which answers what its pages ask: https://developers.cloudflare.com/workers/vite-plugin/ */
function hasWorker(repo: Inventory, pkg: Package): boolean {
  const paths = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'].map((name) => join(pkg.dir, name));
  return (
    '@cloudflare/vite-plugin' in allDependencies(pkg) &&
    repo.search(paths, /^\s*"?main"?\s*[:=]/, 1).length > 0
  );
}

/** Vite's library mode. */
function isLibrary(repo: Inventory, pkg: Package): boolean {
  const paths = viteConfigs(repo, pkg, pkg.scripts['build'] ?? '');
  return repo.search(paths, /^(?!\s*\/\/)\s*lib\s*:\s*\{/).length > 0;
}
