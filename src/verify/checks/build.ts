import { formatDuration } from '../../units.ts';
import type { Check } from '../types.ts';

export const build: Check = {
  id: 'build',
  title: 'the Dockerfile builds',
  needs: ['build'],
  run({ build: receipt }) {
    if (!receipt?.imageId) throw new Error('a failed build has no image to check');
    const { ms } = receipt;
    const steps = receipt.steps.length;
    const cachedSteps = receipt.steps.filter(({ cached }) => cached).length;
    const cache = cachedSteps === 0 ? 'nothing cached' : `${cachedSteps} of ${steps} steps cached`;
    return {
      status: 'pass',
      message: `built in ${formatDuration(ms)}, ${cache}`,
      data: { ms, steps, cachedSteps },
    };
  },
};
