import { commentText } from './quote.ts';

/** Comment lines of at most 130 columns. */
export function wrap(text: string): string {
  const out: string[] = [];
  let line = '#';
  for (const word of commentText(text).split(' ')) {
    if (line.length + word.length + 1 > 130 && line !== '#') {
      out.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...out, line].join('\n');
}

/** An empty line before each comment that explains what follows it. */
export function paragraphs(texts: readonly string[]): string {
  const filled = texts.filter((text) => text !== '');
  return filled
    .map((text, at) => (isComment(text) && !isOpen(filled[at - 1]) ? `\n${text}` : text))
    .join('\n');
}

function isComment(text: string): boolean {
  return text.startsWith('#');
}

/** Nothing stands above, a comment that goes on, or an empty line, as after a here-document. */
function isOpen(text: string | undefined): boolean {
  return text === undefined || isComment(text) || text.endsWith('\n');
}

/** Those that have something, a line each. */
export function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
