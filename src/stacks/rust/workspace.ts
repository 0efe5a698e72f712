import { type Table, tableOf } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import { dirOf, isIn } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, readPackage, rootDir, type Package } from './manifest.ts';
import { word, words } from './toml.ts';

/** What is built together: the packages of a workspace, or one that stands alone. */
export type Workspace = {
  /** Where it is, relative to the root. */
  readonly dir: string;
  /** Directory of the build context: its own, or the one above that has the local packages it takes from outside of it. */
  readonly context: string;
  readonly manifest: string;
  readonly virtual: boolean;
  /** Those that are built, the root's own first. */
  readonly members: readonly Package[];
  /** Directories of the members that `cargo run` is for. */
  readonly defaults: readonly string[];
  /** The text of Cargo.lock. */
  readonly lock?: string;
  /** Every local package, by its directory. */
  readonly packages: ReadonlyMap<string, Package>;
  /** Why it cannot be built of what is here, a sentence. */
  readonly broken?: string;
};

/** Not for people who run the program: seldom built, and never alone. */
const aside =
  /(^|\/)(\.github|tests?|testdata|fixtures?|fuzz|benches|benchmarks?|vendor|third[_-]party|node_modules|templates?)(\/|$)/;
/** More manifests than anybody would look through. */
const most = 400;

/** @param isNamed whether the user picked one of them, which may be an example then */
export function findWorkspaces(repo: Inventory, isNamed: boolean): readonly Workspace[] {
  const manifests = repo
    .named('Cargo.toml')
    .filter((path) => !aside.test(path))
    .slice(0, most);
  const taken = new Set<string>();
  const found: Workspace[] = [];
  for (const manifest of manifests) {
    if (taken.has(manifest)) continue;
    const workspace = readWorkspace(repo, manifest, manifests, isNamed);
    for (const member of workspace.packages.values()) taken.add(member.manifest);
    found.push(workspace);
  }
  return found;
}

function readWorkspace(
  repo: Inventory,
  manifest: string,
  manifests: readonly string[],
  isNamed: boolean,
): Workspace {
  const dir = dirOf(manifest);
  const whole = tableOf(repo.toml(manifest));
  const own = whole['workspace'] === undefined ? undefined : tableOf(whole['workspace']);
  const root: Table = { ...whole, [rootDir]: dir };
  const packages = new Map<string, Package>();
  const add = (path: string) => {
    const each = readPackage(repo, path, isIn(path, dir) ? root : workspaceAbove(repo, path));
    if (each) packages.set(each.dir, each);
  };
  add(manifest);
  const excluded = words(own?.['exclude']).map((path) => join(dir, path));
  const inside = manifests.filter(
    (path) =>
      path !== manifest &&
      (dir === '' || path.startsWith(`${dir}/`)) &&
      !excluded.some((each) => isIn(path, each)),
  );
  const globs = words(own?.['members']).map((glob) => toPattern(join(dir, glob.replace(/\/+$/, ''))));
  for (const path of inside) if (globs.some((glob) => glob.test(posix.dirname(path)))) add(path);
  // Local packages that one of them depends on belong to it, named or not.
  for (const each of packages.values()) {
    for (const { path } of each.dependencies) {
      if (path !== undefined && !packages.has(path) && repo.has(join(path, 'Cargo.toml')))
        add(join(path, 'Cargo.toml'));
    }
  }
  const lock = repo.read(join(dir, 'Cargo.lock'));
  const isMeant = isNamed || !(isExample(dir) || isBelowAnother(repo, dir));
  const context = isMeant ? contextOf(repo, dir, [...packages.values()]) : dir;
  const broken = whyBroken(repo, manifest, [...packages.values()], context);
  return {
    dir,
    context,
    manifest,
    virtual: whole['package'] === undefined,
    members: [...packages.values()].filter(
      (each) => each.dir === dir || (own !== undefined && isIn(each.dir, dir)),
    ),
    defaults: words(own?.['default-members']).map((path) => join(dir, path)),
    ...(lock !== undefined && { lock }),
    packages,
    ...(broken !== undefined && { broken }),
  };
}

