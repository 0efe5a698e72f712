import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import { join, text, type Package } from './package.ts';
import { readTsConfig } from './tsconfig.ts';

/**
 * A shell command for after a build by tsc or Nest whose start expects `dist/main.js`, where the compiler may write
 * `dist/src/main.js`: it takes the directory that holds every source for its root, and a seed or settings in TypeScript beside
 * `src` move that. Undefined where nothing does.
 * https://www.typescriptlang.org/tsconfig/#rootDir; `nest start` looks in both places: nestjs/nest-cli:actions/start.action.ts
 * @param line the script that builds
 */
export function linkDeeper(repo: Inventory, own: Package, line: string, entry: string): string | undefined {
  const name = configOf(repo, own, line);
  const config = name === undefined ? undefined : readTsConfig(repo, own.dir, name);
  if (!config || config.noEmit || config.rootDir !== '' || !entry.startsWith(`${config.outDir}/`))
    return undefined;
  const stem = within(config.outDir, entry).replace(/\.js$/, '');
  const source = [`src/${stem}`, `src/${stem}/index`].find((each) => repo.has(join(own.dir, `${each}.ts`)));
  if (source === undefined || config.outDir === '') return undefined;
  if (!hasOthers(repo, own, config.path) && !takesData(repo, own)) return undefined;
  const file = `${config.outDir}/${within('src', source)}.js`;
  const deeper = posix.relative(posix.dirname(file), `${config.outDir}/${source}.js`);
  return `{ ${sh`test -e ${file}`} || { ${sh`mkdir -p ${posix.dirname(file)}`} && ${sh`ln -s ${deeper} ${file}`}; }; }`;
}

/** The settings that the build is of; a bundler and swc have a root of their own. */
function configOf(repo: Inventory, { dir }: Package, line: string): string | undefined {
  if (/\b(?:webpack|swc|esbuild|rollup|babel)\b|--rootDir/.test(line)) return undefined;
  if (!/\bnest build\b/.test(line))
    return /\btsc\b/.test(line)
      ? (/\btsc\b.{0,80}?\s(?:-p|--project)[ =](?:\.\/)?([\w.-]+\.json)/.exec(line)?.[1] ?? 'tsconfig.json')
      : undefined;
  const raw = repo.json(join(dir, 'nest-cli.json'));
  const options = isTable(raw) && isTable(raw['compilerOptions']) ? raw['compilerOptions'] : {};
  if (options['webpack'] === true || (options['builder'] !== undefined && options['builder'] !== 'tsc'))
    return undefined;
  const named = text(options['tsConfigPath']).replace(/^\.\//, '');
  return [named, 'tsconfig.build.json', 'tsconfig.json'].find(
    (each) => each !== '' && repo.has(join(dir, each)),
  );
}

/** Does it compile anything that is not in `src`? */
function hasOthers(repo: Inventory, { dir }: Package, path: string): boolean {
  if (listOf(repo, path, 'files') !== undefined) return false;
  const tops = (key: string) =>
    listOf(repo, path, key)?.map((each) => each.replace(/^\.\//, '').split('/')[0] ?? '');
  const include = tops('include')?.filter((each) => !each.includes('*')) ?? [];
  const exclude = new Set(tops('exclude') ?? []);
  const open = include.length === 0 || tops('include')?.some((each) => each.includes('*')) === true;
  return repo
    .below(dir)
    .map((each) => within(dir, each))
    .filter((each) => /\.tsx?$/.test(each) && !/\.d\.ts$|[.-](?:spec|test)\.tsx?$|^\.|\/\./.test(each))
    .map((each) => each.split('/')[0] ?? '')
    .some((top) => top !== 'src' && !exclude.has(top) && (open || include.includes(top)));
}

/** `import { version } from '../package.json'`: what is copied with the program, from outside of `src`. */
function takesData(repo: Inventory, { dir }: Package): boolean {
  const sources = join(dir, 'src');
  const below = repo.below(sources).filter((each) => /\.tsx?$/.test(each));
  return repo
    .search(below.slice(0, 400), /^import\s[^'"\n]{0,200}['"]((?:\.\.\/){1,6}[\w-]+\.json)['"]/, 20)
    .some(({ path: file, match }) => {
      const taken = posix.join(posix.dirname(file), match[1] ?? '');
      return !taken.startsWith(`${sources}/`) && repo.has(taken);
    });
}

/** A list of a tsconfig.json, or of the one beside it that it extends. */
function listOf(repo: Inventory, path: string, key: string, depth = 0): readonly string[] | undefined {
  const raw = repo.json(path);
  if (!isTable(raw) || depth > 3) return undefined;
  if (Array.isArray(raw[key])) return raw[key].map(text);
  const above = /^\.\/([\w.-]+?)(?:\.json)?$/.exec(text(raw['extends']))?.[1];
  return above === undefined
    ? undefined
    : listOf(repo, posix.join(posix.dirname(path), `${above}.json`), key, depth + 1);
}
