import { run } from '../process/run.ts';
import { assertAlive, type Engine } from './engine.ts';
import { imageId } from './save.ts';
import type { Step } from './steps.ts';

/** What steps of a build may mount, by the id that they ask for: the path of a file, or the name of a variable. */
export type Secrets = Readonly<Record<string, string | { readonly env: string }>>;

export type BuildOptions = {
  /** Build context, absolute. */
  readonly context: string;
  /** The Dockerfile, absolute, where it is not the context's own. */
  readonly file?: string;
  /** Text of a Dockerfile; without it the file is used. */
  readonly dockerfile?: string;
  /** What the image is called; none is kept under a name where `output` says what becomes of it. */
  readonly tag: string;
  /** A second tag, of this build alone: another build of the same name would else take the image away. */
  readonly hold?: string;
  readonly secrets?: Secrets;
  readonly args?: Readonly<Record<string, string>>;
  /** Nothing out of the cache. */
  readonly cold?: boolean;
  /** In place of an image of the engine: https://docs.docker.com/reference/cli/docker/buildx/build/#output, with flags that go with it. */
  readonly output?: readonly string[];
  readonly signal: AbortSignal;
  /** Called with each line that the builder prints. */
  readonly onLine?: (line: string) => void;
};

export type BuildReceipt = {
  readonly succeeded: boolean;
  /** Absent when the build failed, or has an `output`. */
  readonly imageId?: string;
  readonly ms: number;
  /** Steps of the Dockerfile that were run or found in the cache. */
  readonly steps: readonly Step[];
  /** The last lines that the builder printed. */
  readonly tail: readonly string[];
};

/**
 * Builds through the user's own command, so that their builder, proxies and credentials apply.
 * A failing build is a result; an engine that went away meanwhile is an error.
 */
export async function buildImage(engine: Engine, options: BuildOptions): Promise<BuildReceipt> {
  const {
    context,
    file,
    dockerfile,
    tag,
    hold,
    secrets = {},
    args = {},
    cold = false,
    output,
    signal,
  } = options;
  const reader = engine.readSteps();
  let tail: readonly string[] = [];
  const started = performance.now();
  const tags = hold === undefined ? [tag] : [tag, hold];
  const stdin = dockerfile !== undefined;
  const what = { context, file, stdin, tags, secrets, args, cold, output, ...engine.wishes };
  const { code } = await run(engine.command, engine.buildArgs(what), {
    signal,
    env: engine.buildEnv,
    ...(dockerfile !== undefined && { input: dockerfile }),
    onLine: (line) => {
      if (line.trim() !== '') tail = [...tail.slice(-19), line];
      reader.add(line);
      options.onLine?.(line);
    },
  });
  const ms = Math.round(performance.now() - started);
  if (code !== 0) await assertAlive(engine);
  return {
    succeeded: code === 0,
    // Asked of the engine: what builders write with --iidfile is not what every image store knows the image by.
    ...(code === 0 && output === undefined && { imageId: await imageId(engine, hold ?? tag, signal) }),
    ms,
    steps: reader.read(),
    tail,
  };
}
