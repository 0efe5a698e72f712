import type { Elf } from '../image/elf/types.ts';
import type { FileEntry } from '../image/types.ts';

/** Why something in an image could not start or be loaded. */
export type Problem =
  /** A loader that is not there, or no loader. */
  | { readonly kind: 'interpreter'; readonly path: string; readonly needs: string; readonly found?: string }
  | {
      readonly kind: 'library';
      readonly path: string;
      readonly needs: string;
      /** Files of that name that a loader passes over, and why. */
      readonly found?: string;
      /** How its loader calls itself. */
      readonly libc: Loader['libc'];
    }
  | {
      readonly kind: 'version';
      readonly path: string;
      /** Such as `GLIBC_2.43`. */
      readonly needs: string;
      /** The library that lacks it. */
      readonly library: string;
      /** The newest of its kind that it has. */
      readonly has?: string;
    }
  | { readonly kind: 'architecture'; readonly path: string; readonly is: string; readonly wanted: string }
  /** A symlink that leads nowhere; `to` is the path where nothing is. */
  | { readonly kind: 'dangling'; readonly path: string; readonly to: string; readonly venv?: string }
  /** The interpreter of a script, as its first line names it. */
  | { readonly kind: 'shebang'; readonly path: string; readonly needs: string; readonly by?: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly what: string };

/** An ELF file of the image, with the path by which it was opened: `$ORIGIN` is the directory of that. */
export type Binary = { readonly path: string; readonly entry: FileEntry; readonly elf: Elf };

/** What the kernel starts in front of a dynamic program. */
export type Loader = Binary & {
  /** `unknown`: neither of those whose rules we follow, such as gcompat's. */
  readonly libc: 'glibc' | 'musl' | 'unknown';
};

/** A file in a process, and who asked for it: the search paths of all of these count. */
export type Loaded = Binary & { readonly by: Loaded | undefined };

/** What a process has in memory, by every name under which others may ask for it. */
export type Process = {
  readonly loader: Loader;
  readonly main: Loaded;
  readonly names: ReadonlyMap<string, Loaded>;
};
