/** A column of text narrower than this is worse to read than lines that the terminal breaks. */
const narrowest = 40;

/**
 * Breaks text into lines of a width, at spaces; a word that is longer stands alone, whole, so that a path can be copied. Lines of
 * the text stay lines, and what they are indented by goes on in what is broken off them.
 * @param width in columns; undefined: only its own line breaks
 */
export function wrap(text: string, width: number | undefined): readonly string[] {
  const lines = text.split('\n');
  return width === undefined ? lines : lines.flatMap((line) => wrapLine(line, Math.max(width, narrowest)));
}

function wrapLine(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  const [first = '', ...words] = line.slice(indent.length).split(/ +/);
  const lines = [indent + first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(indent + word);
  }
  return lines;
}
