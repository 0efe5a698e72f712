/** A line and what ends it: nothing for the last one of a text that does not end in a line end. */
export type Line = { readonly text: string; readonly end: string };

/** Bytes as characters one to one, so that text in any encoding comes through unharmed. */
export function splitLines(content: Buffer): readonly Line[] {
  const text = content.toString('latin1');
  return [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)]
    .map(([, line = '', end = '']) => ({ text: line, end }))
    .filter((line) => line.text !== '' || line.end !== '');
}

/**
 * The inverse of `splitLines`.
 * @param ends whether the last line is ended; `end` then stands in where a line has none
 */
export function joinLines(lines: readonly Line[], ends: boolean, end: string): Buffer {
  const texts = lines.map((line, at) =>
    at === lines.length - 1 && !ends ? line.text : line.text + (line.end || end),
  );
  return Buffer.from(texts.join(''), 'latin1');
}

/** The line end that most lines have; undefined when no line ends. */
export function lineEnd(lines: readonly Line[]): string | undefined {
  const ends = lines.map(({ end }) => end).filter((end) => end !== '');
  if (ends.length === 0) return undefined;
  return ends.filter((end) => end === '\r\n').length * 2 > ends.length ? '\r\n' : '\n';
}

/** Does the text end in a line end? An empty one counts as if it did. */
export function endsLine(lines: readonly Line[]): boolean {
  return lines.at(-1)?.end !== '';
}
