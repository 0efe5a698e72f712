import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { findFrontend, type Frontend as Page } from '../frontend/frontend.ts';
import { join, type Package } from './manifest.ts';
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

export function frontendOf(
  repo: Inventory,
  local: readonly Package[],
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
        const page = findFrontend(output, repo, ({ dir, scripts }) => {
          if (!('build' in scripts)) return false;
          return dir !== '' && `${output}/`.startsWith(`${dir}/`) ? true : embedded;
        });
        return page || isDemanded(before) ? [{ output, embedded, ...(page && { page }) }] : [];
      });
    }),
  );
  return found.find(({ page }) => page !== undefined) ?? found[0];
}

function ownerOf(path: string, local: readonly Package[]): string {
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
