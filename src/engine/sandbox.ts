import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../process/run.ts';
import type { Engine } from './engine.ts';
import { inspectContainer, type ContainerState } from './inspect.ts';

export type StartOptions = {
  readonly image: string;
  /** Published to an ephemeral port on the engine's host; undefined: none is. */
  readonly port: number | undefined;
  /** More arguments of `docker run`, such as `--read-only`. */
  readonly args?: readonly string[];
  /** Variables for `--env NAME` without a value among them. */
  readonly env?: Readonly<Record<string, string>>;
  /** In place of the image's CMD. */
  readonly command?: readonly string[];
};

/** A container of ours, or the reason why it could not be started. */
export type Started = { readonly container: Container } | { readonly refused: string };

export type Container = {
  readonly id: string;
  /** Where the published port is reached from here; port 0 if the container ended before it could be asked. */
  readonly address: { readonly host: string; readonly port: number };
  /** When the process started, ms since the epoch by this machine's clock. */
  readonly startedAt: number;
  inspect(): Promise<ContainerState>;
  /** Sends a signal to the first process, such as `SIGTERM`. */
  kill(signal: string): Promise<void>;
  /** Resolves when the container has ended, to its exit code. */
  ended: Promise<number>;
  /** The last lines of its output, stdout and stderr. */
  logs(): Promise<string>;
  remove(): Promise<void>;
};

/** Containers of one run of `verify`. `close` removes all of them, also those whose start was interrupted. */
export type Sandbox = {
  /** Major version of the engine. */
  readonly engineMajor: number;
  /** What the engine runs without emulation, such as `linux/amd64`. */
  readonly platform: string;
  start(options: StartOptions): Promise<Started>;
  close(): Promise<void>;
};

const runLabel = 'dev.create-distroless.run';
const ownerLabel = 'dev.create-distroless.owner';
const startTimeoutMs = 60_000;

export async function openSandbox(engine: Engine, signal: AbortSignal): Promise<Sandbox> {
  await removeOrphans(engine);
  const runId = randomBytes(6).toString('hex');
  const labels = ['--label', `${runLabel}=${runId}`, '--label', `${ownerLabel}=${process.pid}@${here()}`];
  return {
    engineMajor: Number.parseInt(engine.version, 10) || 0,
    platform: engine.platform,
    async start({ image, port, args = [], env = {}, command = [] }) {
      const published = engine.host === '127.0.0.1' ? `127.0.0.1::${port}` : `${port}`;
      const publish = port === undefined ? [] : ['--publish', published];
      const limits = ['--pids-limit', '512', '--log-opt', 'max-size=10m'];
      const flags = ['run', '--detach', ...publish, ...limits, ...labels, ...args, image, ...command];
      const calledAt = Date.now();
      const { code, stdout, stderr, timedOut } = await run(engine.command, flags, {
        signal,
        env,
        timeoutMs: startTimeoutMs,
      });
      if (timedOut) return { refused: `it was not started within ${startTimeoutMs / 1000} s` };
      if (code !== 0) return { refused: refusal(stderr) };
      return { container: await adopt(engine, { id: stdout.trim(), port, calledAt }, signal) };
    },
    async close() {
      await removeAll(engine, `${runLabel}=${runId}`);
      if (!signal.aborted) return;
      // The engine may still have been making a container when its client was stopped.
      await sleep(300);
      await removeAll(engine, `${runLabel}=${runId}`);
    },
  };
}

async function adopt(
  engine: Engine,
  {
    id,
    port,
    calledAt,
  }: { readonly id: string; readonly port: number | undefined; readonly calledAt: number },
  signal: AbortSignal,
): Promise<Container> {
  const inspect = () => inspectContainer(engine, id);
  const state = await inspect();
  const { command } = engine;
  // Whatever the engine's clock says, it was between the call and now.
  const startedAt = Math.min(Math.max(state.startedAt, calledAt), Date.now());
  return {
    id,
    address: { host: engine.host, port: state.ports.get(`${port}/tcp`) ?? 0 },
    startedAt,
    inspect,
    async kill(name) {
      await run(command, ['kill', '--signal', name, id]);
    },
    ended: waitFor(engine, id, signal),
    async logs() {
      const { stdout, stderr } = await run(command, ['logs', '--tail', '20', id]);
      return `${stdout}\n${stderr}`.trim().slice(-4000);
    },
    async remove() {
      await run(command, ['rm', '--force', '--volumes', id]);
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

/** `docker: Error response from daemon: …: unknown.` without the wrapping. */
function refusal(stderr: string): string {
  const line =
    stderr.split('\n').find((text) => text.includes('Error response')) ?? stderr.trim().split('\n')[0] ?? '';
  return line.replace(/^docker: /, '').replace(/^Error response from daemon: /, '');
}

async function removeAll({ command }: Engine, filter: string): Promise<void> {
  const { stdout } = await run(command, ['ps', '--all', '--quiet', '--filter', `label=${filter}`]);
  const ids = stdout.split('\n').filter(Boolean);
  if (ids.length > 0) await run(command, ['rm', '--force', '--volumes', ...ids]);
}

/** Removes what runs of this machine left that were killed before they could clean up. */
async function removeOrphans(engine: Engine): Promise<void> {
  const format = `{{.ID}} {{.Label "${ownerLabel}"}}`;
  const { stdout } = await run(engine.command, [
    'ps',
    '--all',
    '--filter',
    `label=${ownerLabel}`,
    '--format',
    format,
  ]);
  const orphans = stdout.split('\n').flatMap((line) => {
    const [, id, pid, host] = /^(\S+) (\d+)@(.+)$/.exec(line) ?? [];
    return id !== undefined && host === here() && !isAlive(Number(pid)) ? [id] : [];
  });
  if (orphans.length > 0) await run(engine.command, ['rm', '--force', '--volumes', ...orphans]);
}

/** This machine, and on Linux its process namespace: in another container the same pid is somebody else. */
function here(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
