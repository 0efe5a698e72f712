import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import pack from '../test/support/pack.ts';
import { mb, median, type Figure } from './figure.ts';

const runs = 21;
const vite = join(import.meta.dirname, '../node_modules/create-vite');

type Line = readonly string[];

/** The packed and installed command line beside create-vite's. */
export async function commandLine(): Promise<Figure[]> {
  const cleanUp = await pack();
  const ours = join(process.env.PACKED_DIR as string, 'node_modules/create-distroless');
  const [bin, viteBin] = [join(ours, 'dist/bin.js'), join(vite, 'index.js')];
  const figures = [
    await pair(
      'new, whole process',
      [bin, 'new', 'demo', '--lang', 'go', '--target', 'scratch', '--yes'],
      [viteBin, 'demo', '--template', 'vanilla-ts', '--no-interactive'],
    ),
    await pair('--help, whole process', [bin, '--help'], [viteBin, '--help']),
    weigh(await installedBytes(ours), await installedBytes(vite)),
  ];
  cleanUp?.();
  return figures;
}

async function pair(what: string, ours: Line, theirs: Line): Promise<Figure> {
  const pairs: { a: number; b: number }[] = [];
  for (let run = 0; run < runs + 2; run++) {
    const [a, b] = [await time(ours), await time(theirs)];
    // The first two warm the disk cache.
    if (run >= 2) pairs.push({ a, b });
  }
  const ratio = median(pairs.map(({ a, b }) => a / b));
  const ms = (pick: (pair: { a: number; b: number }) => number) =>
    `${Math.round(median(pairs.map(pick)))} ms`;
  return {
    what,
    ours: ms(({ a }) => a),
    theirs: `${ms(({ b }) => b)} create-vite`,
    ratio: ratio.toFixed(2),
    limit: '1.50',
    ok: ratio <= 1.5,
  };
}

/** Wall time of a process in an empty directory, ms. */
async function time(args: Line): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), 'create-distroless-bench-'));
  const started = performance.now();
  await execa(process.execPath, args, { cwd, stdin: 'ignore' });
  const ms = performance.now() - started;
  rmSync(cwd, { recursive: true, force: true });
  return ms;
}

/** What it takes on the disk, as `du -s` counts it: blocks, of files and of directories. */
async function installedBytes(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = [dir, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  const blocks = await Promise.all(paths.map(async (path) => (await stat(path)).blocks));
  return blocks.reduce((sum, count) => sum + count, 0) * 512;
}

function weigh(ours: number, theirs: number): Figure {
  const ratio = ours / theirs;
  return {
    what: 'installed size on disk',
    ours: mb(ours),
    theirs: `${mb(theirs)} create-vite`,
    ratio: ratio.toFixed(2),
    limit: '1.00',
    ok: ratio <= 1,
  };
}
