import { run } from '../process/run.ts';
import type { Health } from './dialect.ts';
import type { Engine } from './engine.ts';
import { inspectContainer, type ContainerState } from './inspect.ts';
import { openTunnel } from './tunnel.ts';

export type Address = { readonly host: string; readonly port: number };

export type Container = {
  readonly id: string;
  /** Where the published port is reached from here; port 0 if none is published, or the container ended before it could be asked. */
  readonly address: Address;
  /** Where it may be reached, likeliest first: with some engines only trying tells. */
  readonly addresses: readonly Address[];
  /** When the process started, ms since the epoch by this machine's clock. */
  readonly startedAt: number;
  inspect(): Promise<ContainerState>;
  /** @param timeoutMs of the health command, where it is run by asking */
  health(timeoutMs: number): Promise<Health>;
  /** Sends a signal to the first process, such as `SIGTERM`. */
  kill(signal: string): Promise<void>;
  /** Resolves when the container has ended, to its exit code. */
  ended: Promise<number>;
  /** The last lines of its output, stdout and stderr. */
  logs(): Promise<string>;
  remove(): Promise<void>;
};

type Running = {
  readonly id: string;
  /** Inside; undefined where none is published. */
  readonly port: number | undefined;
  /** When the engine was asked to start it, ms since the epoch. */
  readonly calledAt: number;
};

/**
 * What can be done with a container that was just started.
 * @param until what belongs to it on this machine ends with this signal
 */
export async function adopt(
  engine: Engine,
  { id, port, calledAt }: Running,
  { signal, until }: { readonly signal: AbortSignal; readonly until: AbortSignal },
): Promise<Container> {
  const inspect = () => inspectContainer(engine, id);
  const state = await inspect();
  const { command, endpoint, removeArgs, health } = engine;
  const there = state.ports.get(`${port}/tcp`) ?? 0;
  const published = endpoint.tunnel && there > 0 ? await openTunnel(endpoint.url, there, until) : there;
  const [first, ...others] = endpoint.hosts;
  const address = { host: first, port: published };
  return {
    id,
    address,
    addresses: [address, ...others.map((host) => ({ host, port: published }))],
    // Whatever the engine's clock says, it was between the call and now.
    startedAt: Math.min(Math.max(state.startedAt, calledAt), Date.now()),
    inspect,
    health: (timeoutMs) => health(id, timeoutMs),
    async kill(name) {
      await run(command, ['kill', '--signal', name, id]);
    },
    ended: waitFor(engine, id, signal),
    async logs() {
      const { stdout, stderr } = await run(command, ['logs', '--tail', '20', id]);
      return `${stdout}\n${stderr}`.trim().slice(-4000);
    },
    async remove() {
      await run(command, [...removeArgs, id]);
    },
  };
}

async function waitFor({ command }: Engine, id: string, signal: AbortSignal): Promise<number> {
  try {
    const { stdout } = await run(command, ['wait', id], { signal });
    return Number(stdout.trim() || NaN);
  } catch {
    // Interrupted: nobody waits for the answer any more.
    return NaN;
  }
}
