/** The line of a text, from 1, that a position of it is in. */
export function lineNumber(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
