import { damaged, quoted } from './problem.ts';
import { extend, merge, type Extended } from './tar-extended.ts';
import { decodeHeader, type RawHeader, type TarHeader } from './tar-header.ts';

/** An entry begins, content of it, or its end; of an entry without content the end follows at once. */
export type TarEvent =
  | { readonly header: TarHeader }
  | { readonly chunk: Buffer }
  | { readonly ended: TarHeader };

export type TarReader = {
  /** What stands in the next chunk of the archive, in order. Content is a view of the chunk, not a copy. */
  readonly feed: (chunk: Buffer) => readonly TarEvent[];
  /** Call when the archive is over. @throws ArchiveProblem when it ends in the middle of an entry. */
  readonly finish: () => void;
};

const blockBytes = 512;
/** As Go has it (`maxSpecialFileSize` in src/archive/tar/format.go): a header is kept as a whole, so it must not be large. */
const largestExtended = 1 << 20;

const none: Extended = { records: new Map() };

/**
 * Reads a tar as it streams by: synchronous, as layers hold many small files, and without ever keeping content.
 * Libraries keep an extended header of any size in memory and know no sparse files, which a hostile image may have.
 */
export function createTarReader(): TarReader {
  const block = Buffer.alloc(blockBytes);
  let filled = 0;
  let entry: TarHeader | undefined;
  let left = 0;
  let padding = 0;
  let extended = none;
  /** The extended header that is being collected. */
  let special: { readonly flag: string; readonly content: Buffer } | undefined;
  /** Blocks of an old GNU sparse map follow, then this entry. */
  let mapped: TarHeader | undefined;
  /** A POSIX sparse file's content begins with its map. */
  let map: ReturnType<typeof createSparseMap> | undefined;
  let zeroBlocks = 0;
  let events: TarEvent[] = [];

  function onHeader(raw: RawHeader): void {
    expect(raw.stored);
    // Global headers are skipped, as engines do.
    if (raw.flag === 'g') return;
    if (raw.flag === 'x' || raw.flag === 'L' || raw.flag === 'K') {
      if (left > largestExtended) throw damaged('an extended tar header is larger than 1 MB');
      if (left > 0) special = { flag: raw.flag, content: Buffer.alloc(left) };
      return;
    }
    const header = merge(raw, extended);
    map =
      raw.flag !== 'S' && extended.records.get('GNU.sparse.major') === '1' ? createSparseMap() : undefined;
    extended = none;
    mapped = raw.extended ? header : undefined;
    if (mapped) expect(0);
    else open(header);
  }

  /** This many bytes of content follow, which fill whole blocks. */
  function expect(bytes: number): void {
    left = bytes;
    padding = (blockBytes - (bytes % blockBytes)) % blockBytes;
  }

  function open(header: TarHeader): void {
    expect(header.stored);
    entry = header;
    events.push({ header });
    if (left === 0) close();
  }

  function close(): void {
    if (entry) events.push({ ended: entry });
    entry = undefined;
    if (special) extended = extend(extended, special.flag, special.content);
    special = undefined;
  }

  function onBlock(full: Buffer): void {
    if (mapped) {
      // Each block of the map says at byte 504 whether one more follows.
      if (full[504] === 1) return;
      open(mapped);
      mapped = undefined;
      return;
    }
    if (full[0] === 0 && full.every((byte) => byte === 0)) {
      zeroBlocks++;
      return;
    }
    zeroBlocks = 0;
    const raw = decodeHeader(full);
    if (!raw) throw damaged('there is no tar header where one must be');
    onHeader(raw);
  }

  function onContent(part: Buffer): void {
    if (special) part.copy(special.content, special.content.length - left);
    if (entry) {
      const chunk = map ? map.strip(part) : part;
      if (chunk.length > 0) events.push({ chunk });
    }
    left -= part.length;
    if (left === 0) close();
  }

  return {
    feed(chunk) {
      events = [];
      let at = 0;
      // Two blocks of zeros end an archive; what follows is nobody's.
      while (at < chunk.length && zeroBlocks < 2) {
        const rest = chunk.length - at;
        if (left > 0) {
          const part = chunk.subarray(at, at + Math.min(left, rest));
          at += part.length;
          onContent(part);
        } else if (padding > 0) {
          const skipped = Math.min(padding, rest);
          padding -= skipped;
          at += skipped;
        } else if (filled === 0 && rest >= blockBytes) {
          onBlock(chunk.subarray(at, at + blockBytes));
          at += blockBytes;
        } else {
          const copied = chunk.copy(block, filled, at, at + Math.min(blockBytes - filled, rest));
          filled += copied;
          at += copied;
          if (filled < blockBytes) continue;
          filled = 0;
          onBlock(block);
        }
      }
      return events;
    },
    finish() {
      if (entry) throw damaged(`it ends in the middle of ${quoted(entry.name)}`);
      if (left > 0 || mapped || filled > 0) throw damaged('it ends in the middle of a tar header');
    },
  };
}

/**
 * The map at the front of a sparse file's content: lines of decimal numbers, of which the first says how many pairs follow,
 * filled up to a whole block (https://www.gnu.org/software/tar/manual/html_node/PAX-1.html).
 */
function createSparseMap(): { strip(part: Buffer): Buffer } {
  let bytes = 0;
  let lines = 1;
  let count = 0;
  let isFirst = true;
  return {
    strip(part) {
      let at = 0;
      for (; at < part.length && (lines > 0 || bytes % blockBytes !== 0); at++, bytes++) {
        if (lines === 0) continue;
        const byte = part[at] as number;
        if (byte === 0x0a) {
          if (isFirst) lines += 2 * count;
          isFirst = false;
          lines--;
        } else if (byte < 0x30 || byte > 0x39) {
          throw damaged('the map of a sparse file is malformed');
        } else if (isFirst) {
          count = Math.min(count * 10 + byte - 0x30, Number.MAX_SAFE_INTEGER / 4);
        }
      }
      return part.subarray(at);
    },
  };
}
