import { expect, it } from 'vitest';
import type { Step } from '../../../src/engine/steps.ts';
import type { Variant } from '../../support/variants.ts';
import { verifyOnly, withoutNetwork } from './one-check.ts';
import { scaffold } from './scaffold.ts';

/** After it was built. Beside no other build, whose steps BuildKit may let this one join. */
export function describeEdited(variant: Variant): void {
  it(`${variant.name} builds no dependency again after a one-line edit`, async () => {
    // No step that runs again may fetch anything.
    const { status, message, hint, data } = await verifyOnly(
      'cache',
      await scaffold(variant),
      await withoutNetwork(),
    );
    expect({ status, message, hint }).toMatchObject({ status: 'pass' });
    const { steps, first } = data as { steps: readonly Step[]; first: readonly Step[] };
    expect(first.length).toBeGreaterThan(0);
    expect(first.filter(({ text }) => !text.startsWith('COPY'))).toEqual([]);
    expect(steps.filter(({ text, cached }) => cached && text.startsWith('RUN')).length).toBeGreaterThan(0);
  });
}
