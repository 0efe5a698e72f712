import { X509Certificate } from 'node:crypto';
import type { Inspector } from '../inspect.ts';

const beginMark = '-----BEGIN CERTIFICATE-----';
const endMark = '-----END CERTIFICATE-----';
/** Names of what holds certificates even if there are none in it, as an empty bundle. */
const names = /\.(?:pem|crt|cer)$|^\/etc\/(?:ssl|pki)\/|\/ssl\/cert|ca-bundle|cacert/;
/** Bytes of a file that is looked into; public authorities are some 250 kB. */
const largestFile = 8_000_000;
/** Characters of one certificate; those of authorities have some 2,000. */
const largestBlock = 65_536;
/** Certificates of a file that are parsed; the public authorities are some 150. */
const mostParsed = 500;

/** Counts the certificates of PEM files, one at a time. */
export const certificates: Inspector = {
  begin({ path, size }, head) {
    if (size > largestFile || (!names.test(path) && !head.includes(beginMark))) return undefined;
    const counts = { valid: 0, expired: 0, broken: 0 };
    const now = Date.now();
    let text = '';
    const read = () => {
      for (;;) {
        const start = text.indexOf(beginMark);
        if (start < 0) {
          text = text.slice(-beginMark.length);
          return;
        }
        const end = text.indexOf(endMark, start);
        if (end < 0) {
          text = text.slice(start);
          return;
        }
        counts[kindOf(text.slice(start, end + endMark.length), counts, now)]++;
        text = text.slice(end + endMark.length);
      }
    };
    return {
      update(chunk) {
        text += chunk.toString('latin1');
        read();
        if (text.length <= largestBlock) return;
        counts.broken++;
        text = '';
      },
      end() {
        if (text.startsWith(beginMark)) counts.broken++;
        return { certificates: counts };
      },
    };
  },
};

type Counts = { valid: number; expired: number; broken: number };

function kindOf(pem: string, { valid, expired, broken }: Counts, now: number): keyof Counts {
  if (valid + expired + broken >= mostParsed) return 'valid';
  try {
    return Date.parse(new X509Certificate(pem).validTo) < now ? 'expired' : 'valid';
  } catch {
    return 'broken';
  }
}
