import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { checksumOf } from '../../src/verify/secrets/checksum.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphanumeric = `${lower}${lower.toUpperCase()}${digits}`;

/** Secrets are made when a test runs: none stands in the repository, where scanners would rightly find it. */
export function randomOf(length: number, alphabet = alphanumeric): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** With a letter of each case and a digit, so that no rule takes it for a word. */
export function randomPassword(length = 20): string {
  return `k9Z${randomOf(length - 3)}`;
}

export const randomHex = (length: number): string => randomOf(length, `${digits}abcdef`);

/** A token as GitHub and npm make them, with its checksum. */
export function tokenWithChecksum(prefix: string): string {
  const body = randomOf(30);
  return `${prefix}${body}${checksumOf(body)}`;
}

/** The same with one character of its checksum changed. */
export function withWrongChecksum(token: string): string {
  return `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
}

/** A new key pair in PEM. */
export function keyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** What ssh-keygen writes begins so; what follows is noise. */
export function sshKey(): string {
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(300)]).toString('base64');
  return armoured('OPENSSH PRIVATE KEY', body);
}

export function armoured(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
