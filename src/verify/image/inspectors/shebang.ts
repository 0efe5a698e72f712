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
  const buffer = head.subarray(2, longestLine);
  const newline = buffer.indexOf('\n');
  const line = buffer.toString('utf8', 0, newline < 0 ? longestLine - 3 : newline);
  const [, interpreter, argument] = /^[ \t]*([^ \t\0]+)[ \t]*([^\0]*?)[ \t\0]*$/s.exec(line) ?? [];
  if (interpreter === undefined) return undefined;
  // Without a blank behind it the name was cut off, and the kernel refuses the script.
  const isCut =
    newline < 0 && head.length >= longestLine && !/^[ \t]*[^ \t]+[ \t]/.test(buffer.toString('latin1'));
  return isCut ? undefined : { interpreter, ...(argument && { argument }) };
}
