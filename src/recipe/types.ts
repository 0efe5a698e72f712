/**
 * How an image is made of a repository, as data: what the detectors return and render/recipe.ts writes as a Dockerfile.
 * Every text in it that came from the repository is plain; quoting is the writer's.
 */
export type Recipe = {
  /** In order; the first that is `main` gets the packages that the user asks to build with. */
  readonly stages: readonly BuildStage[];
  readonly runtime: Runtime;
  /** Some step of it must run on the target platform: each platform is built on a machine of its own. */
  readonly native: boolean;
  /** Patterns of .dockerignore besides what no image needs; ours, or paths that hold no pattern. */
  readonly ignore: readonly string[];
  /** Patterns of the .dockerignore before ours; see carry-ignored.ts. */
  readonly kept?: readonly string[];
  /** The only paths that the build reads, where the context holds more than this service; absent: all that is not ignored. */
  readonly context?: readonly string[];
  /** Files of ours that it needs and others do not: what `when` of their rules in stack.yaml names. */
  readonly parts?: readonly string[];
};

export type BuildStage = {
  /** Lower case; other stages copy from it. */
  readonly name: string;
  /** Why it is there, a sentence or two above its FROM. */
  readonly comment?: string;
  /** An image of the catalog or an earlier stage. */
  readonly image: string;
  /** `build`: it runs on the machine that builds and makes what any platform takes, or cross-compiles. */
  readonly platform: 'build' | 'target';
  /** It goes to the network with the certificates of --extra-ca. */
  readonly trust?: true;
  /** The certificates of the image are its, and it makes the directories that are written to; gets what --apt names. */
  readonly main?: true;
  /** Gets what --apt names, and the arguments of the build, in place of the main stage. */
  readonly tools?: true;
  /** Debian packages to build with. */
  readonly apt?: readonly string[];
  readonly steps: readonly Step[];
};

/**
 * A directory to keep between builds. A locked one is of one build at a time, for what does not bear two; with an `id` of its own
 * other projects need not wait for it.
 */
export type Cache = string | { readonly locked: string; readonly id?: string };

/** Its name; the step works without it, unless it is required: then the build ends where it is not given. */
export type Secret = string | { readonly required: string };

export type Step =
  | { readonly comment: string }
  | { readonly workdir: string }
  /** Paths of the build context, or of an earlier stage; `.` is everything. */
  | {
      readonly copy: readonly CopySource[];
      readonly to: string;
      readonly from?: string;
      readonly owner?: string;
      readonly mode?: string;
    }
  | { readonly env: Readonly<Record<string, string>> }
  /** A build argument; with an empty default it has none. */
  | { readonly arg: string; readonly default?: string }
  | {
      /** Shell commands, joined by &&; words of the repository in them are quoted by `sh`. */
      readonly run: readonly string[];
      readonly caches?: readonly Cache[];
      /** It goes to the network. */
      readonly network?: true;
      /** Files of the context or of a stage that only this step reads. */
      readonly mounts?: readonly Mount[];
      /** Build secrets, each a file below /run/secrets while it runs. */
      readonly secrets?: readonly Secret[];
    }
  /** A file that the Dockerfile itself holds. */
  | { readonly file: string; readonly content: string; readonly mode?: string };

/**
 * A path that means itself; a pattern of ours, such as `go.su[m]` for a file that need not be there; or a file that we write,
 * relative to the Dockerfile, which need not be in the root of the context.
 */
export type CopySource = string | { readonly glob: string } | { readonly ours: string };

export type Mount = { readonly source: string; readonly target: string; readonly from?: string };

/** The last stage. */
export type Runtime = {
  /** Absolute; absent: /. */
  readonly workdir?: string;
  /** COPY and ENV, comments; a copy without `from` is of the build context. */
  readonly steps: readonly Extract<Step, { copy: unknown } | { env: unknown } | { comment: unknown }>[];
  /** The whole command, absolute path first: `docker run IMAGE args` adds to it. */
  readonly entrypoint: readonly string[];
  /** Arguments that `docker run IMAGE args` replaces. */
  readonly command?: readonly string[];
  /** Exec form; absent: there is none, and `noHealth` says why. */
  readonly health?: readonly string[];
  readonly noHealth?: string;
  /** Time until the first health check counts, s; 5 unless said. */
  readonly startPeriod?: number;
  /** Directories that the program writes to, absolute: they belong to its user, and hold data that outlives the container. */
  readonly writable?: readonly Writable[];
  /**
   * A file of a stage that names Debian packages, one a line: of the libraries that the program was found to link to. Those
   * that the base lacks are added.
   */
  readonly libraries?: { readonly from: string; readonly path: string };
  /** Other than SIGTERM. */
  readonly stopSignal?: string;
  /** Why, for the comment. */
  readonly whyStopSignal?: string;
};

export type Writable = {
  readonly path: string;
  /** Why, for the comment: `SQLite's database` */
  readonly why: string;
  /** A volume keeps what is written; without one the directory is only the user's own. */
  readonly volume: boolean;
  /** Directory of the main stage that it starts with, of the same name and alone in the one above; absent: it is empty. */
  readonly content?: string;
};
