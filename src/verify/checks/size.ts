import { formatSize } from '../../units.ts';
import type { Check } from '../types.ts';
import { compressedBytes, sizeBytes } from '../image/size.ts';

export const size: Check = {
  id: 'size',
  title: 'the image is within its budget',
  needs: [],
  run({ image, settings }) {
    const total = sizeBytes(image);
    const layers = image.layers.map(({ fileBytes, compressedBytes: compressed }) => ({
      fileBytes,
      compressedBytes: compressed,
    }));
    const data = {
      sizeBytes: total,
      compressedBytes: compressedBytes(image),
      budgetBytes: settings.sizeBytes,
      layers,
    };
    const weight = `${formatSize(total)} (${formatSize(compressedBytes(image))} to pull)`;
    if (settings.sizeBytes === undefined)
      return { status: 'pass', message: `${weight}; no budget is set`, data };
    const budget = formatSize(settings.sizeBytes);
    if (total <= settings.sizeBytes) return { status: 'pass', message: `${weight}, budget ${budget}`, data };
    const largest = image.layers
      .flatMap(({ entries }) => entries)
      .toSorted((a, b) => b.size - a.size)
      .slice(0, 3);
    return {
      status: 'fail',
      message: `${weight} is over the budget of ${budget}`,
      hint: `largest files: ${largest.map(({ path, size: bytes }) => `${path} ${formatSize(bytes)}`).join(', ')}; or raise verify.size in distroless.yaml`,
      blame: 'FROM',
      data,
    };
  },
};
