import type { Inspector } from '../inspect.ts';

/** BINPRM_BUF_SIZE: the kernel looks at no more of a script, the last byte of which only ends the line. */
const longestLine = 256;

/**
 * The `#!` line of a script that may be executed, by the kernel's rules: within 256 bytes, one argument with all its blanks
 * (torvalds/linux:fs/binfmt_script.c). A carriage return is part of the name, as it is for the kernel.
 */
export const shebang: Inspector = {
  begin({ mode }, head) {
    if (!(mode & 0o111) || head.subarray(0, 2).toString('latin1') !== '#!') return undefined;
    const line = readLine(head);
    return line && { update() {}, end: () => ({ shebang: line }) };
  },
};

function readLine(head: Buffer): { readonly interpreter: string; readonly argument?: string } | undefined {
  const buffer = head.toString('latin1', 2, longestLine);
  const newline = buffer.indexOf('\n');
  // Without a blank behind it the name was cut off, and the kernel refuses the script.
  const isWhole = newline >= 0 || head.length < longestLine;
  if (!isWhole && !/[ \t]/.test(buffer.trimStart())) return undefined;
  const length = newline < 0 ? longestLine - 3 : newline;
  const [line = ''] = head.toString('utf8', 2, 2 + length).split('\0');
  const words = trimBlanks(line);
  const blank = words.search(/[ \t]/);
  if (blank < 0) return words === '' ? undefined : { interpreter: words };
  return { interpreter: words.slice(0, blank), argument: trimBlanks(words.slice(blank)) };
}

/** Spaces and tabs only. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  const isBlank = (at: number) => text[at] === ' ' || text[at] === '\t';
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}
