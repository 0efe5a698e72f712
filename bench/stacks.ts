import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findEngine } from '../src/engine/find.ts';
import { loadImage } from '../src/verify/image/load.ts';
import type { Report } from '../src/verify/types.ts';
import { loadStacks } from '../src/stacks/load.ts';
import { editService } from '../test/support/edit.ts';
import { bringUp, imagesOf } from '../test/support/engine.ts';
import { limitOf } from './limits.ts';
import { bin, runVerify } from './verify.ts';

const root = join(import.meta.dirname, '..');
const limits = join(root, 'bench/limits');
const signal = new AbortController().signal;

/** What one stack on one target comes to; sizes in bytes, times in ms. */
export type StackFigure = {
  readonly stack: string;
  readonly target: string;
  readonly bytes: number;
  /** The single-stage image that people build first. */
  readonly naiveBytes: number;
  /** With neither layers nor cache mounts; the base images are there. */
  readonly coldMs: number;
  /** After a one-line edit of a source file. */
  readonly rebuildMs: number;
  readonly bootMs: number;
  /** The least that answers on the same base, written by hand. */
  readonly bare: { readonly bytes: number; readonly bootMs: number };
  readonly limit: { readonly text: string; readonly ok: boolean };
};

/** Builds and verifies every target of these stacks; all of them when none is named. */
export async function measureStacks(only: readonly string[]): Promise<readonly StackFigure[]> {
  const stacks = (await loadStacks()).filter(({ id }) => only.length === 0 || only.includes(id));
  const figures: StackFigure[] = [];
  for (const { id: stack, targets, managers } of stacks) {
    await bringUp(imagesOf({ targets, managers }));
    const others: Record<string, StackFigure> = {};
    for (const [target, { runtime }] of Object.entries(targets)) {
      const figure = await measure(stack, target, { runtime, others });
      others[target] = figure;
      figures.push(figure);
      console.error(`measured ${stack} on ${target}`);
    }
  }
  return figures;
}

async function measure(
  stack: string,
  target: string,
  { runtime, others }: { readonly runtime: string; readonly others: Readonly<Record<string, StackFigure>> },
): Promise<StackFigure> {
  const dir = mkdtempSync(join(tmpdir(), 'create-distroless-bench-'));
  const service = join(dir, 'demo');
  await execa(process.execPath, [bin, 'new', service, '--lang', stack, '--target', target, '--yes']);
  // Cache mounts of its own: nobody else's are removed for this.
  const fresh = ['--build-arg', `BUILDKIT_CACHE_MOUNT_NS=${dir}`];
  const coldMs = await build(service, ['--no-cache', ...fresh]);
  await editService(service);
  const rebuildMs = await build(service, fresh);
  const { report } = await runVerify(service, { args: ['--compare'] });
  const { compare } = report;
  if (!compare || 'error' in compare) throw new Error(`the naive image of ${stack} does not build`);
  // A hand-written limit does not keep all that verify asks for; its size and start are what is wanted of it.
  const { report: bare } = await runVerify(join(limits, bareOf(stack, target)), { mayFail: true });
  const [layers, base] = [
    await layerBytes(report.image),
    runtime === 'scratch' ? [] : await layerBytes(runtime),
  ];
  const bytes = report.sizeBytes;
  const limit = limitOf(
    { stack, target, bytes },
    { baseBytes: sum(base), dependencyBytes: Math.max(...layers.slice(base.length)), others },
  );
  await execa('docker', ['image', 'rm', '--force', report.image, bare.image]);
  rmSync(dir, { recursive: true, force: true });
  return {
    stack,
    target,
    bytes,
    limit,
    naiveBytes: compare.sizeBytes,
    coldMs,
    rebuildMs,
    bootMs: bootMs(report),
    bare: { bytes: bare.sizeBytes, bootMs: bootMs(bare) },
  };
}

/** Of the target where there is one, else of the stack. */
function bareOf(stack: string, target: string): string {
  const name = `${stack}-${target}-bare`;
  return readdirSync(limits).includes(name) ? name : `${stack}-bare`;
}

/** Wall time of a build, ms. */
async function build(service: string, args: readonly string[]): Promise<number> {
  const started = performance.now();
  await execa('docker', ['build', '--quiet', ...args, service]);
  return performance.now() - started;
}

function bootMs({ image, timings }: Report): number {
  if (timings.bootMs === undefined) throw new Error(`${image} did not answer`);
  return timings.bootMs;
}

/** Bytes of the files of each layer, the base's first. */
async function layerBytes(ref: string): Promise<readonly number[]> {
  const { stdout } = await execa('docker', ['image', 'inspect', '--format', '{{.Id}}', ref]);
  const { layers } = await loadImage(await findEngine(), { ref, digest: stdout }, signal);
  return layers.map(({ fileBytes }) => fileBytes);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
