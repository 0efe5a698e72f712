import { run } from '../process/run.ts';
import { assertAlive, type Engine } from './engine.ts';
import { imageId } from './save.ts';

/** Files that steps of a build may mount, by the id that they ask for. */
export type Secrets = Readonly<Record<string, string>>;

export type BuildOptions = {
  /** Build context, absolute. */
  readonly context: string;
  /** Text of a Dockerfile; without it the context's own is used. */
  readonly dockerfile?: string;
  readonly tag: string;
  /** A second tag, of this build alone: another build of the same name would else take the image away. */
  readonly hold?: string;
  readonly secrets?: Secrets;
  readonly signal: AbortSignal;
  /** Called with each line that the builder prints. */
  readonly onLine?: (line: string) => void;
};

export type BuildReceipt = {
  /** Absent when the build failed. */
  readonly imageId?: string;
  readonly ms: number;
  /** Steps of the Dockerfile that were run or found in the cache. */
  readonly steps: number;
  readonly cachedSteps: number;
  /** The last lines that the builder printed. */
  readonly tail: readonly string[];
};

/**
 * Builds through the user's own command, so that their builder, proxies and credentials apply.
 * A failing build is a result; an engine that went away meanwhile is an error.
 */
export async function buildImage(engine: Engine, options: BuildOptions): Promise<BuildReceipt> {
  const { context, dockerfile, tag, hold, secrets = {}, signal, onLine } = options;
  const counter = engine.countSteps();
  let tail: readonly string[] = [];
  const started = performance.now();
  const tags = hold === undefined ? [tag] : [tag, hold];
  const what = { context, stdin: dockerfile !== undefined, tags, secrets, ...engine.wishes };
  const { code } = await run(engine.command, engine.buildArgs(what), {
    signal,
    env: engine.buildEnv,
    ...(dockerfile !== undefined && { input: dockerfile }),
    onLine: (line) => {
      if (line.trim() !== '') tail = [...tail.slice(-19), line];
      counter.add(line);
      onLine?.(line);
    },
  });
  const ms = Math.round(performance.now() - started);
  if (code !== 0) await assertAlive(engine);
  return {
    // Asked of the engine: what builders write with --iidfile is not what every image store knows the image by.
    ...(code === 0 && { imageId: await imageId(engine, hold ?? tag, signal) }),
    ms,
    ...counter.read(),
    tail,
  };
}
