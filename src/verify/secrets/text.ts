/** Bytes of the head that are looked at. */
const looked = 4096;

/** Is it text, by its first bytes? No NUL, and of other control characters no more than a stray one. */
export function isText(head: Buffer): boolean {
  const bytes = head.subarray(0, looked);
  if (isUtf16(bytes)) return true;
  if (bytes.includes(0)) return false;
  let controls = 0;
  for (const byte of bytes) if (byte < 32 && (byte < 7 || byte > 13) && byte !== 27) controls++;
  return controls * 50 <= bytes.length;
}

/** PowerShell's `>` writes UTF-16, with its byte order mark. */
export function isUtf16(head: Buffer): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}

/** What is ASCII of a UTF-16 text, in one byte each: enough to find what we seek. */
export function narrow(chunk: Buffer): Buffer {
  return chunk.filter((byte) => byte !== 0 && byte < 0x80) as Buffer;
}
