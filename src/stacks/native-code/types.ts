import type { InstalledData } from './make-data.ts';
import type { Fact } from '../../detect/types.ts';

/** What builds a project. `plain`: nothing, there are only sources. */
export type System = 'cmake' | 'meson' | 'autotools' | 'make' | 'plain';

/** Something that a build links to run. */
export type Program = {
  readonly name: string;
  /** What the build calls it, where that is not its name. */
  readonly target?: string;
  /** Where the build file says so. */
  readonly from: string;
  /** Those of its sources that the build file names, relative to the root of the repository. */
  readonly sources: readonly string[];
  /** The build installs it, or makes it without being asked. */
  readonly installed?: boolean;
  /** It goes to sbin. */
  readonly sbin?: boolean;
};

/** A library, tool or module that a build asks for, as it calls it. */
export type Wanted = {
  readonly kind: 'cmake' | 'pkgconfig' | 'library' | 'header' | 'tool';
  readonly name: string;
  readonly from: string;
};

/** What a build file tells, whatever the system. */
export type Project = {
  readonly system: System;
  /** The directory with the build file, relative to the root. */
  readonly dir: string;
  readonly file: string;
  /** What it calls itself. */
  readonly name?: string;
  readonly programs: readonly Program[];
  /** Names of libraries that it builds. */
  readonly libraries: readonly string[];
  readonly wanted: readonly Wanted[];
  /** Debian packages of tools that the system needs besides a compiler. */
  readonly tools: readonly string[];
  /** It fetches sources while it builds; from where. */
  readonly fetches?: Fact;
  /** Files that it installs, besides programs, are read at run time. */
  readonly installsData?: boolean;
  /** What `make install` brings that the program reads. */
  readonly data?: InstalledData;
  /** It builds shared libraries of its own, which the program may link to. */
  readonly shared?: boolean;
  /** Directories below `dir` whose absolute path is compiled in. */
  readonly compiledPaths?: readonly string[];
  /** Arguments for configuring, or for make, ours: options of the project that are to be set. */
  readonly options?: readonly string[];
  /** What makes the configure script; of make, the script itself. */
  readonly bootstrap?: string;
  /** It is written for BSD's make. */
  readonly bsd?: boolean;
  /** How make is called so that it only builds. */
  readonly target?: Fact;
  /** The build stops without these, as it calls them, and looks nowhere else for them. */
  readonly required?: readonly Wanted[];
  /** Sources below `dir` that rules make and that are there all the same. */
  readonly generated?: readonly string[];
  /** Compilers that it asks for by name. */
  readonly compilers?: readonly string[];
  /** It may be of a time when compilers warned of what those of today refuse. */
  readonly old?: boolean;
  /** It asks for warnings to be errors, and newer compilers have more of them. */
  readonly strict?: boolean;
};
