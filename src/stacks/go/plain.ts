/* oxlint-disable no-control-regex -- what is refused */
const control = /[\u0000-\u001F\u007F]/;

/** Has a text no control characters, which would end a line of what it lands in? */
export function isPlain(text: string): boolean {
  return !control.test(text);
}
