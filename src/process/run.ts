import { setMaxListeners } from 'node:events';
import { execa, type Options } from 'execa';
import { Interrupted } from '../errors.ts';

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Text for stdin; without it stdin is closed. */
  readonly input?: string;
  /** Stops the process; the call then rejects with Interrupted. */
  readonly signal?: AbortSignal | undefined;
  /** The process is killed after this many ms; `timedOut` tells. */
  readonly timeoutMs?: number;
  /** Called with every line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
  /** Handed the raw stdout instead of it being collected; rejects when it rejects. */
  readonly onStdout?: (stdout: NodeJS.ReadableStream) => Promise<void>;
};

export type RunResult = {
  /** Absent when the process was killed or could not be started. */
  readonly code: number | undefined;
  /** The program is not on the PATH. */
  readonly notFound: boolean;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
};

/**
 * The one function through which every subprocess runs: no shell, arguments as a list.
 * Resolves whatever the exit code is; rejects only with Interrupted, or when `onStdout` does.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { env, input, signal, timeoutMs, onLine, onStdout } = options;
  if (signal?.aborted) throw new Interrupted();
  // Each process listens to it, and checks run many at a time: more than ten are no leak, of which Node would warn on the terminal.
  if (signal) setMaxListeners(0, signal);
  const settings: Options = {
    reject: false,
    // A flooding process must not fill our memory; what matters is at the end or came line by line.
    maxBuffer: 20_000_000,
    forceKillAfterDelay: 3000,
    ...(env && { env }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(signal && { cancelSignal: signal }),
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    buffer: { stdout: !onStdout, stderr: true, all: false },
    all: onLine !== undefined,
  };
  const child = execa(command, args, settings);
  const lines = onLine && eachLine(child, onLine);
  const [result] = await Promise.all([child, lines, onStdout && child.stdout && onStdout(child.stdout)]);
  if (result.isCanceled || signal?.aborted) throw new Interrupted();
  return {
    code: result.exitCode,
    notFound: result.code === 'ENOENT',
    timedOut: result.timedOut,
    stdout: text(result.stdout),
    stderr: text(result.stderr),
  };
}

async function eachLine(child: ReturnType<typeof execa>, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of child.iterable({ from: 'all' })) onLine(String(line));
  } catch {
    // The process failed; its result says how.
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
