import * as v from 'valibot';
import { run } from '../process/run.ts';
import type { Engine } from './engine.ts';

export type ContainerState = {
  readonly running: boolean;
  readonly exitCode: number;
  /** ms since the epoch, by this machine's clock. */
  readonly startedAt: number;
  readonly finishedAt: number;
  /** `none` when the image has no HEALTHCHECK. */
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** What the last health command printed. */
  readonly healthOutput: string;
  /** Published host port by container port, such as `8080/tcp`. */
  readonly ports: ReadonlyMap<string, number>;
};

const Binding = v.object({ HostPort: v.string() });
const Inspected = v.tuple([
  v.object({
    State: v.object({
      Running: v.boolean(),
      ExitCode: v.number(),
      StartedAt: v.string(),
      FinishedAt: v.string(),
      Health: v.nullish(
        v.object({ Status: v.string(), Log: v.nullish(v.array(v.object({ Output: v.string() })), []) }),
      ),
    }),
    NetworkSettings: v.object({
      Ports: v.nullish(v.record(v.string(), v.nullish(v.array(Binding), [])), {}),
    }),
  }),
]);

/** One look at a container. */
export async function inspectContainer(
  { command, clockSkewMs }: Pick<Engine, 'command' | 'clockSkewMs'>,
  id: string,
): Promise<ContainerState> {
  const { stdout } = await run(command, ['inspect', '--type', 'container', id]);
  const [{ State, NetworkSettings }] = v.parse(Inspected, JSON.parse(stdout));
  const ports = Object.entries(NetworkSettings.Ports).flatMap(([port, [binding]]) =>
    binding ? [[port, Number(binding.HostPort)] as const] : [],
  );
  return {
    running: State.Running,
    exitCode: State.ExitCode,
    startedAt: Date.parse(State.StartedAt) - clockSkewMs,
    finishedAt: Date.parse(State.FinishedAt) - clockSkewMs,
    health: (State.Health?.Status || 'none') as ContainerState['health'],
    healthOutput: State.Health?.Log.at(-1)?.Output.trim() ?? '',
    ports: new Map(ports),
  };
}
