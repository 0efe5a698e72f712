import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** What people write; generated files, lock files among them, may be longer and are read all the same. */
const mostBytes = 4_000_000;

/**
 * The text of a file: UTF-8, or UTF-16 with its mark.
 * @throws Error with the reason, for what is no text, is too long, or is no regular file
 */
export function readText(path: string): string {
  return decode(readBytes(path));
}

/**
 * @param most bytes
 * @param flags of open, besides those of reading
 * @throws Error with the reason, for what is too long, or is no regular file
 */
export function readBytes(path: string, most = mostBytes, flags = 0): Buffer {
  // Not blocking: a pipe in place of a file would wait for its writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('not a regular file');
    if (stat.size > most) throw new Error(`longer than ${most / 1_000_000} MB`);
    const bytes = Buffer.allocUnsafe(stat.size);
    return bytes.subarray(0, readSync(file, bytes, 0, stat.size, 0));
  } finally {
    closeSync(file);
  }
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  if (bytes.subarray(0, 8000).includes(0)) throw new Error('not a text');
  const text = bytes.toString('utf8');
  return text.codePointAt(0) === 0xfeff ? text.slice(1) : text;
}
