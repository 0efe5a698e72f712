/**
 * `npm run bench`: every figure beside its limit, as ratios within this run; exits 1 when one is over it.
 *   npm run bench                    everything (about half an hour: every image is built cold)
 *   npm run bench -- command-line    the command line beside create-vite's
 *   npm run bench -- archive         reading an archive, beside tar; needs no engine
 *   npm run bench -- detect          what add reads of 100,000 files, and how long it takes; needs no engine
 *   npm run bench -- stacks          the images; or of some stacks: npm run bench -- stacks go rust
 *   npm run bench -- --write         also writes docs/figures.md
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archive } from './archive.ts';
import { commandLine } from './command-line.ts';
import { detection } from './detect.ts';
import { image } from './image.ts';
import { mb, type Figure } from './figure.ts';
import { measureStacks, type StackFigure } from './stacks.ts';
import { markdownTable } from '../test/support/table.ts';

const [part, ...stacks] = process.argv.slice(2).filter((word) => word !== '--write');
const chosen = (name: string) => part === undefined || part === name;
const when = new Date().toISOString().slice(0, 10);
const machine = `${when}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;

const figures: Figure[] = [
  ...(chosen('archive') ? await archive() : []),
  ...(chosen('detect') ? await detection() : []),
  ...(chosen('command-line') ? [...(await commandLine()), ...(await image())] : []),
];
const images = chosen('stacks') ? await measureStacks(stacks) : [];

const tables = [
  ...(figures.length > 0 ? [markdownTable(figureRows(figures))] : []),
  ...(images.length > 0 ? [markdownTable(imageRows(images))] : []),
];
console.log(`\n${machine}\n\n${tables.join('\n\n')}`);
if (process.argv.includes('--write')) {
  const page = `# Figures\n\nWritten by \`npm run bench -- --write\`: ${machine}. Sizes are uncompressed, 1 MB = 10^6 bytes.\n\n${tables.join('\n\n')}\n`;
  writeFileSync(join(import.meta.dirname, '../docs/figures.md'), page);
}
process.exit([...figures, ...images.map(({ limit }) => limit)].every(({ ok }) => ok) ? 0 : 1);

function figureRows(all: readonly Figure[]): readonly (readonly string[])[] {
  return [
    ['figure', 'ours', 'against', 'ratio', 'limit', ''],
    ...all.map(({ what, ours, theirs, ratio, limit, ok }) => [what, ours, theirs, ratio, limit, verdict(ok)]),
  ];
}

function imageRows(all: readonly StackFigure[]): readonly (readonly string[])[] {
  return [
    [
      'stack',
      'target',
      'image',
      'limit',
      '',
      'bare',
      'naive',
      'smaller',
      'cold build',
      'after an edit',
      'boot',
      'bare boots',
    ],
    ...all.map(({ stack, target, bytes, limit, bare, naiveBytes, coldMs, rebuildMs, ...rest }) => [
      stack,
      target,
      mb(bytes),
      limit.text,
      verdict(limit.ok),
      mb(bare.bytes),
      mb(naiveBytes),
      `${(naiveBytes / bytes).toFixed(naiveBytes / bytes < 10 ? 1 : 0)}x`,
      seconds(coldMs),
      seconds(rebuildMs),
      `${Math.round(rest.bootMs)} ms`,
      `${Math.round(bare.bootMs)} ms`,
    ]),
  ];
}

function verdict(ok: boolean): string {
  return ok ? 'ok' : 'OVER';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
