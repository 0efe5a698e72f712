import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';
import type { Fact, Scene } from '../../detect/types.ts';
import type { Hit, Inventory } from '../../inventory/types.ts';
import type { Writable } from '../../recipe/types.ts';
import {
  findFrontend,
  frontendStages,
  missingOutputs,
  stageName,
  type Frontend,
} from '../frontend/frontend.ts';
import type { App } from './app.ts';
import { baseOf } from './base-of.ts';
import { valuesOf } from './named-paths.ts';
import { makesPages } from './makes-pages.ts';
import { join, readPackage, type Package } from './package.ts';
import { runLines, visitedIn } from './run-lines.ts';
import { findWorkspace } from './workspace.ts';
import { writtenPath, type Layout } from './written-path.ts';

/**
 * What sends the files of a directory: https://expressjs.com/en/starter/static-files.html, koa-static, @fastify/static, sirv,
 * @hono/node-server, @elysiajs/static, https://bun.com/docs/runtime/file-io.
 */
const sends = String.raw`\b(?:express\.static|serveStatic|koaStatic|fastifyStatic|staticServe|sirv|serve|sendFile|staticPlugin|Bun\.file)\(`;
const literal = new RegExp(sends + String.raw`[^\n]{0,80}?['"\x60]([\w./-]{2,80})['"\x60]`);
const named = new RegExp(sends + String.raw`\s*([A-Za-z_$][\w$.]*)\s*[,)]`);

/** What directories of pages are called; one of another name has to be named by what serves it. */
const usual =
  /^(?:client|front-?end|front|web|webapp|web-?ui|app|ui|gui|www|spa|public|dashboard|admin|panel|site|views?)$/;
const pagesIn =
  /^(?:client|front-?end|web|app|ui|public|static|dist|build|out|output|www|html|assets|pages|site|spa)$/;
const bundles =
  /\b(?:vite|webpack|react-scripts|react-app-rewired|craco|ng|vue-cli-service|parcel|rollup|rspack|rsbuild|esbuild|astro|gatsby|nuxt generate|snowpack|preact|svelte-kit)\b/;
const most = 3;

/**
 * Pages of a package below this one that the program serves, that its build does not make, and that are not in the repository:
 * the stages that build them. Undefined where there are none.
 * @param commands what its own install and build run
 * @param writable directories of the image that the program fills itself
 */
export function planServedPages(
  { repo, stack }: Scene,
  own: Package,
  sources: readonly string[],
  layout: Layout,
  commands: readonly string[],
  writable: readonly Writable[],
): { readonly pages: App['pages']; readonly dirs: readonly string[]; readonly fact: Fact } | undefined {
  const found = findServedPages(repo, own, sources, layout, commands, writable);
  if (found.length === 0) return undefined;
  return {
    pages: found.map((each, index) => ({
      stages: frontendStages(each, repo, stack, own.dir, stageName(index)),
      from: posix.join('/src', within(own.dir, each.wants)),
      to: posix.join('/app', within(own.dir, each.wants)),
    })),
    dirs: found.map(({ pkg: { dir } }) => dir),
    fact: {
      value: found.map(({ pkg: { dir } }) => dir).join(', '),
      from: found.map(({ pkg: { path } }) => path).join(', '),
      confidence: 'medium',
    },
  };
}

function findServedPages(
  repo: Inventory,
  own: Package,
  sources: readonly string[],
  layout: Layout,
  commands: readonly string[],
  writable: readonly Writable[],
): readonly Frontend[] {
  const text = runLines(own, commands);
  const built = visitedIn(text);
  const nested = packagesBelow(repo, own).filter(({ dir }) => !built.has(within(own.dir, dir)));
  if (nested.length === 0) return [];
  const isNested = ({ dir }: Package) => nested.some((each) => each.dir === dir);
  const isFilled = (path: string) => writable.some((each) => `${path}/`.startsWith(`${each.path}/`));
  const all = servedDirectories(repo, sources, layout)
    .filter(({ path }) => path.startsWith(`${layout.workdir}/`) && !isFilled(path))
    .map(({ path, first }) => ({ path: join(own.dir, within(layout.workdir, path)), first }));
  const served = all.map(({ path }) => path);
  const said = missingOutputs(served, repo, isNested);
  // What its own build bundles may be the directory that is missing.
  const bundled = bundles.test(text);
  const wanted = new Set([...served.filter((path) => !repo.hasDir(path)), ...said]);
  // Where nothing names it, the pages are what is seen first of a server.
  const isLikely = (wants: string, pkg: Package) =>
    said.includes(wants) || (all.some(({ path, first }) => first && path === wants) && makesPages(repo, pkg));
  const found = [...wanted].flatMap((wants) => {
    const frontend = findFrontend(
      wants,
      repo,
      (pkg) =>
        isNested(pkg) &&
        (`${wants}/`.startsWith(`${pkg.dir}/`) ||
          (!bundled &&
            usual.test(posix.basename(pkg.dir)) &&
            pagesIn.test(posix.basename(wants)) &&
            isLikely(wants, pkg))),
    );
    return frontend ?? [];
  });
  return found
    .filter(
      ({ wants, pkg }, index) =>
        !found.some((other) => wants.startsWith(`${other.wants}/`)) &&
        found.findIndex((other) => other.pkg === pkg) === index,
    )
    .slice(0, most);
}

function packagesBelow(repo: Inventory, own: Package): readonly Package[] {
  return repo
    .named('package.json')
    .map(dirOf)
    .filter((dir) => dir !== own.dir && (own.dir === '' || dir.startsWith(`${own.dir}/`)))
    .slice(0, 40)
    .flatMap((dir) => readPackage(repo, dir) ?? [])
    .filter((pkg) => bundles.test(pkg.scripts['build'] ?? '') && findWorkspace(repo, pkg).root === pkg);
}

/** A directory that is sent; `first`: at the address of the server itself, or by its page. */
type Served = { readonly path: string; readonly first: boolean };

function servedDirectories(repo: Inventory, sources: readonly string[], layout: Layout): readonly Served[] {
  const base = baseOf(repo, sources, layout);
  const direct = repo.search(sources, literal, 20).flatMap((hit) => {
    const { input = '', index = 0, 0: whole, 1: word = '' } = hit.match;
    const at = index + whole.lastIndexOf(word) - 1;
    const path = writtenPath(layout, hit.path, input, at, base);
    return path === undefined ? [] : [servedAs(path, !isMounted(repo, hit))];
  });
  const byName = repo.search(sources, named, 20).flatMap((call) =>
    valuesOf(repo, sources, call.path, call.match[1] ?? '').flatMap(({ hit, text, at }) => {
      const path = writtenPath(layout, hit.path, text, at, base);
      return path === undefined ? [] : [servedAs(path, !isMounted(repo, call))];
    }),
  );
  return [...direct, ...byName];
}

/** A file of the directory stands for it. */
function servedAs(path: string, first: boolean): Served {
  if (!/\.\w{1,5}$/.test(path)) return { path, first };
  return { path: dirOf(path), first: path.endsWith('/index.html') };
}

/** Is it below an address of its own? `app.use('/files', express.static('public'))` */
function isMounted(repo: Inventory, { path, line, match }: Hit): boolean {
  const before = (repo.read(path) ?? '').split('\n').slice(Math.max(0, line - 3), line - 1);
  const text = [...before, (match.input ?? '').slice(0, match.index)]
    .map((each) => each.slice(-300))
    .join('\n');
  return /\.(?:use|get)\(\s*['"`]\/[\w-][^'"`\n]*['"`]\s*,[^()]*$/.test(text);
}
