import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { median, type Figure } from './figure.ts';
import { bin } from './verify.ts';

const root = join(import.meta.dirname, '..');
const wholeBytes = 250e6;
const mostMemory = 300e6;
const times = 5;

/**
 * What `verify --archive` costs, whole process and all checks, beside `tar -tf`, which lists names and looks at nothing.
 * Only where tar must read all bytes is that a measure: in an archive that is compressed as a whole (the same file for both),
 * and in compressed layers (tar lists each of them). Of what is not compressed it skips all contents by seeking.
 */
export async function archive(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'create-distroless-bench-'));
  try {
    const layers = await makeLayers(dir);
    await execa('gzip', ['--keep', ...layers], { cwd: dir });
    const gzipped = layers.map((name) => `${name}.gz`);
    await makeArchive(dir, 'plain.tar', layers);
    await makeArchive(dir, 'layers.tar', gzipped);
    await execa('gzip', ['--keep', 'plain.tar'], { cwd: dir });

    const whole = await compare(dir, 'plain.tar.gz', ['plain.tar.gz']);
    const each = await compare(dir, 'layers.tar', gzipped);
    const plain = await compare(dir, 'plain.tar', ['plain.tar']);
    const memory = Math.max(...[whole, each, plain].map(({ peakBytes }) => peakBytes));
    return [
      ratio('archive of 250 MB, gzip as a whole', whole, 'tar -tf', 3),
      ratio('archive of 250 MB, gzip layers', each, 'tar -tf of each', 3),
      ratio('archive of 250 MB, not compressed', plain, 'tar -tf, which seeks'),
      {
        what: 'archive of 250 MB, peak memory',
        ours: `${Math.round(memory / 1e6)} MB`,
        theirs: '-',
        ratio: '-',
        limit: `${mostMemory / 1e6} MB`,
        ok: memory <= mostMemory,
      },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** One layer of a large program, one of many small files: Node itself and this repository's dependencies. */
async function makeLayers(dir: string): Promise<readonly string[]> {
  mkdirSync(join(dir, 'program'));
  copyFileSync(process.execPath, join(dir, 'program/node'));
  await tar(dir, 'program.tar', join(dir, 'program'), ['./node']);
  const { size } = statSync(join(dir, 'program.tar'));
  await tar(dir, 'files.tar', root, await filesOf('node_modules', wholeBytes - size));
  return ['program.tar', 'files.tar'];
}

/** The first files below a directory, by name, that together fill so many bytes of a tar. */
async function filesOf(name: string, bytes: number): Promise<readonly string[]> {
  const entries = await readdir(join(root, name), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  let left = bytes;
  const chosen = files.toSorted().filter((file) => {
    left -= Math.ceil(statSync(file).size / 512) * 512 + 512;
    return left > 0;
  });
  return chosen.map((file) => file.slice(root.length + 1));
}

async function tar(dir: string, out: string, from: string, names: readonly string[]): Promise<void> {
  const flags = ['--owner=0', '--group=0', '--mtime=@0', '--no-recursion'];
  await execa('tar', [...flags, '-C', from, '-cf', join(dir, out), '-T', '-'], { input: names.join('\n') });
}

async function makeArchive(dir: string, out: string, layers: readonly string[]): Promise<void> {
  const config = JSON.stringify({ os: 'linux', architecture: 'amd64', config: { Entrypoint: ['/node'] } });
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: null, Layers: layers }]);
  writeFileSync(join(dir, 'config.json'), config);
  writeFileSync(join(dir, 'manifest.json'), manifest);
  await tar(dir, out, dir, [...layers, 'config.json', 'manifest.json']);
}

type Comparison = { readonly oursMs: number; readonly theirsMs: number; readonly peakBytes: number };

/** In turns, so that what else the machine does meets both. */
async function compare(dir: string, file: string, listed: readonly string[]): Promise<Comparison> {
  const [ours, theirs, peaks]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < times; turn++) {
    theirs.push(
      await timed(async () => {
        for (const each of listed) await execa('tar', ['-tf', each], { cwd: dir, stdout: 'ignore' });
      }),
    );
    ours.push(await timed(async () => void peaks.push(await peakOf(dir, file))));
  }
  return { oursMs: median(ours), theirsMs: median(theirs), peakBytes: Math.max(...peaks) };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Verifies an archive; the most memory that the process had, bytes. */
async function peakOf(dir: string, file: string): Promise<number> {
  const report = 'process.on("exit",()=>process._rawDebug("peak",process.resourceUsage().maxRSS))';
  const args = ['--import', `data:text/javascript,${report}`, bin, 'verify', '--json', '--archive', file];
  const { stdout, stderr } = await execa(process.execPath, args, { cwd: dir, reject: false });
  const { sizeBytes } = JSON.parse(stdout) as { sizeBytes?: number };
  if (sizeBytes === undefined) throw new Error(`nothing was read:\n${stderr}`);
  return Number(/^peak (\d+)$/m.exec(stderr)?.[1]) * 1024;
}

function ratio(what: string, { oursMs, theirsMs }: Comparison, name: string, limit?: number): Figure {
  const value = oursMs / theirsMs;
  return {
    what,
    ours: `${Math.round(oursMs)} ms`,
    theirs: `${Math.round(theirsMs)} ms ${name}`,
    ratio: value.toFixed(2),
    limit: limit?.toFixed(2) ?? 'printed',
    ok: limit === undefined || value <= limit,
  };
}
