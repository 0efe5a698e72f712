import type { Inventory } from '../../inventory/types.ts';
import { allDependencies, join, readPackage, type Package } from '../node/package.ts';
import { expand, servedDirectory, servesItself } from './serves-itself.ts';
import { hugoSettings } from './hugo.ts';
import { viteRoot } from './vite-out.ts';
import type { SiteTool } from './site-tool.ts';
import { bringsToolsOnly } from './tools-only.ts';
import { siteTools } from './tools.ts';
import { isWatchedPage } from './watched-page.ts';

/** What of a package.json is a web site: `build`: a tool makes it; `plain`: its files are served as they are; `generator`: a program that is no package makes it. */
export type StaticKind =
  | { readonly kind: 'build'; readonly tool: SiteTool }
  | { readonly kind: 'plain' }
  | { readonly kind: 'generator' };

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
  if (!pkg || Object.keys(pkg.bin).length > 0) return undefined;
  if (dir === '' && hugoSettings(repo) !== undefined && !servesItself(repo, pkg, start))
    return { kind: 'generator' };
  if (bringsToolsOnly(repo, pkg) && !servesItself(repo, pkg, start)) return { kind: 'generator' };
  const tool = siteTools.find((each) => isUsed(each, pkg));
  if (tool?.staticOnly && !tool.staticOnly(repo, pkg)) return undefined;
  if (servesItself(repo, pkg, start)) return undefined;
  if (tool && makesPages(repo, pkg, tool)) {
    // A library's documentation is not what its repository is for.
    const builds = tool.command.test(findBuild(pkg, tool)?.line ?? '');
    return isLibrary(repo, pkg) && !builds ? undefined : { kind: 'build', tool };
  }
  if (tool && !bundlers.has(tool.id)) return undefined;
  if (isLibrary(repo, pkg)) return undefined;
  if (buildsByScript(repo, pkg)) return { kind: 'build', tool: script };
  return isPlain(repo, pkg) ? { kind: 'plain' } : undefined;
}

/** The script that builds with a tool; of none, the tool's own command is called. */
export function findBuild(
  { scripts }: Package,
  tool: SiteTool,
): { readonly name: string; readonly line: string } | undefined {
  const known = mainScripts.filter((name) => scripts[name] !== undefined);
  const calling = (pattern: RegExp) =>
    known.find((each) => pattern.test(expand(scripts[each] ?? '', scripts)));
  const name = (tool.prefers && calling(tool.prefers)) ?? calling(tool.command) ?? known[0];
  return name === undefined ? undefined : { name, line: expand(scripts[name] ?? '', scripts) };
}

/** Documentation beside a library has scripts of other names, such as `docs:build`. */
const mainScripts = ['build', 'build:prod', 'build:production', 'production', 'prod', 'generate', 'export'];

/** Tools that bundle anything: only with a page to begin with do they make a site. */
const bundlers = new Set(['vite', 'parcel', 'webpack', 'rsbuild', 'snowpack']);

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
  'pug',
  'pug-cli',
  'nunjucks',
  'posthtml-cli',
  'browser-sync',
  'html-minifier',
  'uglify-js',
  'clean-css-cli',
  'postcss',
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
/** Where people keep the page that a site begins with. */
const plainDirs = ['', 'public', 'site', 'www', 'static', 'src', 'app', 'dist'];
const pageDirs = [...plainDirs, 'client', 'docs', 'build'];

/** Asked for and called by a script, or its settings are there: many packages come along for tests alone. */
function isUsed({ packages, command }: SiteTool, pkg: Package): boolean {
  const { scripts } = pkg;
  const all = allDependencies(pkg);
  if (!packages.some((name) => name in all)) return false;
  const called = Object.entries(scripts).some(([, line]) => command.test(line));
  return called || Object.keys(scripts).length === 0;
}

function makesPages(repo: Inventory, pkg: Package, tool: SiteTool): boolean {
  const all = allDependencies(pkg);
  if (!bundlers.has(tool.id)) return true;
  if ('laravel-vite-plugin' in all) return false;
  if ('html-webpack-plugin' in all || tool.id === 'rsbuild') return !isLibrary(repo, pkg) || pkg.private;
  const root = viteRoot(repo, pkg, findBuild(pkg, tool)?.line ?? '');
  const page = hasPage(repo, pkg) || repo.has(join(pkg.dir, join(root, 'index.html')));
  return page && (tool.id === 'vite' || tool.id === 'parcel' || !isLibrary(repo, pkg));
}

function buildsByScript(repo: Inventory, pkg: Package): boolean {
  const { build, start, serve } = pkg.scripts;
  // What is served and not there is what the build makes.
  const served = [start, serve].map((line) => line && servedDirectory(line)).find(Boolean) ?? '.';
  const makes = served !== '.' && !repo.hasDir(join(pkg.dir, served));
  return (
    build !== undefined &&
    (makes || builders.some((name) => name in allDependencies(pkg))) &&
    hasPage(repo, pkg)
  );
}

function isPlain(repo: Inventory, pkg: Package): boolean {
  const { start, dev, serve } = pkg.scripts;
  if ([start, dev, serve].some((line) => line !== undefined && servedDirectory(line) !== undefined))
    return true;
  return start === undefined ? hasPage(repo, pkg, plainDirs) : isWatchedPage(repo, pkg);
}

function hasPage(repo: Inventory, { dir }: Package, places: readonly string[] = pageDirs): boolean {
  return places.some((place) => repo.has(join(dir, join(place, 'index.html'))));
}

/** Others are to install it: a page of it would be its demo. `npm init` writes a main that is not there. */
function isLibrary(repo: Inventory, pkg: Package): boolean {
  const { raw, dir } = pkg;
  if (pkg.private) return false;
  if (['module', 'exports', 'types', 'typings', 'unpkg', 'jsdelivr'].some((field) => field in raw))
    return true;
  const main = pkg.main.replace(/^\.\//, '');
  return /^(?:dist|lib|build)\//.test(main) || (/\.[cm]?js$/.test(main) && repo.has(join(dir, main)));
}