/** It is no manifest, or a part of something that lies above what is containerized. */
function whyBroken(
  repo: Inventory,
  manifest: string,
  packages: readonly Package[],
  context: string,
): string | undefined {
  const value = repo.toml(manifest);
  const text = repo.read(manifest) ?? '';
  if (/\{\{|\{%/.test(text) && (value === undefined || packages.length === 0)) {
    return `${manifest} is a template: cargo generate fills it in first`;
  }
  if (value === undefined) return `${manifest} is no valid TOML`;
  const whole = tableOf(value);
  const own = tableOf(whole['package']);
  const inherited = whole['workspace'] === undefined && inherits(whole, own);
  if (inherited || word(own['workspace']) !== undefined) {
    return `${manifest} cannot be built alone: it is a member of a workspace whose Cargo.toml is not here`;
  }
  const dir = dirOf(manifest);
  const patches = Object.values(tableOf(whole['patch'])).flatMap((registry) =>
    Object.entries(tableOf(registry)).flatMap(([key, from]) => {
      const path = word(tableOf(from)['path']);
      return path === undefined ? [] : [{ key, path: join(dir, path), kind: 'normal', here: true }];
    }),
  );
  const outside = [...packages.flatMap((each) => each.dependencies), ...patches].find(
    ({ path, kind, here }) => path !== undefined && here && kind !== 'dev' && !isIn(path, context),
  );
  return (
    outside &&
    `${manifest} cannot be built alone: ${outside.key} is taken from a directory outside of it (${outside.path})`
  );
}

/** It shows how the packages around it are used: whoever runs add for the repository means something else. */
export function isExample(dir: string): boolean {
  return /(^|\/)examples?(\/|$)/.test(dir);
}

/** https://doc.rust-lang.org/cargo/reference/workspaces.html: a package below a workspace that does not have it must be excluded there. */
function contextOf(repo: Inventory, dir: string, packages: readonly Package[]): string {
  const context = commonDir([dir, ...packages.map((each) => each.dir)]);
  if (context === dir) return dir;
  const isRoot = tableOf(repo.toml(join(dir, 'Cargo.toml')))['workspace'] !== undefined;
  const above = isRoot ? {} : workspaceAbove(repo, join(dir, 'Cargo.toml'));
  const top = above[rootDir];
  if (typeof top !== 'string' || top === dir) return context;
  const excluded = words(tableOf(above['workspace'])['exclude']).map((path) => join(top, path));
  return excluded.some((path) => isIn(dir, path)) ? context : dir;
}

/** What lies below packages that it uses, and is none of them, is there to try them: tests, benchmarks. */
function isBelowAnother(repo: Inventory, dir: string): boolean {
  return dir !== '' && (repo.has(join(dirOf(dir), 'Cargo.toml')) || isBelowAnother(repo, dirOf(dir)));
}

/** The manifest of the workspace around a package, with where it stands; empty where there is none. */
function workspaceAbove(repo: Inventory, manifest: string): Table {
  for (let dir = dirOf(manifest); ; dir = dirOf(dir)) {
    const whole = tableOf(repo.toml(join(dir, 'Cargo.toml')));
    if (whole['workspace'] !== undefined) return { ...whole, [rootDir]: dir };
    if (dir === '') return {};
  }
}

/** The deepest directory that has them all; what leads out of the repository does not count. */
export function commonDir(dirs: readonly string[]): string {
  const inside = dirs.filter((dir) => !dir.startsWith('..'));
  const [first = [], ...rest] = inside.map((dir) => dir.split('/'));
  const end = first.findIndex((name, at) => rest.some((path) => path[at] !== name));
  return first.slice(0, end < 0 ? undefined : end).join('/');
}

function inherits(whole: Table, own: Table): boolean {
  const values = ['dependencies', 'build-dependencies', 'dev-dependencies'].flatMap((key) =>
    Object.values(tableOf(whole[key])),
  );
  return [...Object.values(own), ...values].some((value) => tableOf(value)['workspace'] === true);
}

function toPattern(glob: string): RegExp {
  const text = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0000', '.*');
  return new RegExp(`^${text}$`);
}
