import type { GoFile } from './source.ts';

const strings = /"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'/g;
/** Where the texts over several lines begin and end, each file read once. */
const known = new WeakMap<GoFile, readonly (readonly [start: number, end: number])[]>();

/** Is it in a text over several lines, such as the help of a program: `export PORT=80`? https://go.dev/ref/spec#String_literals */
export function isInRawText(file: GoFile, index: number): boolean {
  const texts = known.get(file) ?? textsOf(file);
  known.set(file, texts);
  let [from, to] = [0, texts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((texts[middle]?.[1] ?? 0) <= index) from = middle + 1;
    else to = middle;
  }
  const [start = index] = texts[from] ?? [];
  return start < index;
}

function textsOf({ code }: GoFile): readonly (readonly [number, number])[] {
  return [...code.matchAll(strings)]
    .filter(([text]) => text.startsWith('`') && text.includes('\n'))
    .map(({ 0: text, index }) => [index, index + text.length] as const);
}
