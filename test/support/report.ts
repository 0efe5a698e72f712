import { plainConfig } from './plain-config.ts';
import { flatten } from '../../src/verify/image/rootfs.ts';
import type { FileEntry, HistoryStep, Image } from '../../src/verify/image/types.ts';
import type { CheckResult, Report } from '../../src/verify/types.ts';

/** A report of these results. */
export function reportWith(checks: readonly CheckResult[]): Report {
  return {
    ok: checks.every(({ status }) => status !== 'fail'),
    image: 'demo:verify',
    digest: `sha256:${'0'.repeat(64)}`,
    sizeBytes: 6_900_000,
    compressedBytes: 2_500_000,
    timings: { buildMs: 12_345, bootMs: 81, stopMs: 40 },
    checks,
  };
}

/** An image of layers, each with its files and their sizes. */
export function imageWith(
  layers: readonly Readonly<Record<string, number>>[],
  history: readonly HistoryStep[] = [],
): Image {
  const read = layers.map((files) => {
    const entries = Object.entries(files).map(([path, size]): FileEntry => ({
      path,
      size,
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
    }));
    const fileBytes = entries.reduce((sum, { size }) => sum + size, 0);
    return { entries, fileBytes, compressedBytes: fileBytes };
  });
  return {
    ref: 'demo:verify',
    digest: `sha256:${'0'.repeat(64)}`,
    config: { ...plainConfig, User: '65532:65532', Entrypoint: ['/app'] },
    history,
    layers: read,
    files: flatten(read),
  };
}
