import { createRecogniser } from '../fingerprint.ts';
import type { Inspector } from '../inspect.ts';

const elfMagic = Buffer.from('\u007FELF', 'latin1');

/** Is it a program, and which one of those that are known? */
export const programs: Inspector = {
  begin({ mode }, head) {
    // ELF counts without the execute bit too: a loader or a later chmod runs it all the same.
    if (head.subarray(0, 4).equals(elfMagic)) return recognise(hasLoader(head));
    if (mode & 0o111 && head.subarray(0, 2).toString('latin1') === '#!') {
      return { update() {}, end: () => ({ executable: 'script' }) };
    }
    return undefined;
  },
};

function recognise(dynamic: boolean): ReturnType<Inspector['begin']> {
  const recogniser = createRecogniser();
  return {
    update: recogniser.update,
    end() {
      const [found, traits] = [recogniser.programs(), recogniser.traits()];
      return {
        executable: 'elf',
        ...(dynamic && { dynamic }),
        ...(found.length > 0 && { programs: found }),
        ...(traits.length > 0 && { traits }),
      };
    },
  };
}

/** Is there a PT_INTERP among the program headers that lie in the head? Linkers put it at the front (elf(5)). */
function hasLoader(head: Buffer): boolean {
  const [is64, isLittle] = [head[4] === 2, head[5] === 1];
  if (head.length < 64) return false;
  const u16 = (at: number) => (isLittle ? head.readUInt16LE(at) : head.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? head.readUInt32LE(at) : head.readUInt32BE(at));
  // Headers further away than the head are none of any linker that is known.
  const [start, size, count] = is64
    ? [u32(isLittle ? 32 : 36), u16(54), u16(56)]
    : [u32(28), u16(42), u16(44)];
  for (let at = start, left = count; left > 0 && at + 4 <= head.length; at += Math.max(size, 1), left--) {
    if (u32(at) === 3) return true;
  }
  return false;
}
