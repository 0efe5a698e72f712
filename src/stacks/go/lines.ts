import { lineStarts, type GoFile } from './source.ts';
import type { Program } from './program.ts';

/** A match in the code of a program. */
export type Found = {
  readonly file: GoFile;
  /** From 1. */
  readonly line: number;
  readonly match: RegExpExecArray;
};

/** Every match of a pattern (with the flag g) in a program, in the order of its files. */
export function findAll(files: readonly GoFile[], pattern: RegExp): readonly Found[] {
  return files.flatMap((file) => {
    const lineOf = lineStarts(file.code);
    return [...file.code.matchAll(pattern)].map((match) => ({ file, line: lineOf(match.index), match }));
  });
}

export function findFirst({ files }: Program, pattern: RegExp): Found | undefined {
  for (const file of files) {
    const match = pattern.exec(file.code);
    if (match) return { file, line: lineStarts(file.code)(match.index), match };
  }
  return undefined;
}

/** `main.go:12` */
export function placeOf({ file, line }: Pick<Found, 'file' | 'line'>): string {
  return `${file.path}:${line}`;
}

/** Some lines around one, which is counted from 1. */
export function around({ file, line }: Pick<Found, 'file' | 'line'>, before: number, after: number): string {
  return file.code
    .split('\n')
    .slice(Math.max(0, line - 1 - before), line + after)
    .join('\n');
}

/** The text from an opening brace at or after a place to the one that closes it. */
export function block(code: string, from: number): string {
  const start = code.indexOf('{', from);
  if (start < 0) return '';
  let depth = 0;
  const braces = /["`][^"`\n]*["`]|[{}]/g;
  braces.lastIndex = start;
  for (let match = braces.exec(code); match; match = braces.exec(code)) {
    if (match[0] === '{') depth++;
    if (match[0] === '}' && --depth === 0) return code.slice(start, match.index + 1);
  }
  return code.slice(start, start + 2000);
}
