import type { Secrets } from './build.ts';
import type { EngineWishes } from './engine.ts';
import type { ContainerState } from './inspect.ts';
import type { StepReader } from './steps.ts';

/** What to build, as far as an engine's command line says it in its own way. */
export type BuildCommand = EngineWishes & {
  /** Build context, absolute. */
  readonly context: string;
  /** The Dockerfile, absolute, where it is not the context's own. */
  readonly file?: string | undefined;
  /** The Dockerfile comes on stdin. */
  readonly stdin: boolean;
  readonly tags: readonly string[];
  /** What steps may mount. */
  readonly secrets: Secrets;
  readonly args: Readonly<Record<string, string>>;
  /** Nothing out of the cache. */
  readonly cold: boolean;
  /** In place of an image of the engine; only where `rebuilds`. */
  readonly output: readonly string[] | undefined;
};

/** The health of a container at one moment. */
export type Health = Pick<ContainerState, 'running' | 'health' | 'healthOutput'>;

/** All that one engine does otherwise than another; whatever is not here is the same command for both. */
export type Dialect = {
  readonly command: 'docker' | 'podman';
  /** Succeeds when the engine answers. */
  readonly pingArgs: readonly string[];
  /** How to start it. */
  readonly startHint: string;
  readonly buildArgs: (what: BuildCommand) => readonly string[];
  readonly buildEnv: Readonly<Record<string, string>>;
  readonly readSteps: () => StepReader;
  /** Builds can leave their result out of the engine, as archives or as nothing: what the checks that build again compare. */
  readonly rebuilds: boolean;
  /** Environment of its `run`. */
  readonly runEnv: Readonly<Record<string, string>>;
  /** Removes containers at once, running or not, with their anonymous volumes. */
  readonly removeArgs: readonly string[];
  /** Arguments of `run` that leave nothing to write to but volumes. */
  readonly readonlyArgs: readonly string[];
  /** Arguments of `run` that have the health command run every second. */
  readonly healthArgs: (timeoutMs: number) => readonly string[];
  /**
   * Asks for the health, or has it taken now where nothing else does.
   * @param timeoutMs of a health command that is run
   */
  readonly health: (id: string, timeoutMs: number) => Promise<Health>;
  /** Between two looks at the health. */
  readonly healthPollMs: number;
};
