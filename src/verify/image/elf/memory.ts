import { fieldsOf, type Fields } from './fields.ts';
import type { Headers } from './headers.ts';
import type { Kept } from './keeper.ts';
import { malformed, Unfit } from './unfit.ts';

/** A file as its loader sees it: by address. */
export type Memory = {
  /** @throws Unfit when the address is not mapped from the file, or what is there was not kept */
  readonly fields: (address: number, size: number) => Fields;
  /** The text at an address up to its NUL. */
  readonly text: (address: number, limit: number) => string;
};

/** Longer names and paths do not occur: PATH_MAX. Search paths of Nix are the longest real ones. */
const longestText = 16_384;
/** Characters of all texts of one file; libstdc++ has some 3000, Nix' search paths some 10,000. */
const mostText = 131_072;

export function mapMemory(headers: Headers, kept: Kept, fileSize: number): Memory {
  let textLeft = mostText;
  const offsetOf = (address: number) => {
    for (const segment of headers.segments) {
      const into = address - segment.address;
      if (segment.type === 'load' && into >= 0 && into < segment.size) return segment.offset + into;
    }
    throw malformed(`the address 0x${address.toString(16)} is not mapped`);
  };
  const missing = (end: number) =>
    end > fileSize
      ? malformed('a table lies beyond the file')
      : new Unfit('unreadable', 'a table lies in a part of the file that is not kept');
  return {
    fields(address, size) {
      const offset = offsetOf(address);
      const bytes = kept.upTo(offset, size);
      if (bytes.length < size) throw missing(offset + size);
      return fieldsOf(bytes, headers);
    },
    text(address, limit) {
      const offset = offsetOf(address);
      const most = Math.min(limit, longestText);
      const bytes = kept.upTo(offset, most);
      const end = bytes.indexOf(0);
      if (end < 0 && bytes.length < most) throw missing(offset + most);
      if (end < 0) throw malformed('a name without an end');
      textLeft -= end;
      if (textLeft < 0) throw malformed('more names than any real file has');
      return bytes.toString('utf8', 0, end);
    },
  };
}
