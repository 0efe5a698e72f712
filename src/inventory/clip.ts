const longestLine = 4000;
const longestRun = 200;

/**
 * A text without what nobody writes: lines of thousands of characters are cut, as are endless blanks. Detectors search with
 * regular expressions, some of which take the square of the length for such a text. Lines keep their numbers, but for hundreds of
 * empty ones.
 */
export function clip(text: string): string {
  if (!isStrange(text)) return text;
  return text
    .split('\n')
    .map((line) => line.slice(0, longestLine).replaceAll(/([^\S\n]{200})[^\S\n]+/g, '$1'))
    .join('\n')
    .replaceAll(/(\n{200})\n+/g, '$1');
}

/** The same for the strings of a parsed text. */
export function clipStrings(value: unknown, text: string): unknown {
  return isStrange(text) ? clipped(value) : value;
}

function clipped(value: unknown): unknown {
  if (typeof value === 'string') return clip(value);
  if (Array.isArray(value)) return value.map(clipped);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [clip(key), clipped(each)]));
}

function isStrange(text: string): boolean {
  let line = 0;
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    line = code === 0x0a ? 0 : line + 1;
    run = code <= 0x20 || code === 0xa0 ? run + 1 : 0;
    if (line > longestLine || run > longestRun) return true;
  }
  return false;
}
