import type { WriteStream } from 'node:tty';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Lines of a log below the title. */
const mostLines = 5;

export type Spinner = {
  /** Begins a step, ending the one before. */
  start(title: string): void;
  /** What to show beside the title. */
  detail(text: string): void;
  /** A line of a log, to show below the title with the few before it. */
  line(text: string): void;
  /** Wipes all of it. */
  stop(): void;
};

type Screen = Pick<WriteStream, 'write' | 'columns' | 'rows'>;

/**
 * The end of the terminal: what is going on and for how long, and the last lines of its log.
 * @param dim how a line of the log is shown
 */
export function createSpinner(stream: Screen, dim: (text: string) => string): Spinner {
  let step: { title: string; detail: string; log: readonly string[]; since: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;
  /** How many lines are on the screen. */
  let drawn = 0;

  /**
   * From the end of the last line to the begin of the title. A terminal that became narrower may have broken its longer lines: the
   * first rows of those stay behind, as going up further could wipe what is not ours.
   */
  const home = () => (drawn > 1 ? `\r\u001B[${drawn - 1}A` : '\r');

  const draw = () => {
    if (!step) return;
    // Room for the `^C` that a terminal shows: on a line of its own it would move everything.
    const width = Math.max(20, (stream.columns || 80) - 3);
    const seconds = Math.floor((Date.now() - step.since) / 1000);
    const time = seconds > 0 ? ` ${seconds} s` : '';
    const title = `${frames[frame++ % frames.length]} ${step.title}${time}  ${step.detail}`.trimEnd();
    // A terminal of few rows would scroll what does not fit, and could not take it back.
    const room = Math.min(mostLines, Math.max(0, (stream.rows || 24) - 2));
    const log = room === 0 ? [] : step.log.slice(-room).map((line) => `  ${line}`);
    const lines = [title, ...log].map((line) => line.slice(0, width));
    const text = lines.map((line, at) => (at === 0 ? line : dim(line))).join('\u001B[K\r\n');
    // One write a frame, each line over the one before it and cleared only behind its end, so that nothing flickers. No wrapping:
    // characters that are two columns wide would make a line longer than it was measured.
    stream.write(`${home()}\u001B[?7l${text}\u001B[J\u001B[?7h`);
    drawn = lines.length;
  };
  const stop = () => {
    clearInterval(timer);
    if (step) stream.write(`${home()}\u001B[J`);
    drawn = 0;
    step = undefined;
  };
  return {
    start(title) {
      stop();
      step = { title, detail: '', log: [], since: Date.now() };
      timer = setInterval(draw, 100);
      timer.unref();
      draw();
    },
    detail(text) {
      if (step) step.detail = text.replaceAll(/\s+/g, ' ');
    },
    line(text) {
      const line = text.replaceAll(/\s+/g, ' ').trimEnd();
      if (step && line !== '') step.log = [...step.log, line].slice(-mostLines);
    },
    stop,
  };
}
