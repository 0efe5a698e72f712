import type { Image } from '../../verify/image/types.ts';

export type Waste = {
  /** Bytes that a pull transfers and no container sees. */
  readonly bytes: number;
  /** Largest first. */
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly layer: number;
    readonly how: 'deleted' | 'overwritten';
  }[];
};

/** Files of lower layers that a later layer deletes or replaces: they stay in the image all the same. Layers count from 1. */
export function wasteOf({ layers, files }: Pick<Image, 'layers' | 'files'>): Waste {
  const hidden = layers.flatMap(({ entries }, at) =>
    entries
      .filter((entry) => entry.type === 'file' && entry.size > 0 && files.get(entry.path) !== entry)
      .map(({ path, size }) => ({
        path,
        bytes: size,
        layer: at + 1,
        how: files.has(path) ? ('overwritten' as const) : ('deleted' as const),
      })),
  );
  const sorted = hidden.toSorted((a, b) => b.bytes - a.bytes);
  return { bytes: sorted.reduce((sum, { bytes }) => sum + bytes, 0), files: sorted };
}
