import { run } from '../process/run.ts';
import { assertAlive, type Engine } from './engine.ts';
import { imageId } from './save.ts';
import { createStepReader, type Step } from './steps.ts';

/** Files that steps of a build may mount, by the id that they ask for. */
export type Secrets = Readonly<Record<string, string>>;

export type BuildOptions = {
  /** Build context, absolute. */
  readonly context: string;
  /** Text of a Dockerfile; without it the context's own is used. */
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
  /** Called with each line that BuildKit prints. */
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
 * Builds with BuildKit through the user's own `docker build`, so their builder, proxies and credentials apply.
 * A failing build is a result; an engine that went away meanwhile is an error.
 */
export async function buildImage(engine: Engine, options: BuildOptions): Promise<BuildReceipt> {
  const { context, dockerfile, tag, hold, secrets = {}, args = {}, cold, output, signal, onLine } = options;
  const progress = createProgress();
  const started = performance.now();
  const tags = [tag, hold].flatMap((name) => (name === undefined ? [] : ['--tag', name]));
  // --load: builders other than the engine's own keep what they build to themselves.
  const result = output ?? ['--load', ...tags];
  const values = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const file = dockerfile === undefined ? [] : ['--file', '-'];
  const mounts = Object.entries(secrets).flatMap(([id, path]) => [
    '--secret',
    // A record of CSV: only quotes let a path have a comma.
    `id=${id},"src=${path.replaceAll('"', '""')}"`,
  ]);
  const flags = [...result, ...values, ...mounts, ...file, ...(cold ? ['--no-cache'] : [])];
  const { code } = await run(engine.command, ['build', '--progress', 'plain', ...flags, context], {
    signal,
    env: { DOCKER_BUILDKIT: '1' },
    ...(dockerfile !== undefined && { input: dockerfile }),
    onLine: (line) => {
      progress.add(line);
      onLine?.(line);
    },
  });
  const ms = Math.round(performance.now() - started);
  if (code !== 0) await assertAlive(engine);
  return {
    succeeded: code === 0,
    // Asked of the engine: what builders write with --iidfile is not what every image store knows the image by.
    ...(code === 0 && output === undefined && { imageId: await imageId(engine, hold ?? tag, signal) }),
    ms,
    ...progress.read(),
  };
}

function createProgress() {
  const steps = createStepReader();
  let tail: string[] = [];
  return {
    add(line: string): void {
      if (line.trim() !== '') tail = [...tail.slice(-19), line];
      steps.add(line);
    },
    read: () => ({ steps: steps.read(), tail }),
  };
}
