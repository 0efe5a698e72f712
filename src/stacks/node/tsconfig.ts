import { within } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text } from './package.ts';

/** What a tsconfig.json says of its output, with what it extends inside the repository. */
export type TsConfig = {
  readonly path: string;
  readonly outDir: string;
  readonly rootDir: string;
  readonly noEmit: boolean;
  /** Types are read at run time: only TypeScript itself and swc can emit them. */
  readonly metadata: boolean;
  readonly paths: boolean;
  readonly include: readonly string[];
};

export function readTsConfig(repo: Inventory, dir: string, name = 'tsconfig.json'): TsConfig | undefined {
  const path = join(dir, name);
  if (!repo.has(path)) return undefined;
  const options = optionsOf(repo, path, 0);
  const raw = repo.json(path);
  const include = isTable(raw) && Array.isArray(raw['include']) ? raw['include'].map(text) : [];
  return {
    path,
    outDir: plain(options['outDir']),
    rootDir: plain(options['rootDir']),
    noEmit: options['noEmit'] === true,
    metadata: options['emitDecoratorMetadata'] === true,
    paths: isTable(options['paths']) || typeof options['baseUrl'] === 'string',
    include,
  };
}

/** Where the output of a source is: `src/index.ts` -> `dist/index.js`; undefined where nothing is written. */
export function outputOf(repo: Inventory, dir: string, config: TsConfig, source: string): string | undefined {
  if (config.noEmit) return undefined;
  const script = source.replace(/\.tsx?$/, '.js').replace(/\.([cm])ts$/, '.$1js');
  if (config.outDir === '') return script;
  const root = config.rootDir === '' ? commonRoot(repo, dir, config) : config.rootDir;
  const below =
    root === '' || root === '.'
      ? script
      : script.startsWith(`${root}/`)
        ? script.slice(root.length + 1)
        : script;
  return config.outDir === '.' ? below : `${config.outDir}/${below}`;
}

/** The directory that holds every source: what the compiler takes where nothing else is said. */
function commonRoot(repo: Inventory, dir: string, { include }: TsConfig): string {
  const globs = include
    .map((each) => each.replace(/^\.\//, '').split('/')[0] ?? '')
    .filter((each) => !each.includes('*'));
  const sources = repo
    .below(dir)
    .map((path) => within(dir, path))
    .filter((path) => /\.[cm]?tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .filter((path) => globs.length === 0 || globs.includes(path.split('/')[0] ?? ''));
  const tops = new Set(sources.map((path) => (path.includes('/') ? path.split('/')[0] : '')));
  const [only] = tops;
  if (tops.size !== 1 || only === undefined || only === '') return '';
  return only;
}

function optionsOf(repo: Inventory, path: string, depth: number): Readonly<Record<string, unknown>> {
  const raw = repo.json(path);
  if (!isTable(raw) || depth > 4) return {};
  const own = isTable(raw['compilerOptions']) ? raw['compilerOptions'] : {};
  const above = [raw['extends']]
    .flat()
    .map(text)
    .filter((each) => each.startsWith('.'));
  const inherited = above.map((each) => {
    const target = resolvePath(path, each.endsWith('.json') ? each : `${each}.json`);
    return target === undefined ? {} : optionsOf(repo, target, depth + 1);
  });
  return Object.assign({}, ...inherited, own) as Record<string, unknown>;
}

function resolvePath(from: string, to: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function plain(value: unknown): string {
  return text(value).replace(/^\.\//, '').replace(/\/+$/, '');
}
