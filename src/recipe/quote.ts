import { shellWord } from '../ui/shell.ts';

/* oxlint-disable no-control-regex -- what is refused */
const control = /[\u0000-\u001F\u007F]/;

/**
 * Shell text for a RUN, with every interpolated word quoted: sh`npm run ${script}`.
 * @throws Error for a word with control characters: a detector must have dropped it
 */
export function sh(texts: TemplateStringsArray, ...words: readonly string[]): string {
  return texts.reduce((line, text, index) => `${line}${shellWord(plain(words[index - 1] as string))}${text}`);
}

/** A path for COPY that means itself: neither a pattern nor a variable. */
export function literalPath(path: string): string {
  return plain(path).replaceAll(/[*?[]/g, '[$&]').replaceAll('\\', '\\\\').replaceAll('$', '\\$');
}

/** Paths of a COPY or ADD, the target last: as words, or as JSON where a word would be taken apart. */
export function copyWords(paths: readonly string[]): string {
  return paths.some((path) => /[\s"'\\]|^[[-]|^<</.test(path)) ? JSON.stringify(paths) : paths.join(' ');
}

/** The value of an ENV or ARG, in quotes where it needs them; nothing in it is expanded. */
export function envValue(value: string): string {
  if (/^[\w./:@%+,-]+$/.test(value)) return value;
  return `"${plain(value).replaceAll(/["\\$]/g, '\\$&')}"`;
}

/** One line of comment, whatever the text is. */
export function commentText(text: string): string {
  return text.replaceAll(/[\u0000-\u001F\u007F\s]+/g, ' ').trim();
}

function plain(text: string): string {
  if (control.test(text)) throw new Error(`control characters in ${JSON.stringify(text)}`);
  return text;
}
