import type { Inventory } from '../../inventory/types.ts';
import { isRecord, readPackage, within, type Package } from './package.ts';
import { servesItself } from './serves-itself.ts';
import { siteTools, type SiteTool } from './tools.ts';

/** What of a package.json is a web site: `build`: a tool makes it; `plain`: its files are served as they are. */
export type StaticKind = { readonly kind: 'build'; readonly tool: SiteTool } | { readonly kind: 'plain' };

/**
 * Is the package.json of this directory that of a static site, so that it is the static stack's and not Node's? Each of the two
 * detectors asks here, and takes what the other leaves.
 * @param start the start command that a Procfile or the user gives
 */
export function isStaticBuild(repo: Inventory, dir: string, start?: string): boolean {
  return staticKind(repo, dir, start) !== undefined;
}

export function staticKind(repo: Inventory, dir: string, start?: string): StaticKind | undefined {
  const pkg = readPackage(repo, dir);
  if (!pkg || isRecord(pkg.json.bin) || typeof pkg.json.bin === 'string') return undefined;
  const present = siteTools.filter((tool) => isUsed(tool, pkg));
  const [tool] = present;
  if (tool?.staticOnly && !tool.staticOnly(repo, pkg)) return undefined;
  if (servesItself(repo, pkg, start)) return undefined;
  if (tool && makesPages(repo, pkg, tool)) return { kind: 'build', tool };
  if (tool && frameworks.has(tool.id)) return undefined;
  if (isLibrary(repo, pkg)) return undefined;
  if (buildsByScript(repo, pkg)) return { kind: 'build', tool: script };
  return isPlain(repo, pkg) ? { kind: 'plain' } : undefined;
}

/** Tools that bundle anything: only with a page to begin with do they make a site. */
const bundlers = new Set(['vite', 'parcel', 'webpack', 'rsbuild', 'snowpack']);
const frameworks = new Set(siteTools.map(({ id }) => id).filter((id) => !bundlers.has(id)));

/** A build of their own: gulp, esbuild, a script. */
const script: SiteTool = {
  id: 'script',
  label: 'its build script',
  packages: [],
  command: /./,
  build: '',
  out: 'dist',
  spa: false,
};
const builders = [
  'gulp',
  'grunt',
  'esbuild',
  'rollup',
  'browserify',
  'brunch',
  'elm',
  'metalsmith',
  'harp',
  'sapper',
  'pug-cli',
  'sass',
  'less',
  'tailwindcss',
  '@tailwindcss/cli',
  'postcss-cli',
  'typescript',
  'svelte',
  'vue',
  'react',
];
const staticServers =
  /(?:^|[\s"'/])(?:serve|http-server|live-server|lite-server|browser-sync|sirv|local-web-server|ws|python3? -m (?:http\.server|SimpleHTTPServer))(?:\s|$)/;
/** Where people keep the page that a site begins with. */
export const pageDirs = [
  '',
  'public',
  'src',
  'app',
  'site',
  'www',
  'static',
  'client',
  'dist',
  'docs',
  'build',
];

/** Asked for and called by a script, or its settings are there: many packages come along for tests alone. */
function isUsed({ packages, command }: SiteTool, { all, scripts }: Package): boolean {
  if (!packages.some((name) => name in all)) return false;
  const called = Object.entries(scripts).some(([, line]) => command.test(line));
  return called || Object.keys(scripts).length === 0;
}

function makesPages(repo: Inventory, pkg: Package, tool: SiteTool): boolean {
  if (!bundlers.has(tool.id)) return true;
  if ('laravel-vite-plugin' in pkg.all || isBundledLibrary(repo, pkg)) return false;
  if ('html-webpack-plugin' in pkg.all || tool.id === 'rsbuild')
    return !isLibrary(repo, pkg) || isPrivate(pkg);
  return hasPage(repo, pkg) && (tool.id === 'vite' || tool.id === 'parcel' || !isLibrary(repo, pkg));
}

/** Vite's library mode. */
function isBundledLibrary(repo: Inventory, { dir }: Package): boolean {
  const paths = ['ts', 'js', 'mts', 'mjs'].map((ext) => within(dir, `vite.config.${ext}`));
  return repo.search(paths, /^(?!\s*\/\/)\s*lib\s*:\s*\{/).length > 0;
}

function buildsByScript(repo: Inventory, pkg: Package): boolean {
  return pkg.scripts.build !== undefined && builders.some((name) => name in pkg.all) && hasPage(repo, pkg);
}

function isPlain(repo: Inventory, pkg: Package): boolean {
  const { start, dev, serve } = pkg.scripts;
  if ([start, dev, serve].some((line) => line !== undefined && staticServers.test(line))) return true;
  return start === undefined && hasPage(repo, pkg);
}

function hasPage(repo: Inventory, { dir }: Package): boolean {
  return pageDirs.some((place) => repo.has(within(dir, within(place, 'index.html'))));
}

function isPrivate({ json }: Package): boolean {
  return json.private === true;
}

/** Others are to install it: a page of it would be its demo. `npm init` writes a main that is not there. */
function isLibrary(repo: Inventory, pkg: Package): boolean {
  const { json, dir } = pkg;
  if (isPrivate(pkg)) return false;
  if (['module', 'exports', 'types', 'typings', 'unpkg', 'jsdelivr'].some((field) => field in json))
    return true;
  const main = typeof json.main === 'string' ? json.main.replace(/^\.\//, '') : '';
  return /^(?:dist|lib|build)\//.test(main) || (/\.[cm]?js$/.test(main) && repo.has(within(dir, main)));
}
