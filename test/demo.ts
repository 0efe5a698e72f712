/**
 * `npm run demo`: from nothing to a verified Go service on scratch, with the naive image beside it.
 * Uses the engine that is there, or brings up the lab's. KEEP=1 keeps what was generated.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { bringUp } from './support/engine.ts';

const bin = join(import.meta.dirname, '../dist/bin.js');
const dir = mkdtempSync(join(tmpdir(), 'create-distroless-demo-'));
process.on('exit', () => process.env.KEEP || rmSync(dir, { recursive: true, force: true }));

async function show(args: readonly string[], cwd: string): Promise<void> {
  console.log(`\n$ create-distroless ${args.join(' ')}`);
  const { exitCode } = await execa(process.execPath, [bin, ...args], {
    cwd,
    stdio: 'inherit',
    reject: false,
  });
  if (exitCode !== 0) process.exit(exitCode ?? 1);
}

await bringUp(['golang:1.26-trixie']);
await show(['new', 'demo', '--lang', 'go', '--target', 'scratch', '--yes'], dir);
await show(['verify', '--compare'], join(dir, 'demo'));
