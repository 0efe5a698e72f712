import { inspect } from 'node:util';

export type Color = Readonly<
  Record<'command' | 'path' | 'value' | 'error' | 'warn' | 'ok' | 'dim' | 'strong', (text: string) => string>
>;

/**
 * Stands for the escape character in our own colours until the text is written. It is drawn anew for every run, so that
 * text from elsewhere cannot bring colours of its own: `printable` shows its escape characters instead.
 */
const mark = `\uE000${Math.random().toString(36).slice(2)}`;

/** Colours by meaning. NO_COLOR wins over everything (https://no-color.org). */
export function createColor(enabled: boolean): Color {
  const on = enabled && !process.env.NO_COLOR;
  const style = (name: 'cyan' | 'bold' | 'red' | 'yellow' | 'green' | 'gray') => {
    const [open, close] = inspect.colors[name] as [number, number];
    return (text: string) => (on ? `${mark}[${open}m${text}${mark}[${close}m` : text);
  };
  return {
    command: style('cyan'),
    path: style('bold'),
    value: style('cyan'),
    error: style('red'),
    warn: style('yellow'),
    ok: style('green'),
    dim: style('gray'),
    strong: style('bold'),
  };
}

/** Turns the marks into colours, as the last step before text is written. */
export function paint(text: string): string {
  return text.replaceAll(mark, '\u001B');
}
