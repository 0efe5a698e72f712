import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/**
 * Packs what would be published and installs it in an empty directory: the tests run that, not the sources.
 * PACKED_CLI names the installed entry, PACKED_TARBALL the package.
 */
export default async function setup(): Promise<(() => void) | undefined> {
  if (process.env.PACKED_CLI) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'create-distroless-packed-'));
  const root = join(import.meta.dirname, '../..');
  await execa('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', dir], { cwd: root });
  const tarball = join(dir, readdirSync(dir).find((name) => name.endsWith('.tgz')) as string);
  await execa('npm', [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--offline',
    '--prefix',
    dir,
    tarball,
  ]);
  process.env.PACKED_TARBALL = tarball;
  process.env.PACKED_DIR = dir;
  process.env.PACKED_CLI = join(dir, 'node_modules/create-distroless/dist/bin.js');
  return () => rmSync(dir, { recursive: true, force: true });
}
