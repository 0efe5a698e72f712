import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm, { type IBuffer } from '@xterm/headless';

export type Terminal = {
  /** The visible text, as a person sees it. */
  screen(): string;
  /** The same with its colours, cell by cell. */
  readonly buffer: IBuffer;
  /** Waits until the screen shows a text. Rejects with the screen when it does not come. */
  waitFor(text: string | RegExp, timeoutMs?: number): Promise<void>;
  type(keys: string): void;
  /** Resolves when the program has ended, to its exit code. */
  readonly ended: Promise<number>;
  kill(signal: NodeJS.Signals): void;
  /** As when its window is dragged. */
  resize(cols: number, rows: number): void;
};

export const keys = { enter: '\r', down: '\u001B[B', ctrlC: '\u0003' };

/** Runs a program on a real pseudo-terminal. */
export function openTerminal(
  file: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; cols?: number; rows?: number },
): Terminal {
  const { cwd, env = {}, cols = 160, rows = 50 } = options;
  const screen = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
  const child = pty.spawn(file, [...args], {
    cwd,
    cols,
    rows,
    name: 'xterm-256color',
    env: { ...(process.env as Record<string, string>), ...env },
  });
  let lastData = Date.now();
  child.onData((data) => {
    lastData = Date.now();
    screen.write(data);
  });
  const exited = new Promise<number>((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)));
  // The end of a process and the end of its output come on different ways: wait until nothing more comes.
  const ended = exited.then(async (exitCode) => {
    while (Date.now() - lastData < 200) await sleep(20);
    await new Promise<void>((resolve) => screen.write('', resolve));
    return exitCode;
  });
  const text = () => {
    const { active } = screen.buffer;
    return Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    )
      .join('\n')
      .trimEnd();
  };
  return {
    screen: text,
    buffer: screen.buffer.normal,
    async waitFor(wanted, timeoutMs = 10_000) {
      const deadline = Date.now() + timeoutMs;
      const shown = () => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text()));
      while (!shown()) {
        if (Date.now() > deadline) throw new Error(`${wanted} did not appear:\n${text()}`);
        await sleep(20);
      }
    },
    type: (keystrokes) => child.write(keystrokes),
    ended,
    kill: (signal) => child.kill(signal),
    resize(columns, lines) {
      screen.resize(columns, lines);
      child.resize(columns, lines);
    },
  };
}
