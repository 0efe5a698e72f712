import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildImage } from '../src/engine/build.ts';
import { findEngine } from '../src/engine/find.ts';
import { loadImage } from '../src/verify/image/load.ts';
import type { Report } from '../src/verify/types.ts';
import { sizeBytes } from '../src/verify/image/size.ts';
import { bringUp } from '../test/support/engine.ts';
import { bin, runVerify } from './verify.ts';
import { mb, median, type Figure } from './figure.ts';

const root = join(import.meta.dirname, '..');
const signal = new AbortController().signal;

/** The Go scratch image beside hand-written ones for the same work, and what verify costs beyond the build. */
export async function image(): Promise<Figure[]> {
  await bringUp(['golang:1.26-trixie']);
  const dir = mkdtempSync(join(tmpdir(), 'create-distroless-bench-'));
  await execa(process.execPath, [bin, 'new', 'demo', '--lang', 'go', '--target', 'scratch', '--yes'], {
    cwd: dir,
  });
  const service = join(dir, 'demo');
  const reports = [await runVerify(service), await runVerify(service), await runVerify(service)];
  const ours = reports[0]!.report.sizeBytes;
  const [hand, bare] = [await weigh('go-hand'), await weigh('go-bare')];
  rmSync(dir, { recursive: true, force: true });
  return [
    { what: 'Go scratch image', ours: mb(ours), theirs: '-', ratio: '-', limit: '7.00 MB', ok: ours <= 7e6 },
    ratio('Go scratch image', ours, hand, 'by hand, same duties', 1.05),
    ratio('Go scratch image', ours, bare, 'bare net/http server'),
    beyondBuild(reports.map(({ report, ms }) => ms - (report.timings.buildMs ?? 0))),
    waited('of which it waits for the health', reports, ['healthyMs', 'unhealthyMs']),
    waited('of which it waits for the stop', reports, ['ms'], 'stop'),
  ];
}

async function weigh(name: string): Promise<number> {
  const context = join(root, 'bench/limits', name);
  const engine = await findEngine();
  const dockerfile = readFileSync(join(context, 'Dockerfile'), 'utf8');
  const tag = `create-distroless-bench/${name}`;
  const { imageId, tail } = await buildImage(engine, { context, dockerfile, tag, signal });
  if (imageId === undefined) throw new Error(`${name} does not build:\n${tail.join('\n')}`);
  return sizeBytes(await loadImage(engine, { ref: tag, digest: imageId }, signal));
}

function ratio(what: string, ours: number, theirs: number, name: string, limit?: number): Figure {
  return {
    what,
    ours: mb(ours),
    theirs: `${mb(theirs)} ${name}`,
    ratio: (ours / theirs).toFixed(3),
    limit: limit?.toFixed(3) ?? 'printed',
    ok: limit === undefined || ours / theirs <= limit,
  };
}

/** Waits of a check that are the image's and the engine's, not ours; several checks wait side by side. */
function waited(
  what: string,
  reports: readonly { readonly report: Report }[],
  fields: readonly string[],
  id = 'health',
): Figure {
  const ms = reports.map(({ report }) => {
    const data = report.checks.find((check) => check.id === id)?.data ?? {};
    return fields.reduce((sum, field) => sum + Number(data[field]), 0);
  });
  const ours = `${(median(ms) / 1000).toFixed(1)} s`;
  return { what, ours, theirs: '-', ratio: '-', limit: 'printed', ok: true };
}

function beyondBuild(ms: readonly number[]): Figure {
  const seconds = median(ms) / 1000;
  return {
    what: 'verify beyond the build',
    ours: `${seconds.toFixed(1)} s`,
    theirs: '-',
    ratio: '-',
    limit: '10.0 s',
    ok: seconds <= 10,
  };
}
