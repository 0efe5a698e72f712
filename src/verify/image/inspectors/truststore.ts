import { posix } from 'node:path';
import type { Inspector } from '../inspect.ts';
import type { FileEntry } from '../types.ts';

/** Bytes; a PKCS12 file with a single certificate has more. */
const leastFilled = 512;

/** Java's trusted authorities: `cacerts`, or a file that is named like a keystore. */
export const truststore: Inspector = {
  begin({ path, size }, head) {
    const name = posix.basename(path);
    if (!/^(?:jsse)?cacerts$|\.(?:jks|p12|pfx|truststore)$/.test(name)) return undefined;
    const found = judge(head, size);
    return { update() {}, end: () => ({ truststore: found }) };
  },
};

function judge(head: Buffer, size: number): NonNullable<FileEntry['truststore']> {
  const magic = head.length >= 12 ? head.readUInt32BE(0) : 0;
  // jdk:src/java.base/share/classes/sun/security/provider/JavaKeyStore.java: magic, version, number of entries.
  if (magic === 0xfe_ed_fe_ed) return { format: 'JKS', empty: head.readUInt32BE(8) === 0 };
  // RFC 7292: a sequence that begins with the version, 3. Its number of entries is only known when all is read.
  if (head[0] === 0x30 && head.subarray(0, 8).includes(Buffer.from([2, 1, 3]))) {
    return { format: 'PKCS12', empty: size < leastFilled };
  }
  return { format: 'unknown', empty: size === 0 };
}
