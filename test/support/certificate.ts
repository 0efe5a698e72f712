import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** A new key and a certificate signed with it, as NAME.key and NAME.crt; returns the certificate, as PEM. */
export async function selfSigned(
  dir: string,
  name: string,
  {
    subject,
    extensions,
    days = 2,
  }: Readonly<{ subject: string; extensions: readonly string[]; days?: number }>,
): Promise<string> {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
  const args = ['-subj', subject, '-days', String(days), ...extensions.flatMap((each) => ['-addext', each])];
  await execa('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-noenc', ...files, ...args], { cwd: dir });
  return readFile(join(dir, `${name}.crt`), 'utf8');
}
