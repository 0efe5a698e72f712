import { join } from 'node:path';
import { execa } from 'execa';
import type { Report } from '../src/verify/types.ts';

export const bin = join(import.meta.dirname, '../dist/bin.js');

/** What `verify --json` says of a directory, and the wall time of the whole process, ms. */
export async function runVerify(
  cwd: string,
  { args = [], mayFail = false }: { readonly args?: readonly string[]; readonly mayFail?: boolean } = {},
): Promise<{ readonly report: Report; readonly ms: number }> {
  const started = performance.now();
  const { stdout } = await execa(process.execPath, [bin, 'verify', '--json', ...args], {
    cwd,
    reject: !mayFail,
  });
  return { report: JSON.parse(stdout) as Report, ms: performance.now() - started };
}
