import { createColor, paint, type Color } from './color.ts';
import { printable } from './printable.ts';
import { createSpinner } from './spinner.ts';

/**
 * The terminal. stdout is data (`json`, `print`), stderr is talk (everything else).
 * Text is cleaned of control characters on its way out: names, logs and paths come from elsewhere.
 */
export type Ui = {
  readonly color: Color;
  /** Can questions be asked: a terminal on both ends of the talk. */
  readonly interactive: boolean;
  /** `--json` was given: data goes out as one object. */
  readonly asJson: boolean;
  /** A line of talk. */
  readonly say: (line: string) => void;
  /** The one object that `--json` prints; without `--json` nothing. */
  readonly json: (value: object) => void;
  /** Data on stdout, such as the help text. */
  readonly print: (text: string) => void;
  /** A step that takes a while: a line that moves in a terminal, a plain line elsewhere. Ends with the next `say` or `step`. */
  readonly step: (title: string) => void;
  /** What the step is at: shown beside it in a terminal; elsewhere only where the builder begins a step of its own. */
  readonly detail: (line: string) => void;
  readonly close: () => void;
};

/** `npx create-distroless | head` must not end in a stack trace. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

export function createUi(options: { color: boolean; json: boolean }): Ui {
  const { stdin, stdout, stderr } = process;
  const live = stderr.isTTY === true && process.env.TERM !== 'dumb';
  const spinner = createSpinner(stderr);
  const color = createColor(options.color && live);

  stdout.on('error', ignoreClosedPipe);
  stderr.on('error', ignoreClosedPipe);

  const say = (line: string) => {
    spinner.stop();
    stderr.write(`${paint(printable(line))}\n`);
  };
  return {
    color,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    asJson: options.json,
    say,
    json(value) {
      if (options.json) stdout.write(`${JSON.stringify(value)}\n`);
    },
    print(text) {
      stdout.write(text);
    },
    step(title) {
      if (live) spinner.start(printable(title));
      else say(`${title} …`);
    },
    detail(line) {
      if (live) spinner.detail(printable(line));
      else if (buildStep.test(line)) say(`  ${line}`);
    },
    close: spinner.stop,
  };
}

/** `#7 [build 2/5] COPY go.mod ./` of BuildKit's plain progress. */
const buildStep = /^#\d+ \[.*\d+\/\d+\] /;
