import { malformed } from './unfit.ts';

/** How numbers are written in one file. */
export type Encoding = { readonly wide: boolean; readonly little: boolean };

/** Reads numbers at offsets into a table; one that is not there in full is malformed. */
export type Fields = {
  /** 2 bytes. */
  readonly half: (at: number) => number;
  /** 4 bytes. */
  readonly word: (at: number) => number;
  /** 4 or 8 bytes, by the file's class. */
  readonly address: (at: number) => number;
};

export function fieldsOf(bytes: Buffer, { wide, little }: Encoding): Fields {
  const within = (at: number, size: number) => {
    if (at < 0 || at + size > bytes.length) throw malformed('a table ends within an entry');
  };
  const word = (at: number) => {
    within(at, 4);
    return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  };
  return {
    word,
    half(at) {
      within(at, 2);
      return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    },
    address(at) {
      if (!wide) return word(at);
      within(at, 8);
      const value = little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at);
      // Flags and tags use the high bits too; what is compared with offsets is checked against the file's size.
      return Number(value);
    },
  };
}
