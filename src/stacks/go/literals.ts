import { lineStarts, type GoFile } from './source.ts';

/** A string in the code. */
export type Literal = {
  readonly text: string;
  readonly file: GoFile;
  readonly line: number;
  /** The line that it begins on. */
  readonly whole: string;
};

const strings = /"((?:\\.|[^"\\\n]){1,200})"|`([^`\n]{1,200})`/g;
const joined = /\bJoin\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g;

/** The strings of a file that may be paths, what filepath.Join makes of several, and the defaults that tags have; those of imports are left out. */
export function literalsOf(file: GoFile): readonly Literal[] {
  const { code } = file;
  const start = Math.max(0, code.lastIndexOf('\nimport '));
  const body = code.indexOf(
    '\n',
    code.slice(start, start + 9).includes('(') ? code.indexOf(')', start) : start + 1,
  );
  const from = file.imports.length === 0 || body < 0 ? 0 : body;
  const lines = code.split('\n');
  const starts = lineStarts(code);
  const at = (index: number) => {
    const line = starts(index);
    return { file, line, whole: lines[line - 1] ?? '' };
  };
  const found: Literal[] = [];
  for (const match of code.matchAll(strings)) {
    if (match.index < from) continue;
    const text = match[1] ?? match[2] ?? '';
    if (isPath(text)) found.push({ text, ...at(match.index) });
  }
  for (const match of code.matchAll(/\b(?:default|envDefault):"([^"\n]{2,200})"/g)) {
    const text = match[1] ?? '';
    if (text.includes('/') && isPath(text)) found.push({ text, ...at(match.index) });
  }
  // fmt.Sprintf("%s/profiles", baseDir)
  for (const match of code.matchAll(
    /\bSprintf\("%[sv]\/([\w./-]+)",\s*[\w.]*(?:[dD]ir|[bB]ase|[rR]oot|[cC]wd)\w*\)/g,
  )) {
    found.push({ text: match[1] ?? '', ...at(match.index) });
  }
  for (const match of code.matchAll(joined)) {
    const parts = (match[1] ?? '').split(',').map((part) => /^\s*["`]([^"`]*)["`]\s*$/.exec(part)?.[1]);
    // What stands before it, a variable, is where the program was started or its own directory.
    const words = parts.slice(parts.findLastIndex((part) => part === undefined) + 1) as string[];
    if (words.length > 1 && words.every(isPath)) found.push({ text: words.join('/'), ...at(match.index) });
  }
  return found;
}

function isPath(text: string): boolean {
  return /^[\w./*?@+~:=&{},[\]-]+$/.test(text) && !/^https?:|^\/\//.test(text) && text.length > 1;
}
