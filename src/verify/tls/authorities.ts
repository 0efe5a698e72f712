import { posix } from 'node:path';
import { envOf } from '../image/env.ts';
import { followLinks } from '../image/resolve.ts';
import type { Image } from '../image/types.ts';

/** The certificates that a program finds in the places where it looks. */
export type Authorities = {
  readonly valid: number;
  readonly expired: number;
  readonly broken: number;
  /** Files that were read. */
  readonly read: readonly string[];
  /** Symlinks to nowhere. */
  readonly dangling: readonly string[];
};

/** go:src/crypto/x509/root_linux.go: the first file that is there is read, and then all files of the directories. */
export const goFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const goDirs = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

/** Where builds of OpenSSL, GnuTLS and those that look like them do look: cert.pem and certs/ of the directory they were built with. */
const otherFiles = ['/usr/lib/ssl/cert.pem', '/usr/local/ssl/cert.pem', '/etc/pki/tls/cert.pem'];
const otherDirs = ['/usr/lib/ssl/certs', '/usr/local/ssl/certs'];

/** What Go programs read. */
export function goAuthorities(image: Image): Authorities {
  const named = envOf(image, 'SSL_CERT_FILE');
  const files = named === undefined ? goFiles : [named];
  const first = files.find((path) => followLinks(image.files, path)?.type === 'file');
  const rest = first === undefined ? files : [first];
  return sumOf(image, rest, envOf(image, 'SSL_CERT_DIR')?.split(':') ?? goDirs);
}

/** All that is in any of the places where the authorities of a system are; variables decide as they do for OpenSSL. */
export function systemAuthorities(image: Image): Authorities {
  const named = envOf(image, 'SSL_CERT_FILE');
  const dirs = envOf(image, 'SSL_CERT_DIR')?.split(':') ?? [...goDirs, ...otherDirs];
  return sumOf(image, [...(named === undefined ? [] : [named]), ...goFiles, ...otherFiles], dirs);
}

/** What a single file holds. */
export function authoritiesIn(image: Image, path: string): Authorities {
  return sumOf(image, [path], []);
}

function sumOf(image: Image, files: readonly string[], dirs: readonly string[]): Authorities {
  const wanted = new Set(dirs.map((dir) => followLinks(image.files, dir)?.path ?? posix.resolve('/', dir)));
  const inside = [...image.files.values()].filter(
    ({ path, type }) => type !== 'directory' && wanted.has(posix.dirname(path)),
  );
  const paths = new Set([
    ...files.map((path) => posix.resolve('/', path)),
    ...inside.map(({ path }) => path),
  ]);
  const sum = { valid: 0, expired: 0, broken: 0 };
  const [read, dangling] = [new Set<string>(), [] as string[]];
  for (const path of paths) {
    const found = followLinks(image.files, path);
    if (found === undefined && image.files.get(path)?.type === 'symlink') dangling.push(path);
    if (found?.type !== 'file' || read.has(found.path)) continue;
    read.add(found.path);
    sum.valid += found.certificates?.valid ?? 0;
    sum.expired += found.certificates?.expired ?? 0;
    sum.broken += found.certificates?.broken ?? 0;
  }
  return { ...sum, read: [...read], dangling };
}

/** Why there is not one authority to trust; undefined when there is one. */
export function lackOf({ valid, expired, broken, read, dangling }: Authorities): string | undefined {
  if (valid > 0) return undefined;
  const where = read.join(', ');
  if (expired > 0) return `every certificate in ${where} has expired`;
  if (broken > 0) return `no certificate in ${where} can be read`;
  if (dangling.length > 0) return `${dangling.join(', ')} is a symlink to nothing`;
  return read.length > 0 ? `there is no certificate in ${where}` : 'there is no CA bundle';
}
