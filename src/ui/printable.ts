/* oxlint-disable no-control-regex -- removing control characters is what this file is for */
/** Control and bidirectional-override characters are shown, not obeyed: also colours, which could hide what follows. */
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Makes text from elsewhere safe for a terminal: `\u001B[2J` is printed as `\x1b[2J`. Newlines and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll(control, escapeControl);
}

/** The same for text that must stay on its line, such as the path of a file in an image. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

function escapeControl(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
