/** Calls back for every pattern that stands in the window as a whole: its index, and where it begins. */
export type MultiSearch = (window: Buffer, visit: (pattern: number, at: number) => void) => void;

/**
 * All patterns are sought in one pass (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): two bytes tell
 * how far no pattern can end its first `shortest` bytes, so most bytes are never looked at and a pattern more costs next to nothing.
 * @param patterns each of 3 bytes or more; the shortest of them sets the speed
 */
export function createMultiSearch(patterns: readonly Buffer[]): MultiSearch {
  const shortest = Math.min(...patterns.map(({ length }) => length));
  const shifts = new Uint8Array(65_536).fill(shortest - 1);
  const endingIn = new Map<number, number[]>();
  for (const [index, pattern] of patterns.entries()) {
    for (let at = 0; at < shortest - 1; at++) {
      const pair = pattern.readUInt16LE(at);
      shifts[pair] = Math.min(shifts[pair] as number, shortest - 2 - at);
    }
    const last = pattern.readUInt16LE(shortest - 2);
    endingIn.set(last, [...(endingIn.get(last) ?? []), index]);
  }
  return (window, visit) => {
    let at = shortest - 2;
    while (at < window.length - 1) {
      const pair = (window[at] as number) | ((window[at + 1] as number) << 8);
      const shift = shifts[pair] as number;
      if (shift > 0) {
        at += shift;
        continue;
      }
      const start = at - (shortest - 2);
      for (const index of endingIn.get(pair) ?? []) {
        if (standsAt(window, start, patterns[index] as Buffer)) visit(index, start);
      }
      at++;
    }
  };
}

function standsAt(window: Buffer, start: number, pattern: Buffer): boolean {
  // The first byte rules most out, without an object for the comparison.
  return window[start] === pattern[0] && pattern.equals(window.subarray(start, start + pattern.length));
}
