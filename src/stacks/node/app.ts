import type { Kind } from '../../detect/types.ts';
import type { BuildStage, Step, Writable } from '../../recipe/types.ts';
import type { Build } from './build.ts';
import type { BuildValues } from './build-values.ts';
import type { Host } from './host.ts';
import type { Install } from './install.ts';
import type { Migration } from './migrate-first.ts';
import type { Package } from './package.ts';
import type { Start } from './start.ts';

/** How the last stage is filled. */
export type Shape =
  /** The packages that run, and the tree as it is after the build. */
  | {
      readonly kind: 'tree';
      /** Of the package, where the rest is known to be used up. */
      readonly only?: readonly string[];
    }
  /** Directories of the build that hold all that they need. */
  | {
      readonly kind: 'output';
      /** `why`: for the comment, where a reader would ask. */
      readonly copies: readonly { readonly from: string; readonly to: string; readonly why?: string }[];
    };

/** Everything that was found of a service, for its recipe. */
export type App = {
  readonly own: Package;
  readonly install: Install;
  readonly build: Build;
  /** Pages of a package below it, each with the stage that builds it and where that is in the image. */
  readonly pages: readonly {
    readonly stages: readonly BuildStage[];
    readonly from: string;
    readonly to: string;
  }[];
  readonly start: Start;
  readonly kind: Kind;
  readonly shape: Shape;
  /** Paths of the context that the build reads its settings from, and the image has not. */
  readonly settings: readonly string[];
  /** The file that node runs, in the image; absolute. */
  readonly entry: string;
  readonly args: readonly string[];
  /** Where it runs, below the package’s own directory. */
  readonly cwd: string;
  /** Before the build, once the sources are there. */
  readonly before: readonly Step[];
  /** Commands after the build. */
  readonly cleanup: readonly string[];
  /** For the build alone. */
  readonly buildEnv: Readonly<Record<string, string>>;
  readonly buildValues: BuildValues;
  readonly env: Readonly<Record<string, string>>;
  /** The variable that sets the port. */
  readonly portVariable?: string;
  readonly host: Host;
  /** It answers calls of gRPC, and no plain request. */
  readonly grpc: boolean;
  /** Done before it starts. */
  readonly migration: Migration | undefined;
  /** It starts `node` by its name. */
  readonly callsNode: boolean;
  /** The version of Bun, where Bun runs it in node's place. */
  readonly bun?: string;
  /** Nothing of it listens for SIGTERM. */
  readonly ignoresSigterm: boolean;
  readonly writable: readonly Writable[];
  /** Files of the context that it opens to write to them, each with its place in the image. */
  readonly kept: readonly { readonly from: string; readonly to: string }[];
  /** Its own files are its user's: it writes beside them. */
  readonly beside: boolean;
  /** Development dependencies run too. */
  readonly everything: boolean;
  readonly native: boolean;
  /** Sources that the image does not need, relative to the workspace's root. */
  readonly sources: readonly string[];
};
