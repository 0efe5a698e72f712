import type { Inventory } from '../inventory/types.ts';
import type { Answer } from '../pipeline.ts';
import type { Recipe } from '../recipe/types.ts';
import type { StackManifest, Target } from '../stacks/schema.ts';

/** A value that a repository tells, and where: `src/server.ts:41`, `package.json: engines.node`, `default`. */
export type Fact = Pick<Answer, 'value' | 'from' | 'confidence'>;

/** Something that the service needs to run and that an image cannot hold. */
export type Need =
  | {
      readonly env: string;
      /** Where it is read. */
      readonly from: string;
      /** It does not start without it. */
      readonly required: boolean;
      /** What it is for, or an example, where that is known. */
      readonly about?: string;
    }
  /** `postgres`, `redis`; optional where it can do without. */
  | { readonly service: string; readonly from: string; readonly optional?: true };

/**
 * What files other than the language's own say of a service, in a directory: Procfile, compose, an existing Dockerfile; and,
 * before them, what the user says by flags. Each is absent where nothing says it.
 */
export type Hints = {
  /** A command line, as a shell would read it. */
  readonly start?: Fact;
  readonly build?: Fact;
  readonly port?: Fact;
  /** A path. */
  readonly health?: Fact;
  /** Variables that it is to have, with their values, which are no secrets. */
  readonly env: Readonly<Record<string, Fact>>;
  /** Debian packages that an existing Dockerfile installs, or an Aptfile names. */
  readonly apt: readonly Fact[];
  /** Build arguments of an existing Dockerfile, by name; the value is the default, empty without one. */
  readonly args: Readonly<Record<string, Fact>>;
  readonly needs: readonly Need[];
  /** Directories that the image before had as volumes, absolute. */
  readonly writable?: readonly Fact[];
  /** Patterns of the .dockerignore that was there before, in order. */
  readonly ignored?: readonly string[];
  /** What else the user should know of them, a sentence each. */
  readonly notes?: readonly string[];
  /** What the user picked of several, by name or directory. */
  readonly service?: Fact;
};

/** What a detector may look at. */
export type Scene = {
  readonly repo: Inventory;
  /** The manifest of the detector's stack: its targets, builders and runtimes. */
  readonly stack: StackManifest;
  /** Those of all stacks: a site that Node builds needs what is known of Node. */
  readonly stacks: readonly StackManifest[];
  /** Of a directory, relative to the root. */
  readonly hints: (dir: string) => Hints;
};

/** What the answers came to, for the recipe. */
export type Chosen = {
  readonly target: Target & { readonly id: string };
  /** 0 for what is no server. */
  readonly port: number;
  /** A path that answers 2xx or 3xx while the service is well; empty: none is known. */
  readonly health: string;
  /** Files and directories of the repository that the program reads at run time, beyond what was detected. */
  readonly files: readonly string[];
  /** Directories that it writes to, beyond those; absolute in the image, or relative to its working directory. */
  readonly writable: readonly string[];
};

export type Kind = 'server' | 'worker' | 'cli' | 'static';

/** The rank of a service from which on it is the one of the repository, whatever else of it could run. */
export const leading = 0.97;

/** Something of the repository that can be an image. */
export type Service = {
  readonly found: 'service';
  /** The id of the stack. */
  readonly stack: string;
  /** Where its manifest is, relative to the root; '' is the root. The files are written there. */
  readonly dir: string;
  /** Directory of the build context, relative to the root: its own, or the workspace's. */
  readonly context: string;
  /** Directory of the program, where that is another than that of the manifest which it is built by; relative to the root. */
  readonly program?: string;
  readonly name: Fact;
  readonly kind: Kind;
  /** The id of a target of the stack. */
  readonly target: Fact;
  /** Of a server or a static site. */
  readonly port?: Fact;
  /** A path; absent: no route for it was found. */
  readonly health?: Fact;
  /** Everything else that was found, in the order to print it: version, framework, package manager, build, start, entry. */
  readonly facts: Readonly<Record<string, Fact>>;
  readonly needs: readonly Need[];
  /** Debian libraries to add to the runtime. */
  readonly packages: readonly Fact[];
  /** What the user should know, a sentence each. */
  readonly notes: readonly string[];
  /** Not built where our CI runs; the reason. */
  readonly unproven?: string;
  /**
   * How sure it is that this is the service to containerize, among several of a directory: `leading` the repository itself says so, 0.9 a server,
   * 0.5 a command line, 0.1 an example.
   */
  readonly rank: number;
  /** Pages in the root that belong to a server further down, where there is one. */
  readonly part?: true;
  /** Directories of packages whose pages it has in itself or serves, relative to the root; they are no sites of their own. */
  readonly pages?: readonly string[];
  readonly recipe: (chosen: Chosen) => Recipe;
};

/** The language is there, and nothing to run: a library, or a version that no runtime has. */
export type Refusal = {
  readonly found: 'refusal';
  readonly stack: string;
  readonly dir: string;
  /** One sentence: `pyproject.toml is a library: it has no entry point` */
  readonly reason: string;
  /** What to do instead. */
  readonly hint: string;
  /**
   * How sure it is that this is what the directory is about: it goes before services below it that are of a lower rank.
   * Absent: it is only told where no service was found.
   */
  readonly rank?: number;
};

export type Candidate = Service | Refusal;

/** One a stack, in src/stacks/<id>/detect.ts. Reads only, throws for nothing that a repository holds. */
export type Detector = {
  readonly stack: string;
  readonly detect: (scene: Scene) => readonly Candidate[];
};
