import { it } from 'vitest';
import { findEngine } from '../../../src/engine/find.ts';
import { imageId } from '../../../src/engine/save.ts';
import { closure } from '../../../src/verify/checks/closure.ts';
import { secrets } from '../../../src/verify/checks/secrets.ts';
import { tls } from '../../../src/verify/checks/tls.ts';
import { tz } from '../../../src/verify/checks/tz.ts';
import { loadImage } from '../../../src/verify/image/load.ts';
import { readSettings } from '../../../src/verify/settings.ts';
import type { Finding } from '../../../src/verify/types.ts';

/** Those that read what is in an image, whoever made it; the others ask for what only a service has. */
const readers = [closure, secrets, tls, tz];

/** An image that is made well raises none. Several at a time: the engine writes one while another is read. */
export function describeAlarms(images: readonly string[]): void {
  it.concurrent.for(images.filter((ref) => !ref.includes('debug')))(
    '%s raises no false alarm',
    async (ref, { expect }) => {
      expect(await alarmsOf(ref)).toEqual([]);
    },
  );
}

/** What they object to. */
async function alarmsOf(ref: string): Promise<readonly Finding[]> {
  const { signal } = new AbortController();
  const engine = await findEngine({}, signal);
  const image = await loadImage(engine, { ref, digest: await imageId(engine, ref, signal) }, signal);
  const settings = await readSettings('/nowhere');
  const subject = { image, settings, build: undefined, dockerfile: undefined, signal };
  const findings = await Promise.all(readers.map((check) => check.run(subject)));
  return findings.filter(({ status }) => status === 'fail');
}
