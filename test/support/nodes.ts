import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** The lines of Node that the package promises to run on. */
export const nodeMajors = [20, 22, 24, 26] as const;

/** Path of a Node of that major; npm's own `node-<platform>-<arch>` package brings it where this is another. */
export async function nodeOf(major: (typeof nodeMajors)[number]): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const prefix = join(import.meta.dirname, '../../.cache/nodes', String(major));
  const bin = join(prefix, 'node_modules', name, 'bin/node');
  if (existsSync(bin)) return bin;
  await mkdir(prefix, { recursive: true });
  await execa('npm', [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--prefix',
    prefix,
    `${name}@${major}`,
  ]);
  return bin;
}
