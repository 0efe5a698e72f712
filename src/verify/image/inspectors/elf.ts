import { createElfReader } from '../elf/reader.ts';
import type { Inspector } from '../inspect.ts';

const magic = Buffer.from('\u007FELF', 'latin1');

/** What the loader reads of a program or library. */
export const elf: Inspector = {
  begin({ size }, head) {
    if (!head.subarray(0, 4).equals(magic)) return undefined;
    const reader = createElfReader(size);
    return { update: reader.update, end: () => ({ elf: reader.end() }) };
  },
};
