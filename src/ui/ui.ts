import { createColor, paint, type Color } from './color.ts';
import { inert, inertJson, obeysOutput } from './inert.ts';
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
  /** Columns to keep lines of talk within; undefined where they are no terminal's. */
  readonly width: () => number | undefined;
  /** A line of talk. */
  readonly say: (line: string) => void;
  /** The one object that `--json` prints; without `--json` nothing. */
  readonly json: (value: object) => void;
  /** Data on stdout, such as the help text. */
  readonly print: (text: string) => void;
  /** A step that takes a while: a line that moves in a terminal, a plain line elsewhere. Ends with the next `say` or `step`. */
  readonly step: (title: string) => void;
  /** What the step is at: shown beside it in a terminal, not at all elsewhere. */
  readonly detail: (text: string) => void;
  /** A line of the builder: the last few are shown below the step in a terminal; elsewhere those that begin a step of the build. */
  readonly line: (text: string) => void;
  /** A command to the CI that runs us, as it is: everything else that we write is none. */
  readonly command: (line: string) => void;
  readonly close: () => void;
};

/** `npx create-distroless | head` must not end in a stack trace. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

export function createUi(options: { color: boolean; json: boolean }): Ui {
  const { stdin, stdout, stderr } = process;
  const live = stderr.isTTY === true && process.env.TERM !== 'dumb';
  const color = createColor(options.color && live);
  const spinner = createSpinner(stderr, (text) => paint(color.dim(text)));

  stdout.on('error', ignoreClosedPipe);
  stderr.on('error', ignoreClosedPipe);

  const obeyed = obeysOutput();
  const say = (line: string) => {
    spinner.stop();
    const text = printable(line);
    stderr.write(`${paint(obeyed ? inert(text) : text)}\n`);
  };
  return {
    color,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    asJson: options.json,
    width: () => (live ? stderr.columns || undefined : undefined),
    say,
    json(value) {
      if (!options.json) return;
      const text = JSON.stringify(value);
      stdout.write(`${obeyed ? inertJson(text) : text}\n`);
    },
    print(text) {
      spinner.stop();
      stdout.write(obeyed ? inert(text) : text);
    },
    step(title) {
      if (live) spinner.start(printable(title));
      else say(`${title} …`);
    },
    detail(text) {
      if (live) spinner.detail(printable(text));
    },
    line(text) {
      if (live) spinner.line(printable(text));
      else if (buildStep.test(text)) say(`  ${text}`);
    },
    command(line) {
      spinner.stop();
      stderr.write(`${line}\n`);
    },
    close: spinner.stop,
  };
}

/** `#7 [build 2/5] COPY go.mod ./` of BuildKit's plain progress. */
const buildStep = /^#\d+ \[.*\d+\/\d+\] /;
