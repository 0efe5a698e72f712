import { ExitCode, UserError } from '../errors.ts';
import { run } from '../process/run.ts';
import type { Dialect } from './dialect.ts';

/** How this run wants to use an engine, whichever it is. */
export type EngineWishes = {
  /** To build for and to run as, such as `linux/arm64`; undefined: the engine's own. */
  readonly platform?: string | undefined;
  /** A builder of buildx to build with; undefined: the engine's own. */
  readonly builder?: string | undefined;
};

/** A container engine that answers. */
export type Engine = Dialect & {
  readonly version: string;
  /** What it runs without emulation, such as `linux/amd64`. */
  readonly platform: string;
  readonly endpoint: Endpoint;
  /** The engine's clock minus ours, in ms; 0 when no difference can be told. */
  readonly clockSkewMs: number;
  /** Every build and every container is made so. */
  readonly wishes: EngineWishes;
};

/** An engine as it is found, before anything is wished of it. */
export type Found = Omit<Engine, 'wishes'>;

/** Where an engine is, and where a port that it publishes can be reached from here. */
export type Endpoint = {
  /** As the engine's client names it, such as `tcp://build.example:2376`; empty: its default. */
  readonly url: string;
  /** The host whose ports are those of the engine, likeliest first; never the address of a bridge's container. */
  readonly hosts: readonly [string, ...string[]];
  /** Ports are published on the engine's loopback only: nobody else is to reach what is under test. */
  readonly loopback: boolean;
  /** That loopback is another machine's, and is reached through ssh. */
  readonly tunnel?: true;
};

/** Such as `podman 5.4.2 (linux/amd64)`. */
export function engineName({ command, version, platform }: Engine): string {
  return `${command} ${version} (${platform})`;
}

/** Is the engine still there? Asked when one of its commands failed for no reason of ours. */
export async function assertAlive(engine: Engine): Promise<void> {
  const { code, stderr } = await run(engine.command, engine.pingArgs, { timeoutMs: 10_000 });
  if (code !== 0) throw engineGone(engine, stderr);
}

/** The engine's command is there, and nothing answers it. */
export function engineGone(
  { command, startHint }: Pick<Dialect, 'command' | 'startHint'>,
  stderr: string,
): UserError {
  // What it warns of comes first, its reason last.
  const lines = stderr.trim().split('\n');
  const reason = lines.find((line) => /^(Error|Cannot|error)/.test(line)) ?? lines[0];
  return new UserError(`the container engine (${command}) does not answer${reason && `: ${reason}`}`, {
    exitCode: ExitCode.noEngine,
    hint: startHint,
  });
}
