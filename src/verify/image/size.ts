import type { Image } from './types.ts';

/** Sum of the uncompressed bytes of the files of all layers: the same number on every engine and image store. */
export function sizeBytes({ layers }: Pick<Image, 'layers'>): number {
  return layers.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
}

/** Bytes of the compressed layers, which is what a pull transfers. */
export function compressedBytes({ layers }: Pick<Image, 'layers'>): number {
  return layers.reduce((sum, layer) => sum + layer.compressedBytes, 0);
}
