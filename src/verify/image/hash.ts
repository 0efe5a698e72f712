import { createHash } from 'node:crypto';
import type { Inspection } from './inspect.ts';

const elfMagic = Buffer.from('\u007FELF', 'latin1');

/** In place of the inspectors, to compare two images: what a file holds, as a hash. */
export function beginHash(): Inspection {
  const hash = createHash('sha256');
  let head: Buffer = Buffer.alloc(0);
  return {
    update(chunk) {
      // A chunk may end anywhere.
      if (head.length < 4) head = Buffer.concat([head, chunk.subarray(0, 4)]);
      hash.update(chunk);
    },
    end() {
      const isElf = head.subarray(0, 4).equals(elfMagic);
      return { sha256: hash.digest('hex'), ...(isElf && { executable: 'elf' }) };
    },
  };
}
