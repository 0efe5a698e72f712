import { createRecogniser } from '../fingerprint.ts';
import type { Inspector } from '../inspect.ts';

const elfMagic = Buffer.from('\u007FELF', 'latin1');

/** Is it a program, and which one of those that are known? */
export const programs: Inspector = {
  begin({ mode }, head) {
    // ELF counts without the execute bit too: a loader or a later chmod runs it all the same.
    if (head.subarray(0, 4).equals(elfMagic)) return recognise();
    if (mode & 0o111 && head.subarray(0, 2).toString('latin1') === '#!') {
      return { update() {}, end: () => ({ executable: 'script' }) };
    }
    return undefined;
  },
};

function recognise(): ReturnType<Inspector['begin']> {
  const recogniser = createRecogniser();
  return {
    update: recogniser.update,
    end() {
      const found = recogniser.programs();
      return { executable: 'elf', ...(found.length > 0 && { programs: found }) };
    },
  };
}
