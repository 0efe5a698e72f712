import type { WriteStream } from 'node:tty';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export type Spinner = {
  /** Begins a step, ending the one before. */
  start(title: string): void;
  /** What to show beside the title. */
  detail(text: string): void;
  /** Wipes the line. */
  stop(): void;
};

/** One line at the end of the terminal that says what is going on and for how long. */
export function createSpinner(stream: WriteStream): Spinner {
  let step: { title: string; detail: string; since: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;

  const draw = () => {
    if (!step) return;
    const seconds = Math.floor((Date.now() - step.since) / 1000);
    const text = `${frames[frame++ % frames.length]} ${step.title}${seconds > 0 ? ` ${seconds} s` : ''}  ${step.detail}`;
    stream.write(`\r\u001B[2K${text.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
  };
  const stop = () => {
    clearInterval(timer);
    if (step) stream.write('\r\u001B[2K');
    step = undefined;
  };
  return {
    start(title) {
      stop();
      step = { title, detail: '', since: Date.now() };
      timer = setInterval(draw, 100);
      timer.unref();
      draw();
    },
    detail(text) {
      if (step) step.detail = text.replaceAll(/\s+/g, ' ');
    },
    stop,
  };
}
