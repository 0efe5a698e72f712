import { followLinks, realPath } from '../image/resolve.ts';
import type { FileEntry, Image } from '../image/types.ts';

/** Looks files up as a process in the container would, each path only once. */
export type Finder = {
  readonly files: Image['files'];
  readonly file: (path: string) => FileEntry | undefined;
  /** Where a path leads, whether something is there or not; as given when it leads round in circles. */
  readonly real: (path: string) => string;
  /** Its time is over: nothing is found any more, so nothing may be concluded. */
  readonly isSpent: () => boolean;
};

/** Thousands of programs take a second; an image that is made to take for ever does not get it. */
const limitMs = 20_000;

export function createFinder(files: Image['files'], now: () => number = Date.now): Finder {
  const known = new Map<string, FileEntry | undefined>();
  const deadline = now() + limitMs;
  let spent = false;
  return {
    files,
    real: (path) => realPath(files, path) ?? path,
    isSpent: () => spent,
    file(path) {
      spent ||= now() > deadline;
      if (spent) return undefined;
      if (known.has(path)) return known.get(path);
      const entry = followLinks(files, path);
      known.set(path, entry);
      return entry;
    },
  };
}
