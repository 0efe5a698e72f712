import type { Inventory } from '../../inventory/types.ts';
import { allDependencies, join, type Package } from './package.ts';

/** Decorators in JavaScript as its Babel has them, which esbuild takes for those of the language. */
export function decoratedByBabel(repo: Inventory, own: Package): string | undefined {
  if (allDependencies(own)['@babel/register'] === undefined) return undefined;
  const files = [
    '.babelrc',
    '.babelrc.json',
    '.babelrc.js',
    'babel.config.js',
    'babel.config.json',
    'babel.config.cjs',
  ];
  const paths = files.map((name) => join(own.dir, name)).filter((path) => repo.has(path));
  return repo.search(paths, /plugin-(?:proposal|syntax|transform)-decorators/)[0]?.path;
}

/** Sources that look for others by their places would not find them in one file. */
export function unbundled(repo: Inventory, own: Package, source: string): string | undefined {
  const dir = source.includes('/') ? source.slice(0, source.lastIndexOf('/')) : '';
  const sources = repo.below(join(own.dir, dir)).filter((path) => /\.[cm]?[jt]sx?$/.test(path));
  const [glob] = repo.search(
    sources,
    /readdirSync\(|autoload|\*\*?\/\*\.|\*\.(entity|model|ts|js)\b|\brequire\(\s*[^'"`)\s]|import\(\s*[^'"`)\s]/i,
  );
  if (glob) return glob.path;
  const elsewhere = sources.filter((path) => path.slice(0, path.lastIndexOf('/')) !== join(own.dir, dir));
  const [placed] = repo.search(elsewhere, /__dirname|__filename|import\.meta\.(url|dirname|filename)/);
  return placed?.path;
}
