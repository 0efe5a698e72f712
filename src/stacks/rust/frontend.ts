import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { findFrontend, tells, type Frontend as Page } from '../frontend/frontend.ts';
import { allDependencies, type Package } from '../node/package.ts';
import { join, type Package as Crate } from './manifest.ts';
import type { Source } from './sources.ts';

/** A directory that the program has in itself or serves, and that is not in the repository. */
export type Frontend = {
  /** Relative to the root. */
  readonly output: string;
  /** The compiler puts it into the program; else that reads it while it runs. */
  readonly embedded: boolean;
  /** What makes it; absent: nothing does that was found. */
  readonly page?: Page;
};

/** `#[folder = "frontend/dist"]`, `include_dir!("$CARGO_MANIFEST_DIR/../web/build")`, `ServeDir::new("client/dist")` */
const folder =
  /"(?:\$CARGO_MANIFEST_DIR\/)?((?:\.{1,2}\/)*[\w./-]*(?:dist|build|out|public|static)(?:\/[\w-]+)*)\/?"/g;

/** What is written about the program, and what tries it. */
const aside = /(?:^|\/)(?:docs?|documentation|website|site|examples?|e2e|tests?)(?:\/|$)/;

export function frontendOf(
  repo: Inventory,
  local: readonly Crate[],
  context: string,
  sources: readonly Source[],
): Frontend | undefined {
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(folder)].flatMap((match): readonly Frontend[] => {
      const before = text.slice(Math.max(0, match.index - 40), match.index);
      const embedded = /folder\s*=\s*$|include_dir!\(\s*$|embed\w*!?\(\s*$/i.test(before);
      // What is embedded is relative to the manifest: https://docs.rs/rust-embed
      const bases = embedded ? [ownerOf(path, local)] : [local[0]?.dir ?? '', context];
      return bases.flatMap((base) => {
        const output = join(base, match[1] as string).replace(/\/$/, '');
        if (output === '' || output.startsWith('..') || isThere(repo, output)) return [];
        if (!embedded && !isRead(match[1] as string, text.slice(Math.max(0, match.index - 60), match.index)))
          return [];
        const page = pageOf(repo, output, embedded);
        return page || isDemanded(before) ? [{ output, embedded, ...(page && { page }) }] : [];
      });
    }),
  );
  return found.find(({ page }) => page !== undefined) ?? found[0];
}

/** A package around the directory makes it; another only where it says so, as it may be documentation, or a library; and that of the root what its tool writes there. */
function pageOf(repo: Inventory, output: string, embedded: boolean): Page | undefined {
  const page = findFrontend(output, repo, (pkg) => {
    if (!('build' in pkg.scripts)) return false;
    if (pkg.dir !== '' && `${output}/`.startsWith(`${pkg.dir}/`)) return true;
    if (pkg.dir === '') return embedded || isBundled(pkg);
    return embedded && !aside.test(pkg.dir) && tells(pkg, output, repo);
  });
  const isElsewhere = page?.pkg.dir === '' && page.output !== output;
  return isElsewhere ? undefined : page;
}

/** Pages, and no library that a compiler makes. */
function isBundled(pkg: Package): boolean {
  const all = allDependencies(pkg);
  return ['vite', 'webpack', 'react-scripts', 'parcel', '@rsbuild/core'].some((name) => name in all);
}

/** Where a word alone is a directory: `ServeDir::new("dist")`, and not `arg("build")`; nor `pages/layout`. */
function isRead(path: string, before: string): boolean {
  if (/[a-z]out$/i.test(path)) return false;
  if (path.includes('/')) return true;
  return /(?:serve|file|dir|path|folder|root|static|assets|join|default)\w*[^"]{0,30}(?:"[^"]{0,30}){0,2}$/i.test(
    before,
  );
}

function ownerOf(path: string, local: readonly Crate[]): string {
  const dirs = local.map(({ dir }) => dir).filter((dir) => dir === '' || path.startsWith(`${dir}/`));
  return dirs.toSorted((a, b) => b.length - a.length)[0] ?? '';
}

/** A directory of which git keeps only .gitkeep is as good as none. */
function isThere(repo: Inventory, dir: string): boolean {
  return repo.below(dir).some((path) => !posix.basename(path).startsWith('.'));
}

/** The compiler ends where it is not there. */
function isDemanded(before: string): boolean {
  return /#\[folder\s*=\s*$|include_dir!\(\s*$/.test(before);
}
