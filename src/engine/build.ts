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
  /** Called with each line that BuildKit prints. */
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
 * Builds with BuildKit through the user's own `docker build`, so their builder, proxies and credentials apply.
 * A failing build is a result; an engine that went away meanwhile is an error.
 */
export async function buildImage(engine: Engine, options: BuildOptions): Promise<BuildReceipt> {
  const { context, dockerfile, tag, hold, secrets = {}, signal, onLine } = options;
  const progress = createProgress();
  const started = performance.now();
  const tags = [tag, hold].flatMap((name) => (name === undefined ? [] : ['--tag', name]));
  const file = dockerfile === undefined ? [] : ['--file', '-'];
  const mounts = Object.entries(secrets).flatMap(([id, path]) => [
    '--secret',
    // A record of CSV: only quotes let a path have a comma.
    `id=${id},"src=${path.replaceAll('"', '""')}"`,
  ]);
  // --load: builders other than the engine's own keep what they build to themselves.
  const { code } = await run(
    engine.command,
    ['build', '--progress', 'plain', '--load', ...tags, ...mounts, ...file, context],
    {
      signal,
      env: { DOCKER_BUILDKIT: '1' },
      ...(dockerfile !== undefined && { input: dockerfile }),
      onLine: (line) => {
        progress.add(line);
        onLine?.(line);
      },
    },
  );
  const ms = Math.round(performance.now() - started);
  if (code !== 0) await assertAlive(engine);
  return {
    // Asked of the engine: what builders write with --iidfile is not what every image store knows the image by.
    ...(code === 0 && { imageId: await imageId(engine, hold ?? tag, signal) }),
    ms,
    ...progress.read(),
  };
}

/** Reads BuildKit's plain progress: `#7 [build 2/5] COPY go.mod ./`, `#7 CACHED`. */
function createProgress() {
  const steps = new Set<string>();
  const cached = new Set<string>();
  let tail: string[] = [];
  return {
    add(line: string): void {
      if (line.trim() !== '') tail = [...tail.slice(-19), line];
      const [, vertex, rest] = /^(#\d+) (.*)$/.exec(line) ?? [];
      if (vertex === undefined || rest === undefined) return;
      if (/^\[.*\d+\/\d+\]/.test(rest)) steps.add(vertex);
      if (rest === 'CACHED') cached.add(vertex);
    },
    read: () => ({
      steps: steps.size,
      cachedSteps: [...cached].filter((vertex) => steps.has(vertex)).length,
      tail,
    }),
  };
}
