import type { Window } from './windows.ts';

/** What was kept of a stream. */
export type Kept = {
  /** At most `most` bytes from an offset on; fewer where the kept part ends, none where nothing was kept. */
  readonly upTo: (offset: number, most: number) => Buffer;
};

export type Keeper = Kept & {
  /** Chunks in order; `offset` is where in the file this one starts. */
  readonly add: (offset: number, chunk: Buffer) => void;
};

type Piece = { readonly at: number; readonly bytes: Buffer };

/** Keeps the windows of a stream: as parts of its chunks, without copying them. */
export function createKeeper(windows: readonly Window[]): Keeper {
  const pieces: Piece[] = [];
  let next = 0;
  return {
    add(offset, chunk) {
      const end = offset + chunk.length;
      for (let at = next; at < windows.length; at++) {
        const window = windows[at] as Window;
        if (window.start >= end) break;
        const [from, to] = [Math.max(window.start, offset), Math.min(window.end, end)];
        if (from < to) pieces.push({ at: from, bytes: chunk.subarray(from - offset, to - offset) });
        if (window.end <= end) next = at + 1;
      }
    },
    upTo(offset, most) {
      const parts: Buffer[] = [];
      let at = offset;
      const end = offset + most;
      for (let index = pieceAt(pieces, offset); index < pieces.length && at < end; index++) {
        const piece = pieces[index] as Piece;
        if (piece.at > at || piece.at + piece.bytes.length <= at) break;
        const part = piece.bytes.subarray(at - piece.at, end - piece.at);
        parts.push(part);
        at += part.length;
      }
      return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    },
  };
}

/** The last piece that starts at an offset or before; the first one when none does. */
function pieceAt(pieces: readonly Piece[], offset: number): number {
  let [low, high] = [0, pieces.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).at <= offset) low = middle;
    else high = middle;
  }
  return low;
}
