const header = /-----BEGIN ((?:[A-Z0-9]+ ){0,3})PRIVATE KEY(?: BLOCK)?-----/y;
/** Characters that are looked at behind the header: an RSA key of 16,384 bits has 12,600. */
export const keyReach = 16_384;
/** Bytes: the smallest there is, an Ed25519 key in PKCS #8, has 48 (RFC 8410). */
const shortestKey = 48;

/**
 * The kind of the private key that begins here, or undefined: the armour alone, as programs that read keys hold it, is no key.
 * Between the lines may stand what JSON, YAML, .env files and source code put there.
 * @param at where `-----BEGIN` stands
 */
export function privateKeyAt(text: string, at: number): string | undefined {
  header.lastIndex = at;
  const found = header.exec(text);
  if (!found) return undefined;
  const start = at + found[0].length;
  // The next dashes must be those of the end: so a text full of armour is read once.
  const end = text.indexOf('-----', start);
  if (end < 0 || end - start > keyReach || !text.startsWith('-----END ', end)) return undefined;
  const [bytes, legacyEncrypted] = decode(text.slice(start, end));
  if (bytes === undefined || bytes.length < shortestKey) return undefined;
  const kind = found[1]?.trim() ?? '';
  if (!isKey(kind, bytes, legacyEncrypted)) return undefined;
  if (kind === 'PGP') return 'PGP private key';
  if (kind === 'OPENSSH') return 'SSH private key';
  return legacyEncrypted || kind === 'ENCRYPTED' ? 'private key (under a passphrase)' : 'private key';
}

/** The bytes between the armour, and whether headers as of RFC 1421 say that they are encrypted. */
function decode(lines: string): [Buffer | undefined, boolean] {
  const joined = lines
    // Strings that source code puts together: "…\n" + "…"
    .replaceAll(/["'`]\s{0,99}[+.,&]?\s{0,99}["'`]/g, '')
    .replaceAll(/\\+[nrt]/g, '\n');
  const encrypted = /^[ \t]{0,40}Proc-Type: ?4, ?ENCRYPTED/m.test(joined);
  const body = joined
    .replaceAll(/^[ \t]{0,40}[A-Z][A-Za-z-]{1,40}: .*$/gm, '')
    .replaceAll(/[\s"'`\\]/g, '')
    // The checksum that ends PGP's armour (RFC 9580, 6.1).
    .replace(/=[A-Za-z0-9+/]{4}$/, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return [undefined, encrypted];
  return [Buffer.from(body, 'base64'), encrypted];
}

function isKey(kind: string, bytes: Buffer, legacyEncrypted: boolean): boolean {
  if (kind === 'OPENSSH') return bytes.subarray(0, 15).toString('latin1') === 'openssh-key-v1\0';
  // The first packet is a secret key: tag 5, in the old or the new form of a packet's header (RFC 9580, 4.2).
  if (kind === 'PGP') return [0x94, 0x95, 0x96, 0xc5].includes(bytes[0] as number);
  if (legacyEncrypted) return bytes.length % 8 === 0;
  return isWholeDer(bytes);
}

/** One DER sequence, to the last byte: an example with a few lines left out is none. */
export function isWholeDer(bytes: Buffer): boolean {
  const length = bytes[1] ?? 0;
  if (bytes[0] !== 0x30) return false;
  if (length < 0x80) return bytes.length === 2 + length;
  const lengthBytes = length & 0x7f;
  if (lengthBytes < 1 || lengthBytes > 3 || bytes.length < 2 + lengthBytes) return false;
  return bytes.length === 2 + lengthBytes + bytes.readUIntBE(2, lengthBytes);
}
