import type { Found } from './lines.ts';

/** The function that a match stands in: its name, what it is a method of, its first line; all empty outside of any. */
export function enclosing({ file, match }: Pick<Found, 'file' | 'match'>): {
  readonly name: string;
  readonly of: string;
  readonly head: string;
} {
  const before = file.code.slice(0, match.index);
  const last = [...before.matchAll(/^func (?:\(\w*\s*\*?(\w+)[^)]*\) )?(\w+)[^\n]*/gm)].at(-1);
  const isClosed = last === undefined || /^\}/m.test(before.slice(last.index));
  return isClosed
    ? { name: '', of: '', head: '' }
    : { name: last[2] ?? '', of: last[1] ?? '', head: last[0] };
}
