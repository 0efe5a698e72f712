import { damaged, quoted } from './problem.ts';

/** An entry of a tar, as its header and the extended headers before it say. */
export type TarHeader = {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'link' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes that follow in the archive. */
  readonly stored: number;
  /** Bytes of the file once it is unpacked: more than is stored when it is sparse. */
  readonly size: number;
  /** What a link leads to. */
  readonly target?: string;
};

/** The same for the headers that only speak of the next one. */
export type RawHeader = TarHeader & {
  readonly flag: string;
  /** Of an old GNU sparse file: more blocks of its map follow. */
  readonly extended: boolean;
};

const types: Readonly<Record<string, TarHeader['type']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'link',
  '2': 'symlink',
  '5': 'directory',
};

/**
 * Reads a header block as Go's archive/tar does, which is what engines unpack layers with
 * (https://pkg.go.dev/archive/tar, https://www.gnu.org/software/tar/manual/html_node/Standard.html).
 * @returns undefined when the block is no header: its checksum is wrong
 */
export function decodeHeader(block: Buffer): RawHeader | undefined {
  if (!hasChecksum(block)) return undefined;
  const flag = String.fromCharCode(block[156] as number);
  const name = nameOf(block);
  // Old archives have no type for a directory but a slash.
  const type = flag !== '5' && name.endsWith('/') && types[flag] === 'file' ? 'directory' : types[flag];
  const sparse = flag === 'S';
  const stored = isHeaderOnly(flag) ? 0 : numberAt(block, 124, 12, name);
  return {
    flag,
    name,
    type: type ?? 'other',
    mode: numberAt(block, 100, 8, name) & 0o7777,
    uid: numberAt(block, 108, 8, name),
    gid: numberAt(block, 116, 8, name),
    stored,
    size: sparse ? numberAt(block, 483, 12, name) : stored,
    extended: sparse && block[482] === 1,
    ...((type === 'link' || type === 'symlink') && { target: textAt(block, 157, 100) }),
  };
}

/** Does a file that begins like this hold a tar? One without entries is nothing but zeros. */
export function looksLikeTar(head: Buffer): boolean {
  if (head.length < 512) return false;
  const block = head.subarray(0, 512);
  return hasChecksum(block) || block.every((byte) => byte === 0);
}

/** Links, devices, directories and pipes have no content, whatever their size says: as Go has it. */
export function isHeaderOnly(flag: string): boolean {
  return flag >= '1' && flag <= '6';
}

function nameOf(block: Buffer): string {
  const name = textAt(block, 0, 100);
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  return isPosix && block[345] !== 0 ? `${textAt(block, 345, 155)}/${name}` : name;
}

function textAt(block: Buffer, from: number, length: number): string {
  const end = block.indexOf(0, from);
  return block.toString('utf8', from, end === -1 ? from + length : Math.min(end, from + length));
}

/** Octal digits, or binary when the first bit is set. @throws ArchiveProblem when it is no number that a file can have. */
function numberAt(block: Buffer, from: number, length: number, name: string): number {
  const value = (block[from] as number) & 0x80 ? binary(block, from, length) : octal(block, from, length);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw damaged(`the header of ${quoted(name)} has numbers that no file has`);
  }
  return value;
}

function octal(block: Buffer, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at++) {
    const byte = block[at] as number;
    if (byte >= 0x30 && byte <= 0x37) value = value * 8 + byte - 0x30;
    else if (byte !== 0 && byte !== 0x20) return NaN;
  }
  return value;
}

function binary(block: Buffer, from: number, length: number): number {
  // 0xFF begins a negative number.
  let value = (block[from] as number) & 0x7f;
  if (value & 0x40) return NaN;
  for (let at = from + 1; at < from + length; at++) value = value * 256 + (block[at] as number);
  return value;
}

function hasChecksum(block: Buffer): boolean {
  let sum = 0;
  for (let at = 0; at < 512; at++) sum += block[at] as number;
  // The checksum itself counts as eight spaces.
  for (let at = 148; at < 156; at++) sum += 0x20 - (block[at] as number);
  return octal(block, 148, 8) === sum;
}
