import { dirOf, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { isStaticBuild } from '../static/is-static.ts';
import type { Build } from './build.ts';
import { join, type Package } from './package.ts';
import type { Start } from './start.ts';

/** What only people and builds read. */
const unneeded =
  /^(\.eslintrc.*|eslint\.config\..*|\.prettierrc.*|\.prettierignore|jest\.config\..*|vitest\.config\..*|tsconfig.*\.json|\.editorconfig|\.nvmrc|nodemon\.json|cypress|e2e|__tests__|tests?|spec|\.husky|\.vscode|\.gitignore|\.gitattributes)$/;

/**
 * What asks for the compiler's settings when it runs: Strapi, which looks by them for what it compiled
 * (strapi/strapi:packages/utils/typescript/lib/utils/is-using-typescript.js), and aliases of paths.
 */
const readsSettings = (own: Package, { flags }: Start): boolean =>
  own.dependencies['@strapi/strapi'] !== undefined || flags.some((each) => each.includes('tsconfig-paths'));

/** Paths that a build has used up, relative to the workspace’s root: sources in TypeScript beside their output, tests, settings of tools. */
export function sourcesOnly(
  repo: Inventory,
  rootDir: string,
  own: Package,
  build: Build,
  start: Start,
): readonly string[] {
  if (own.dir !== rootDir || build.commands.length === 0 || build.loader !== undefined) return [];
  const inside = repo.below(own.dir).map((path) => within(own.dir, path));
  const tops = [...new Set(inside.map((path) => path.split('/')[0] as string))];
  const [entryTop = ''] = build.entry.split('/');
  const used = tops.filter((top) => {
    if (top === entryTop || /[*?[\]\s]/.test(top)) return false;
    if (unneeded.test(top)) return !(top.startsWith('tsconfig') && readsSettings(own, start));
    const files = inside.filter((path) => path.startsWith(`${top}/`));
    return (
      build.output !== undefined &&
      top === 'src' &&
      files.length > 0 &&
      files.every((path) => /\.[cm]?tsx?$/.test(path)) &&
      repo.hasDir(join(own.dir, top))
    );
  });
  return [
    ...used,
    ...pagesBeside(repo, own)
      .filter((dir) => !used.includes(dir))
      .map((dir) => join(dir, 'node_modules')),
  ];
}

/** Pages that scripts of the package install and build: what they are built with is of no use any more. */
function pagesBeside(repo: Inventory, { dir, scripts }: Package): readonly string[] {
  const lines = Object.values(scripts);
  return repo
    .named('package.json')
    .map(dirOf)
    .filter((each) => each !== dir && (dir === '' || each.startsWith(`${dir}/`)))
    .map((each) => within(dir, each))
    .filter((each) => /^[\w./-]+$/.test(each) && lines.some((line) => mentions(line, each)))
    .filter((each) => isStaticBuild(repo, join(dir, each)))
    .slice(0, 5);
}

/** `cd client && npm install`, `npm run build --prefix client` */
function mentions(line: string, dir: string): boolean {
  return line.split(/[\s'"=;]+/).some((word) => word.replace(/^\.\//, '').replace(/\/$/, '') === dir);
}
