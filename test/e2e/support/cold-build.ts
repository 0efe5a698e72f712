import { expect, it } from 'vitest';
import type { Variant } from '../../support/variants.ts';
import { verifyOnly } from './one-check.ts';
import { scaffold } from './scaffold.ts';

/** Slow, so once a stack; and beside no other build, as BuildKit would let that join the steps of this one and carry them out again. */
export function describeCold(variant: Variant, native: boolean): void {
  it(`${variant.name} makes the same image twice`, async () => {
    const { status, message, hint } = await verifyOnly('reproducible', await scaffold(variant));
    expect({ status, message, hint }).toMatchObject({ status: 'pass' });
    // What the runtime writes of itself, an archive of its classes, has times and addresses in it.
    expect(message.includes('.jsa')).toBe(native);
  });
}
