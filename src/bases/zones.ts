import type { StackManifest, Target } from '../stacks/schema.ts';
import { findBase } from './find.ts';

/** Where a service on a target finds the time zones. */
export type Zones = 'embedded' | 'base' | 'missing';

/** Bytes of Debian's zone data without posix/ and right/; test/e2e/options.test.ts holds it to the real ones. */
export const zoneBytes = 624_000;

export function findZones(stack: StackManifest, { runtime }: Target): Zones {
  return stack.zones ?? (findBase(runtime)?.zones ? 'base' : 'missing');
}
