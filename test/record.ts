/**
 * `npm run record`: runs the two commands of the README's picture on a real terminal and draws what it showed.
 * Uses the engine that is there, or the lab's. Writes docs/demo.svg.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUp } from './support/engine.ts';
import { toSvg } from './support/svg.ts';
import { openTerminal } from './support/terminal.ts';

const bin = join(import.meta.dirname, '../dist/bin.js');
const cols = 116;
const dir = mkdtempSync(join(tmpdir(), 'create-distroless-record-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));

await bringUp(['golang:1.26-trixie']);
// What is typed is echoed, then done: the picture holds exactly the commands that ran.
const script = `
run() { printf '\\033[1m$ %s\\033[0m\\n' "$*"; "$@" || exit; }
create-distroless() { "${process.execPath}" "${bin}" "$@"; }
run create-distroless demo --lang go --target scratch --yes
cd demo
echo
run create-distroless verify --compare
`;
const terminal = openTerminal('/bin/bash', ['-c', script], { cwd: dir, cols, rows: 60 });
const exitCode = await terminal.ended;
console.log(terminal.screen());
if (exitCode !== 0) process.exit(exitCode);
const docs = join(import.meta.dirname, '../docs');
await mkdir(docs, { recursive: true });
await writeFile(join(docs, 'demo.svg'), toSvg(terminal.buffer, cols));
