/**
 * What a repository holds, for the detectors: names first, contents only when they are asked for. Paths are relative to the
 * root, with `/`; version control, installed dependencies and what .gitignore names as directories are not in it. Nothing
 * outside the root is ever read, and nothing is written; of the directories above it only the presence of a file is asked.
 */
export type Inventory = {
  /** Absolute. */
  readonly root: string;
  /** Regular files, and symbolic links to regular files inside the root; sorted. */
  readonly files: readonly string[];
  /** Is there such a file? */
  readonly has: (path: string) => boolean;
  /** The nearest directory above the root, in the same git repository, that has a file of this name: `../..`. */
  readonly above: (name: string) => string | undefined;
  /** Is there a file below this directory? `''` is the root. */
  readonly hasDir: (path: string) => boolean;
  /** The names that files have, each once. */
  readonly names: () => Iterable<string>;
  /** Every path of a file with one of these names, shallowest first. */
  readonly named: (...names: readonly string[]) => readonly string[];
  /** Every file below a directory; all without one. Sorted. */
  readonly below: (dir: string) => readonly string[];
  /** A file’s text; undefined when there is none, or it is no text or over 1 MB. A file is read once. */
  readonly read: (path: string) => string | undefined;
  /** The parsed file; undefined when there is none, or it is broken: then `problems` says so. JSON may have comments. */
  readonly json: (path: string) => unknown;
  readonly toml: (path: string) => unknown;
  readonly yaml: (path: string) => unknown;
  readonly xml: (path: string) => unknown;
  /** The first lines of these files that match, in their order: at most `limit` (1 unless said). */
  readonly search: (paths: readonly string[], pattern: RegExp, limit?: number) => readonly Hit[];
  /** What could not be read and was asked for, a line each; grows as files are read. */
  readonly problems: () => readonly string[];
};

export type Hit = {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly match: RegExpMatchArray;
};

/** `src/server.ts:41`, as evidence is printed. */
export function place({ path, line }: Pick<Hit, 'path' | 'line'>): string {
  return `${path}:${line}`;
}
