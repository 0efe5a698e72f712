import { crc32 } from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumLength = 6;

/**
 * Do the last six characters hold the CRC-32 of the rest in base 62? So end GitHub's and npm's tokens, after the prefix
 * (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/): what somebody made up does not.
 * @param body the token without its prefix, letters and digits only
 */
export function endsInChecksum(body: string): boolean {
  const split = body.length - checksumLength;
  return body.slice(split) === checksumOf(body.slice(0, split));
}

/** The six characters that such a token ends in. */
export function checksumOf(text: string): string {
  let rest = crc32(text);
  let written = '';
  while (rest > 0) {
    written = (digits[rest % 62] as string) + written;
    rest = Math.floor(rest / 62);
  }
  return written.padStart(checksumLength, '0');
}
