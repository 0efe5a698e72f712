import { clean, dirOf, inside } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { readGoMod, readGoWork, type GoMod } from './gomod.ts';
import { isPlain } from './plain.ts';
import { isBuilt, readGoFile, type GoFile } from './source.ts';

/** A module of Go in the repository, or a tree of sources that lacks its go.mod. */
export type Module = {
  readonly repo: Inventory;
  /** Relative to the root; '' is the root. */
  readonly dir: string;
  /** Where its go.mod is; absent: it has none. */
  readonly manifest?: string;
  readonly mod: GoMod;
  /** The go.work that it is part of, and the directories that are used. */
  readonly work?: { readonly path: string; readonly dirs: readonly string[]; readonly go?: string };
  /** Modules whose source is in the repository, by path: its own, those of go.work, and what `replace` names. */
  readonly local: readonly { readonly path: string; readonly dir: string }[];
  /** Files of Go by directory; what other modules, vendor and testdata hold is not its own. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  /** The files of a package that are built with these tags; none where there is no such directory. */
  readonly files: (dir: string, tags: ReadonlySet<string>) => readonly GoFile[];
};

const none: GoMod = { module: '', line: 1, requires: [], replaces: [], replaced: new Set(), tools: [] };

/** The modules of a repository, the shallowest first; sources without a go.mod above them are one of their own. */
export function openModules(repo: Inventory): readonly Module[] {
  const manifests = repo.named('go.mod').filter((path) => !isForeign(path) && isPlain(path));
  const dirs = manifests.map(dirOf);
  const sources = repo.files.filter((path) => path.endsWith('.go') && !isForeign(path) && isPlain(path));
  const byModule = groupByModule(sources, new Set(dirs));
  const read = reader(repo);
  const works = repo
    .named('go.work')
    .filter(isPlain)
    .map((path) => openWork(path, repo));
  const mods = new Map(dirs.map((dir) => [dir, readGoMod(repo.read(inside(dir, 'go.mod')) ?? '')]));
  const open = (dir: string, manifest?: string): Module => {
    const mod = mods.get(dir) ?? none;
    const work = works.find(({ dirs: used }) => used.includes(dir));
    const others = [...(work?.dirs ?? []), ...mod.replaces.map(({ path }) => posix.join(dir, path))];
    const local = [
      { path: mod.module, dir },
      ...others.map((other) => ({ path: mods.get(clean(other))?.module ?? '', dir: clean(other) })),
      ...mod.replaces.map(({ module, path }) => ({ path: module, dir: clean(posix.join(dir, path)) })),
    ].filter(({ path }) => path !== '');
    const packages = byModule.get(dir) ?? new Map<string, string[]>();
    const all = (at: string) =>
      packages.get(at) ??
      local.map((other) => byModule.get(other.dir)?.get(at)).find((paths) => paths !== undefined) ??
      [];
    const files = (at: string, tags: ReadonlySet<string>) =>
      all(at).flatMap((path) => {
        const file = path.endsWith('_test.go') ? undefined : read(path);
        return file && isBuilt(file, tags) ? [file] : [];
      });
    return { repo, dir, ...(manifest && { manifest }), mod, ...(work && { work }), local, packages, files };
  };
  const modules = dirs.map((dir, index) => open(dir, manifests[index]));
  const stray = byModule.get(undefined);
  if (!stray) return modules;
  return [...modules, openStray(stray, open, byModule)];
}

/** Sources without a go.mod: their common directory is made a module. */
function openStray(
  packages: ReadonlyMap<string, readonly string[]>,
  open: (dir: string) => Module,
  byModule: Map<string | undefined, Map<string, string[]>>,
): Module {
  const dirs = [...packages.keys()];
  const [first = ''] = dirs;
  const common = first
    .split('/')
    .filter((_, index, words) =>
      dirs.every((dir) => `${dir}/`.startsWith(`${words.slice(0, index + 1).join('/')}/`)),
    )
    .join('/');
  byModule.set(common, byModule.get(common) ?? new Map(packages as Map<string, string[]>));
  return open(common);
}

function groupByModule(sources: readonly string[], modules: ReadonlySet<string>) {
  const groups = new Map<string | undefined, Map<string, string[]>>();
  const owners = new Map<string, string | undefined>();
  const ownerOf = (dir: string): string | undefined => {
    if (modules.has(dir)) return dir;
    if (dir === '') return undefined;
    if (!owners.has(dir)) owners.set(dir, ownerOf(dirOf(dir)));
    return owners.get(dir);
  };
  for (const path of sources) {
    const dir = dirOf(path);
    const owner = ownerOf(dir);
    const group = groups.get(owner) ?? new Map<string, string[]>();
    groups.set(owner, group);
    const files = group.get(dir);
    if (files) files.push(path);
    else group.set(dir, [path]);
  }
  return groups;
}

function openWork(path: string, repo: Inventory) {
  const { uses, go } = readGoWork(repo.read(path) ?? '');
  const dirs = uses.map((use) => clean(posix.join(dirOf(path), use))).filter((dir) => !dir.startsWith('..'));
  return { path, dirs, ...(go !== undefined && { go }) };
}

function reader(repo: Inventory): (path: string) => GoFile | undefined {
  const known = new Map<string, GoFile | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, readGoFile(path, repo.read(path) ?? ''));
    return known.get(path);
  };
}

/** The go command skips these, too: https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns */
function isForeign(path: string): boolean {
  return /(?:^|\/)(?:vendor|testdata|node_modules|Godeps)\//.test(path);
}
