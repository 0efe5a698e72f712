import { inside } from '../../inventory/paths.ts';
import { type Module } from './module.ts';
import type { GoFile } from './source.ts';
import { isVendored } from './vendor.ts';

/** A main package and what of the repository it is made of. */
export type Program = {
  readonly module: Module;
  /** Of the main package, relative to the root. */
  readonly dir: string;
  /** Of the module's go.mod, `./cmd/app`; `.` is the module's own directory. */
  readonly path: string;
  /** What it is built of, those of the main package first, then as the imports lead to them. */
  readonly files: readonly GoFile[];
  /** How many imports lead to a file. */
  readonly distance: (file: GoFile) => number;
  /** Packages of other modules that are imported. */
  readonly imports: ReadonlyMap<string, GoFile>;
  /** Packages of the repository's own that are imported and not there: something makes them. */
  readonly missing: ReadonlyMap<string, GoFile>;
  readonly tags: ReadonlySet<string>;
};

/** More than any program of the kind has of its own; what is beyond is not looked at. */
const mostFiles = 800;

/** Follows the imports of a main package through the repository. */
export function readProgram(module: Module, dir: string, tags: ReadonlySet<string> = new Set()): Program {
  const files: GoFile[] = [];
  const distances = new Map<string, number>();
  const imports = new Map<string, GoFile>();
  const missing = new Map<string, GoFile>();
  const seen = new Set([dir]);
  let level = [dir];
  for (let distance = 0; level.length > 0 && files.length < mostFiles; distance++) {
    const next: string[] = [];
    for (const file of level.flatMap((each) => module.files(each, tags))) {
      if (distance === 0 && file.pkg !== 'main') continue;
      files.push(file);
      distances.set(file.path, distance);
      for (const path of file.imports) {
        const own = ownDirectory(module, path);
        if (own === undefined) imports.set(path, imports.get(path) ?? file);
        else if (module.files(own, tags).length === 0) missing.set(path, file);
        else if (!seen.has(own)) {
          seen.add(own);
          next.push(own);
        }
      }
    }
    level = next;
  }
  const path = module.dir === '' ? dir : dir.slice(module.dir.length + 1);
  return {
    module,
    dir,
    path: path === '' || dir === module.dir ? '.' : `./${path}`,
    files,
    distance: (file) => distances.get(file.path) ?? 9,
    imports,
    missing,
    tags,
  };
}

/** The directory of an imported package of the repository's own; undefined for any other. */
function ownDirectory(module: Module, path: string): string | undefined {
  const owners = module.local.filter((each) => path === each.path || path.startsWith(`${each.path}/`));
  const [owner] = owners.toSorted((a, b) => b.path.length - a.path.length);
  if (owner) return inside(owner.dir, path.slice(owner.path.length + 1));
  if (module.manifest !== undefined || !path.includes('/')) return undefined;
  if (isVendored(module.repo, module.dir, path)) return undefined;
  // Without a go.mod: `github.com/me/app/store` is the directory `store`, if there is one.
  for (let rest = path; rest.includes('/');) {
    rest = rest.slice(rest.indexOf('/') + 1);
    if (module.packages.has(inside(module.dir, rest))) return inside(module.dir, rest);
  }
  return undefined;
}
