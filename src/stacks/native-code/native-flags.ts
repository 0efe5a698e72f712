import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { includesOf } from './includes.ts';
import type { Project } from './types.ts';

const native = /-m(?:arch|tune|cpu)=native\b/;
/** Instructions that are called by name: without the flag they do not compile. */
const byName =
  /\b(?:immintrin|x86intrin|avx\w*intrin|smmintrin|tmmintrin|wmmintrin|nmmintrin|arm_neon|arm_sve)\.h\b/;

/**
 * Does a build ask for the instructions of the machine that builds, which the one that runs the image need not have, and do its
 * sources compile without? https://gcc.gnu.org/onlinedocs/gcc/x86-Options.html
 */
export function asksForNative(repo: Inventory, { dir }: Project, sources: readonly string[]): boolean {
  const files = repo
    .below(dir)
    .filter((path) =>
      /^(?:CMakeLists\.txt|meson\.build|(?:GNU)?[Mm]akefile(?:\.(?:am|in|linux|common|inc))?|configure(?:\.ac)?|.*\.(?:cmake|mk))$/.test(
        posix.basename(path),
      ),
    )
    .slice(0, 60);
  if (repo.search(files, native).length === 0) return false;
  return !includesOf(repo, sources).some(({ header, always }) => always && byName.test(header));
}
