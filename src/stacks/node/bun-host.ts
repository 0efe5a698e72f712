import { place, type Inventory } from '../../inventory/types.ts';
import { findHost, type Host } from './host.ts';
import type { Package } from './package.ts';

const local = /\bhostname['"]?\s*:\s*['"`](?:localhost|127\.0\.0\.1|::1)['"`]/;

/** Whether it listens on the machine itself only, as what Node runs, or by a name that Bun.serve is given. */
export function findBunHost(repo: Inventory, sources: readonly string[], own: Package): Host {
  const host = findHost(repo, sources, own);
  if (host.variable !== undefined || host.closed !== undefined) return host;
  const [hit] = repo.search(sources, local);
  return hit ? { closed: place(hit) } : {};
}

/** Preloaded by Bun where nothing else helps; its node:http listens by Bun.serve too. */
export const openBunHost = `'use strict';
// The program listens on localhost, which nothing outside of the container reaches: here that means every address.
const { serve } = Bun;
const isLocal = (host) => host === 'localhost' || host === '127.0.0.1' || host === '::1';
Bun.serve = (options) =>
  serve.call(
    Bun,
    isLocal(options?.hostname)
      ? Object.assign(Object.create(Object.getPrototypeOf(options)), options, { hostname: '0.0.0.0' })
      : options,
  );`;
