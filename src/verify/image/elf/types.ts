/** What a loader reads of an ELF file: its headers and dynamic section, never its symbols or sections. */
export type Elf = {
  /** As OCI names it, such as `amd64`; `e_machine 8 (64-bit, big-endian)` for what has no such name. */
  readonly architecture: string;
  /** `other`: an object file or a core, which nothing loads. */
  readonly type: 'executable' | 'shared' | 'other';
  /** It has a dynamic section; without one and without an interpreter a program stands alone. */
  readonly dynamic: boolean;
  /** The loader that it asks the kernel for. */
  readonly interpreter?: string;
  /** Its own name, by which others need it. */
  readonly soname?: string;
  /** Names of libraries, in the order of the file. */
  readonly needed: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** DF_1_NODEFLIB: not from the default directories. */
  readonly noDefaultDirs: boolean;
  /** Versions that it needs, by library. */
  readonly needs: readonly VersionNeeds[];
  /** Versions that it defines, its own name as a version left out. */
  readonly defines: readonly string[];
  /** Of a glibc loader: the directories that are compiled into it. */
  readonly systemDirs?: readonly string[];
  /** Why the above is not all of it. */
  readonly problem?: ElfProblem;
};

export type VersionNeeds = {
  /** As in `needed`. */
  readonly library: string;
  /** A weak one may be missing. */
  readonly versions: readonly { readonly name: string; readonly weak: boolean }[];
};

/** `malformed`: no loader would take it. `unreadable`: its tables lie where they are not kept, so nothing is claimed. */
export type ElfProblem = { readonly kind: 'malformed' | 'unreadable'; readonly what: string };
