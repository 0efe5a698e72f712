import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { remember } from './once.ts';

/** A package.json, as far as it is what it should be; whatever is not is left out. */
export type Package = {
  /** Of the directory, relative to the repository; '' is its root. */
  readonly dir: string;
  readonly path: string;
  readonly name: string;
  readonly private: boolean;
  /** `module` or `commonjs`. */
  readonly type: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  /** `pnpm@10.4.1`, without its hash. */
  readonly packageManager: string;
  /** Patterns of the packages of a workspace. */
  readonly workspaces: readonly string[];
  /** The whole of it. */
  readonly raw: Readonly<Record<string, unknown>>;
};

/** Reads the package.json of a directory; undefined when there is none, or it is broken. */
export function readPackage(repo: Inventory, dir: string): Package | undefined {
  const read = remember(packages, repo, () => new Map<string, Package | undefined>());
  if (!read.has(dir)) read.set(dir, parsePackage(repo, dir));
  return read.get(dir);
}

/** One object a manifest: what is found out of it is remembered by it. */
const packages = new WeakMap<Inventory, Map<string, Package | undefined>>();

function parsePackage(repo: Inventory, dir: string): Package | undefined {
  const path = join(dir, 'package.json');
  const raw = repo.json(path);
  if (!isTable(raw)) return undefined;
  const name = text(raw['name']);
  return {
    dir,
    path,
    name,
    private: raw['private'] === true,
    type: raw['type'] === 'module' ? 'module' : 'commonjs',
    main: text(raw['main']),
    bin: typeof raw['bin'] === 'string' ? { [name.replace(/^@[^/]*\//, '')]: raw['bin'] } : texts(raw['bin']),
    scripts: { ...texts(withoutBreaks(raw['scripts'])), ...ofWireit(raw) },
    dependencies: texts(raw['dependencies']),
    devDependencies: texts(raw['devDependencies']),
    optionalDependencies: texts(raw['optionalDependencies']),
    peerDependencies: texts(raw['peerDependencies']),
    engines: texts(raw['engines']),
    packageManager: text(raw['packageManager']).replace(/\+.*$/, ''),
    workspaces: patterns(raw['workspaces']),
    raw,
  };
}

/** A script that echoes several lines is a script: it is read as if it were on one; nothing writes it back. */
function withoutBreaks(scripts: unknown): unknown {
  if (!isTable(scripts)) return scripts;
  const lines = Object.entries(scripts).map(([id, line]) => [
    id,
    typeof line === 'string' ? line.replaceAll(/[\r\n\t]+/g, ' ').trim() : line,
  ]);
  return Object.fromEntries(lines);
}

/** What starts by wireit, with its command in the place of its name: https://github.com/google/wireit#service */
function ofWireit(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { wireit } = raw;
  if (!isTable(wireit)) return {};
  const scripts = Object.entries(texts(raw['scripts'])).filter(([, line]) => line === 'wireit');
  return Object.fromEntries(
    scripts.flatMap(([name]) => {
      const set = wireit[name];
      const command = isTable(set) && set['service'] !== undefined ? text(set['command']) : '';
      return command === '' ? [] : [[name, command]];
    }),
  );
}

/** The `raw` of a package without a manifest. */
export const nothing: Readonly<Record<string, unknown>> = {};

/** In place of a manifest, where there is none. */
export function emptyPackage(dir: string): Package {
  const none = {};
  return {
    dir,
    path: join(dir, 'package.json'),
    name: '',
    private: false,
    type: 'commonjs',
    main: '',
    bin: none,
    scripts: none,
    dependencies: none,
    devDependencies: none,
    optionalDependencies: none,
    peerDependencies: none,
    engines: none,
    packageManager: '',
    workspaces: [],
    raw: nothing,
  };
}

/** Everything that it depends on, whatever for. */
export function allDependencies(manifest: Package): Readonly<Record<string, string>> {
  return {
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
    ...manifest.dependencies,
  };
}

export function join(dir: string, path: string): string {
  return dir === '' ? path : path === '' || path === '.' ? dir : `${dir}/${path}`;
}

/** A text without control characters, which would end a line of what it lands in. */
export function text(value: unknown): string {
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  return typeof value === 'string' && !/[\u0000-\u001F\u007F]/.test(value) ? value : '';
}

export function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isTable(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([key, each]) => text(key) !== '' && text(each) !== ''),
  ) as Record<string, string>;
}

/** npm's list, or yarn's object with `packages`. */
function patterns(value: unknown): readonly string[] {
  const list = isTable(value) ? value['packages'] : value;
  return Array.isArray(list) ? list.map(text).filter((each) => each !== '') : [];
}
