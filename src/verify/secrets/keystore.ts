import { isWholeDer } from './private-key.ts';

/** 1.2.840.113549.1.12.10.1.1 and .2: a bag of a PKCS #12 store with a key in it (RFC 7292, appendix D). */
const keyBags = [1, 2].map((kind) =>
  Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, kind]),
);
const jksMagic = 0xfeedfeed;
const privateKeyEntry = 1;

/** Could the file be a store of keys? JKS by its first bytes, PKCS #12 and bare keys also by the name, as any DER begins like them. */
export function mayBeKeystore(path: string, head: Buffer): boolean {
  if (head.length >= 16 && head.readUInt32BE(0) === jksMagic) return true;
  return head[0] === 0x30 && /\.(?:p12|pfx|pkcs12|jks|keystore|key|der|pk8|p8)$/i.test(path);
}

/** What is in it: a store of certificates alone, such as Java's cacerts, has nothing to hide. */
export function judgeKeystore(bytes: Buffer): string | undefined {
  if (bytes.length >= 16 && bytes.readUInt32BE(0) === jksMagic) {
    return hasJksKey(bytes) ? 'key store with a private key' : undefined;
  }
  if (keyBags.some((bag) => bytes.includes(bag))) return 'key store with a private key';
  return isBareKey(bytes) ? 'private key' : undefined;
}

/** Entries one after the other: tag, alias, date, then a key or a certificate (`sun.security.provider.JavaKeyStore`, engineStore). */
function hasJksKey(bytes: Buffer): boolean {
  let at = 12;
  for (let left = bytes.readUInt32BE(8); left > 0 && at + 6 <= bytes.length; left--) {
    if (bytes.readUInt32BE(at) === privateKeyEntry) return true;
    at += 6 + bytes.readUInt16BE(at + 4) + 8;
    if (at + 2 > bytes.length) return false;
    at += 2 + bytes.readUInt16BE(at);
    if (at + 4 > bytes.length) return false;
    at += 4 + bytes.readUInt32BE(at);
  }
  return false;
}

/** PKCS #8 (a version 0, then the algorithm) or PKCS #1 (a version 0, then a large integer); a certificate begins with a sequence. */
function isBareKey(bytes: Buffer): boolean {
  if (!isWholeDer(bytes)) return false;
  const start = (bytes[1] as number) < 0x80 ? 2 : 2 + ((bytes[1] as number) & 0x7f);
  const version = bytes.subarray(start, start + 3).equals(Buffer.from([0x02, 0x01, 0x00]));
  return version && [0x30, 0x02].includes(bytes[start + 3] as number);
}
