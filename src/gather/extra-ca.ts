import { X509Certificate } from 'node:crypto';
import { lstat, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ExitCode, UserError } from '../errors.ts';
import type { Answer } from '../pipeline.ts';

/** Where a repository keeps the certificates that its build trusts: they are public, and its CI needs them. */
export const extraCaPath = '.distroless/extra-ca.crt';

const maxBytes = 1_000_000;
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export type Authorities = {
  /** The certificates and nothing else, as PEM. */
  readonly pem: string;
  /** What is odd about them, if anything. */
  readonly notes: readonly string[];
};

/**
 * Reads the certificates that an answer names: as typed, or those of the repository when it was saved.
 * @throws UserError (usage) when they are no certificates of authorities.
 */
export async function readExtraCa(
  { source, value }: Pick<Answer, 'source' | 'value'>,
  { cwd, root }: { readonly cwd: string; readonly root: string },
  now: Date = new Date(),
): Promise<Authorities> {
  if (source === 'saved') return readSavedCa(root, now);
  return readAuthorities(resolve(cwd, value), `--extra-ca ${value}`, now);
}

/**
 * The same for the file that a repository keeps, wherever its distroless.yaml says it is: nothing outside is read for it.
 * @throws UserError (usage)
 */
export async function readSavedCa(root: string, now: Date = new Date()): Promise<Authorities> {
  const path = join(root, extraCaPath);
  const entry = await lstat(path).catch(() => undefined);
  if (entry?.isSymbolicLink()) throw refused(extraCaPath, 'a symbolic link');
  return readAuthorities(path, extraCaPath, now);
}

async function readAuthorities(path: string, named: string, now: Date): Promise<Authorities> {
  const text = await readText(path, named);
  if (text.includes('PRIVATE KEY-----')) throw refused(named, 'it has a private key in it');
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0)
    throw refused(named, 'no certificate in it: it must be PEM, -----BEGIN CERTIFICATE-----');
  const certificates = blocks.map((pem, index) => parse(pem, `${named}, certificate ${index + 1}`));
  for (const { ca, subject } of certificates) {
    if (!ca) throw refused(named, `${oneLine(subject)} is the certificate of a server, not of an authority`);
  }
  return {
    pem: blocks.map((pem) => `${pem.replaceAll('\r', '')}\n`).join(''),
    notes: certificates
      .filter(({ validTo }) => Date.parse(validTo) < now.getTime())
      .map(({ subject, validTo }) => `${named}: ${oneLine(subject)} expired on ${validTo}`),
  };
}

async function readText(path: string, named: string): Promise<string> {
  try {
    const file = await stat(path);
    if (file.isDirectory()) throw refused(named, 'a directory');
    // The size of a device or a pipe says nothing about what comes out of it.
    if (!file.isFile()) throw refused(named, 'no regular file');
    if (file.size > maxBytes) throw refused(named, 'too large for certificates');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${code ?? message}`;
    throw refused(named, reason);
  }
}

function parse(pem: string, named: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw refused(named, 'it is damaged: no X.509 certificate');
  }
}

function oneLine(subject: string): string {
  return subject.replaceAll('\n', ', ');
}

function refused(named: string, problem: string): UserError {
  return new UserError(`${named}: ${problem}`, { exitCode: ExitCode.usage });
}
