import { ExitCode, UserError } from '../errors.ts';
import { shellWord } from '../ui/shell.ts';

/* oxlint-disable no-control-regex -- what is refused */
const control = /[\u0000-\u001F\u007F]/;
/** BuildKit reads lines of at most 64 kB, and nobody means more than a part of that. */
const longest = 8000;

/**
 * Shell text for a RUN, with every interpolated word quoted: sh`npm run ${script}`.
 * @throws UserError for a word that cannot stand on a line
 */
export function sh(texts: TemplateStringsArray, ...words: readonly string[]): string {
  return texts.reduce((line, text, index) => `${line}${shellWord(plain(words[index - 1] as string))}${text}`);
}

/** A path for COPY that means itself: neither a pattern nor a variable, and its quotes are its own. */
export function literalPath(path: string): string {
  // Tried with BuildKit: it leaves out what begins with `!` and finds no name with one of the others, however they are written.
  if (/^!|[\\*?]/.test(path)) throw unnameable(path);
  const text = literalWord(/[[\]]/.test(path) ? path.replaceAll(/[[(){}+|^]/g, asPattern) : path);
  return text.startsWith('<<') ? `./${text}` : text;
}

/** BuildKit makes a regular expression of what has a bracket, and leaves some of its signs as they are (moby/patternmatcher:patternmatcher.go). */
function asPattern(sign: string): string {
  return sign === '^' ? '?' : `[${sign}]`;
}

/** A word of COPY or VOLUME, in which nothing is expanded (frontend/dockerfile/shell/lex.go of moby/buildkit). */
export function literalWord(text: string): string {
  return plain(text).replaceAll(/[\\$"']/g, '\\$&');
}

/** The path of a WORKDIR, which is the rest of its line without the blanks at its ends. */
export function lineWord(path: string): string {
  if (path !== path.trim()) throw unnameable(path);
  return literalWord(path);
}

/** Paths of a COPY or ADD, the target last: as words, or as JSON where a word would be taken apart. */
export function copyWords(paths: readonly string[]): string {
  return paths.some((path) => /[\s"'\\]|^[[-]/.test(path)) ? JSON.stringify(paths) : paths.join(' ');
}

/** The value of an ENV or ARG, in quotes where it needs them; nothing in it is expanded. */
export function envValue(value: string): string {
  if (/^[\w./:@%+,-]+$/.test(value)) return value;
  return `"${plain(value).replaceAll(/["\\$]/g, '\\$&')}"`;
}

/** The source or target of a mount: BuildKit reads it byte by byte, as CSV, and expands it. */
export function mountPath(path: string): string {
  if (/^[\w./@+~-]+$/.test(path)) return path;
  throw unnameable(path);
}

/** A path as a line of .dockerignore; `*` stays what it is, as directories of `[id]` are common and those of `*` are not. */
export function ignoreLine(pattern: string): string {
  const [, not = '', path = ''] = /^(!?)([\s\S]*)$/.exec(pattern) ?? [];
  if (path !== path.trim()) throw unnameable(path);
  const isPattern = /[?*[\]\\]|^[#!]/.test(path);
  return `${not}${isPattern ? plain(path).replaceAll(/[?[\]\\(){}+|^]|^[#!]/g, '\\$&') : plain(path)}`;
}

/** A pattern of ours, perhaps with a directory of the repository before it, as a line of .dockerignore. */
export function ignorePattern(pattern: string): string {
  if (pattern !== pattern.trim()) throw unnameable(pattern);
  return plain(pattern);
}

/** One line of comment, whatever the text is; `name=value` in the first line would be a directive of the parser. */
export function commentText(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001F\u007F\u0085\s]+/g, ' ')
    .trim()
    .replace(/^([A-Za-z]\w*)\s*=\s*/, '$1 is ');
}

function plain(text: string): string {
  if (control.test(text) || text.length > longest) throw unnameable(text);
  return text;
}

function unnameable(text: string): UserError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new UserError(`${JSON.stringify(shown)} cannot be named in a Dockerfile`, {
    exitCode: ExitCode.nothingToDo,
    hint: 'give it another name, without control characters, quotes and the like',
  });
}
