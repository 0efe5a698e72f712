import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../process/run.ts';
import { adopt, type Container } from './container.ts';
import type { Engine } from './engine.ts';
import { labelsOf, removeOrphans, removeRun } from './leftovers.ts';

export type { Container } from './container.ts';

export type StartOptions = {
  readonly image: string;
  /** Published to an ephemeral port on the engine's host; undefined: none is. */
  readonly port: number | undefined;
  /** More arguments of `run`, such as `--read-only`. */
  readonly args?: readonly string[];
  /** Variables for `--env NAME` without a value among them. */
  readonly env?: Readonly<Record<string, string>>;
  /** In place of the image's CMD. */
  readonly command?: readonly string[];
};

/** A container of ours, or the reason why it could not be started. */
export type Started = { readonly container: Container } | { readonly refused: string };

/** Containers of one run of `verify`. `close` removes all of them, also those whose start was interrupted. */
export type Sandbox = Pick<
  Engine,
  'command' | 'platform' | 'endpoint' | 'readonlyArgs' | 'healthArgs' | 'healthPollMs'
> & {
  start(options: StartOptions): Promise<Started>;
  close(): Promise<void>;
};

const startTimeoutMs = 60_000;

export async function openSandbox(engine: Engine, signal: AbortSignal): Promise<Sandbox> {
  await removeOrphans(engine);
  const runId = randomBytes(6).toString('hex');
  const labels = labelsOf(runId);
  const closing = new AbortController();
  const until = AbortSignal.any([signal, closing.signal]);
  const { command, endpoint, readonlyArgs, healthArgs, healthPollMs, wishes } = engine;
  return {
    command,
    platform: engine.platform,
    endpoint,
    readonlyArgs,
    healthArgs,
    healthPollMs,
    async start({ image, port, args = [], env = {}, command: argv = [] }) {
      const published = endpoint.loopback ? `127.0.0.1::${port}` : `${port}`;
      const publish = port === undefined ? [] : ['--publish', published];
      const on = wishes.platform === undefined ? [] : ['--platform', wishes.platform];
      const limits = ['--pids-limit', '512', '--log-opt', 'max-size=10m'];
      const flags = ['run', '--detach', ...publish, ...on, ...limits, ...labels, ...args, image, ...argv];
      const calledAt = Date.now();
      const { code, stdout, stderr, timedOut } = await run(command, flags, {
        signal,
        env: { ...engine.runEnv, ...env },
        timeoutMs: startTimeoutMs,
      });
      if (timedOut) return { refused: `it was not started within ${startTimeoutMs / 1000} s` };
      if (code !== 0) return { refused: refusal(stderr) };
      return { container: await adopt(engine, { id: stdout.trim(), port, calledAt }, { signal, until }) };
    },
    async close() {
      closing.abort();
      await removeRun(engine, runId);
      if (!signal.aborted) return;
      // The engine may still have been making a container when its client was stopped.
      await sleep(300);
      await removeRun(engine, runId);
    },
  };
}

/** `docker: Error response from daemon: …`, `Error: runc: …` without the wrapping, and without the warnings before it. */
function refusal(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const line = lines.find((text) => /^(docker: )?Error/.test(text)) ?? lines[0] ?? '';
  return line.replace(/^docker: /, '').replace(/^Error( response from daemon)?: /, '');
}
