import { architectureOf } from './architecture.ts';
import { fieldsOf, type Encoding } from './fields.ts';
import type { Elf } from './types.ts';
import { malformed } from './unfit.ts';
import type { Window } from './windows.ts';

export type Segment = {
  readonly type: 'load' | 'dynamic' | 'interpreter';
  readonly code: boolean;
  /** Bytes into the file. */
  readonly offset: number;
  /** Where it is in memory. */
  readonly address: number;
  /** Bytes in the file. */
  readonly size: number;
};

export type Headers = Encoding &
  Pick<Elf, 'architecture' | 'type'> & { readonly segments: readonly Segment[] };

/** Bytes of the longer ELF header. */
export const identBytes = 64;
/** The kernel takes no longer table of segments: load_elf_phdrs in torvalds/linux:fs/binfmt_elf.c. */
const longestTable = 65_536;
const types: Readonly<Record<number, Segment['type']>> = { 1: 'load', 2: 'dynamic', 3: 'interpreter' };

/**
 * Where in the file the table of its segments is.
 * @param head 64 bytes, or all of a shorter file
 */
export function locateTable(head: Buffer, fileSize: number): Window {
  const { offset, entrySize, count } = locate(head);
  if (count === 0) return { start: 0, end: 0 };
  if (entrySize < (encodingOf(head).wide ? 56 : 32)) throw malformed(`segment headers of ${entrySize} bytes`);
  const end = offset + entrySize * count;
  if (entrySize * count > longestTable) throw malformed(`${count} segments`);
  if (end > fileSize) throw malformed('the segment table lies beyond the file');
  return { start: offset, end };
}

const fileTypes: Readonly<Record<number, Elf['type']>> = { 2: 'executable', 3: 'shared' };

/** What the first 64 bytes tell alone. */
export function readIdentity(head: Buffer): Pick<Headers, 'architecture' | 'type'> {
  const encoding = encodingOf(head);
  const { half } = fieldsOf(head, encoding);
  const type = fileTypes[half(16)] ?? 'other';
  return { architecture: architectureOf(half(18), encoding), type };
}

/** @param table what stands where `locateTable` says */
export function readHeaders(head: Buffer, table: Buffer): Headers {
  const encoding = encodingOf(head);
  const { wide } = encoding;
  const { entrySize, count } = locate(head);
  const segments: Segment[] = [];
  for (let index = 0; index < count; index++) {
    const start = index * entrySize;
    const { word, address } = fieldsOf(table.subarray(start, start + entrySize), encoding);
    const type = types[word(0)];
    if (!type) continue;
    segments.push({
      type,
      code: Boolean(word(wide ? 4 : 24) & 1),
      offset: address(wide ? 8 : 4),
      address: address(wide ? 16 : 8),
      size: address(wide ? 32 : 16),
    });
  }
  return { ...encoding, ...readIdentity(head), segments };
}

function encodingOf(head: Buffer): Encoding {
  const [wordSize, order] = [head[4], head[5]];
  if (wordSize !== 1 && wordSize !== 2) throw malformed(`ELF class ${wordSize}`);
  if (order !== 1 && order !== 2) throw malformed(`ELF byte order ${order}`);
  return { wide: wordSize === 2, little: order === 1 };
}

function locate(head: Buffer): {
  readonly offset: number;
  readonly entrySize: number;
  readonly count: number;
} {
  const encoding = encodingOf(head);
  const { half, address } = fieldsOf(head, encoding);
  const { wide } = encoding;
  return {
    offset: address(wide ? 32 : 28),
    entrySize: half(wide ? 54 : 42),
    count: half(wide ? 56 : 44),
  };
}
