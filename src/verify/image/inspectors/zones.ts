import { posix } from 'node:path';
import type { FileHeader, Inspector } from '../inspect.ts';
import type { FileEntry } from '../types.ts';

/** Recognises time zone data by its first bytes. */
export const zones: Inspector = {
  begin(file, head) {
    const kind = kindOf(file, head);
    return kind && { update() {}, end: () => ({ zones: kind }) };
  },
};

function kindOf({ path, size }: FileHeader, head: Buffer): FileEntry['zones'] {
  const magic = head.subarray(0, 4).toString('latin1');
  if (magic === 'TZif') return isComplete(head, size) ? 'TZif' : undefined;
  if (magic === 'PK\u0003\u0004' && posix.basename(path) === 'zoneinfo.zip') return 'zip';
  // jdk:src/java.base/share/classes/java/time/zone/TzdbZoneRulesProvider.java
  return head.subarray(0, 7).toString('latin1') === '\u0001\u0000\u0004TZDB' ? 'tzdb' : undefined;
}

/** Is there room for all that the header promises (RFC 9636, section 3)? */
function isComplete(head: Buffer, size: number): boolean {
  if (head.length < 44) return false;
  const [utc, standard, leap, times, types, chars] = [20, 24, 28, 32, 36, 40].map((at) =>
    head.readUInt32BE(at),
  ) as [number, number, number, number, number, number];
  const first = 44 + times * 5 + types * 6 + chars + leap * 8 + standard + utc;
  // From version 2 a second header follows, with wider numbers.
  return size >= first + (head[4] === 0 ? 0 : 44);
}
