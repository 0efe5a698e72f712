import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa, type Options } from 'execa';
import { afterAll } from 'vitest';

export type CliResult = {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
};

/** The installed package's entry file. */
export function packedCli(): string {
  const path = process.env.PACKED_CLI;
  if (!path) throw new Error('test/support/pack.ts has not run');
  return path;
}

/** Runs the packed command line without a terminal. */
export async function cli(
  args: readonly string[],
  options: Options & { nodePath?: string } = {},
): Promise<CliResult> {
  const { nodePath = process.execPath, ...rest } = options;
  const result = await execa(nodePath, [packedCli(), ...args], { reject: false, stdin: 'ignore', ...rest });
  return { code: result.exitCode, stdout: String(result.stdout), stderr: String(result.stderr) };
}

const made: string[] = [];
const removeMade = () => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true }));
// A worker of vitest is killed, so nothing of it can wait for its exit; what is no test file has no other end.
if (process.env.VITEST === undefined) process.once('exit', removeMade);
else afterAll(removeMade, 120_000);

/** A new empty directory; gone when the test file is done. */
export function emptyDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'create-distroless-test-'));
  made.push(dir);
  return dir;
}

/** Every file below a directory, as text by path. */
export async function readTree(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [relative(root, file), await readFile(file, 'utf8')] as const),
  );
  return Object.fromEntries(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
