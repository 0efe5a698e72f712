import { type Table, tableOf } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { tables, word, words } from './toml.ts';

export type Dependency = {
  /** As the source calls it, and features do. */
  readonly key: string;
  /** Its name on crates.io. */
  readonly crate: string;
  readonly kind: 'normal' | 'build' | 'dev';
  readonly optional: boolean;
  readonly defaults: boolean;
  readonly features: readonly string[];
  /** Directory of a local one, relative to the root of the repository; it may begin with `..`. */
  readonly path?: string;
  /** False where only other systems have it. */
  readonly here: boolean;
};

export type Bin = {
  readonly name: string;
  /** Relative to the root of the repository. */
  readonly path: string;
  /** Features that it cannot be built without. */
  readonly features: readonly string[];
};

/** A Cargo.toml with a [package]. */
export type Package = {
  readonly dir: string;
  readonly manifest: string;
  readonly name: string;
  readonly version?: string;
  readonly edition?: string;
  readonly rustVersion?: string;
  readonly defaultRun?: string;
  readonly bins: readonly Bin[];
  /** It has a library besides or instead. */
  readonly lib: boolean;
  readonly crateTypes: readonly string[];
  readonly buildScript?: string;
  readonly dependencies: readonly Dependency[];
  readonly features: Readonly<Record<string, readonly string[]>>;
  readonly metadata: Table;
};

/** The package of a Cargo.toml; undefined where there is none. `root` is the manifest of its workspace, which it may inherit from. */
export function readPackage(repo: Inventory, manifest: string, root: Table): Package | undefined {
  const whole = tableOf(repo.toml(manifest));
  const own = tableOf(whole['package'] ?? whole['project']);
  const name = word(own['name']);
  if (name === undefined || !/^[\w-]+$/.test(name)) return undefined;
  const shared = tableOf(tableOf(root['workspace'])['package']);
  const field = (key: string) =>
    word(tableOf(own[key])['workspace'] === true ? shared[key] : own[key]) as string | undefined;
  const dir = manifest.includes('/') ? posix.dirname(manifest) : '';
  const lib = tableOf(whole['lib']);
  const version = field('version');
  const edition = field('edition');
  const rustVersion = field('rust-version');
  const defaultRun = word(own['default-run']);
  const buildScript = buildScriptOf(repo, dir, own['build']);
  return {
    dir,
    manifest,
    name,
    ...(version !== undefined && { version }),
    ...(edition !== undefined && { edition }),
    ...(rustVersion !== undefined && { rustVersion }),
    ...(defaultRun !== undefined && { defaultRun }),
    bins: findBins(repo, dir, name, whole),
    lib: whole['lib'] !== undefined || repo.has(join(dir, 'src/lib.rs')),
    crateTypes: words(lib['crate-type'] ?? lib['crate_type']),
    ...(buildScript !== undefined && { buildScript }),
    dependencies: readDependencies(whole, root, dir),
    features: Object.fromEntries(
      Object.entries(tableOf(whole['features'])).map(([key, on]) => [key, words(on)]),
    ),
    metadata: tableOf(own['metadata']),
  };
}

export function join(dir: string, path: string): string {
  return posix.join(dir === '' ? '.' : dir, path).replace(/^\.\//, '');
}

function buildScriptOf(repo: Inventory, dir: string, said: unknown): string | undefined {
  if (said === false) return undefined;
  const path = join(dir, word(said) ?? 'build.rs');
  return repo.has(path) ? path : undefined;
}

/** https://doc.rust-lang.org/cargo/reference/cargo-targets.html#target-auto-discovery */
function findBins(repo: Inventory, dir: string, name: string, whole: Table): readonly Bin[] {
  const found = new Map<string, string>();
  if (tableOf(whole['package'])['autobins'] !== false) {
    if (repo.has(join(dir, 'src/main.rs'))) found.set(name, join(dir, 'src/main.rs'));
    const below = join(dir, 'src/bin');
    for (const path of repo.below(below)) {
      const [first = '', second, ...more] = path.slice(below.length + 1).split('/');
      if (second === undefined && first.endsWith('.rs')) found.set(first.slice(0, -3), path);
      if (second === 'main.rs' && more.length === 0) found.set(first, path);
    }
  }
  const bins = new Map(
    [...found].map(([bin, path]) => [bin, { name: bin, path, features: [] as readonly string[] }]),
  );
  for (const each of tables(whole['bin'])) {
    const bin = word(each['name']) ?? name;
    const said = word(each['path']);
    const path = said === undefined ? found.get(bin) : join(dir, said);
    if (path === undefined || !repo.has(path)) continue;
    // A file is one program: what is declared goes before what is found.
    for (const [other, { path: same }] of bins) if (same === path) bins.delete(other);
    bins.set(bin, { name: bin, path, features: words(each['required-features']) });
  }
  return [...bins.values()].filter((bin) => /^[\w.-]+$/.test(bin.name));
}

function readDependencies(whole: Table, root: Table, dir: string): readonly Dependency[] {
  const kinds = [
    ['dependencies', 'normal'],
    ['build-dependencies', 'build'],
    ['build_dependencies', 'build'],
    ['dev-dependencies', 'dev'],
    ['dev_dependencies', 'dev'],
  ] as const;
  const of = (from: Table, here: boolean) =>
    kinds.flatMap(([section, kind]) =>
      Object.entries(tableOf(from[section])).map(([key, value]) =>
        readDependency(key, value, { kind, here, root, dir }),
      ),
    );
  const targets = Object.entries(tableOf(whole['target']));
  return [...of(whole, true), ...targets.flatMap(([cfg, from]) => of(tableOf(from), isHere(cfg)))];
}

type Around = {
  readonly kind: Dependency['kind'];
  readonly here: boolean;
  readonly root: Table;
  readonly dir: string;
};

function readDependency(key: string, value: unknown, { kind, here, root, dir }: Around): Dependency {
  const own = tableOf(value);
  const inherits = own['workspace'] === true;
  const shared = inherits ? tableOf(tableOf(tableOf(root['workspace'])['dependencies'])[key]) : {};
  const from = { ...shared, ...own };
  const path = word(from['path']);
  // A path of the workspace is relative to its root, which is told by `base`.
  const base = inherits && own['path'] === undefined ? (word(root[rootDir]) ?? '') : dir;
  return {
    key,
    crate: word(from['package']) ?? key,
    kind,
    optional: own['optional'] === true,
    defaults: (from['default-features'] ?? from['default_features']) !== false,
    features: [...words(shared['features']), ...words(own['features'])],
    ...(path !== undefined && { path: join(base, path) }),
    here,
  };
}

/** Where the manifest of a workspace stands; no TOML has such a key. */
export const rootDir = '\u0000dir';

/** Whether a section `[target.'cfg(...)'.dependencies]` can be for Linux. */
function isHere(cfg: string): boolean {
  if (/not\(/.test(cfg)) return true;
  return !/windows|macos|\bios\b|android|wasm|wasi|bsd|apple|msvc|redox|solaris|illumos|haiku|darwin/.test(
    cfg,
  );
}
