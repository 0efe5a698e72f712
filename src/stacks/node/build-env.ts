import type { Inventory } from '../../inventory/types.ts';
import type { Install } from './install.ts';
import { legacyOpenssl } from './openssl.ts';
import type { Package } from './package.ts';
import type { Planned } from './planned.ts';
import { withoutValidation } from './validation.ts';
import { visitedPackages } from './visited-packages.ts';

/**
 * Variables that a build has, and the container has not.
 * @param ran what its own install and build run
 */
export function buildEnvOf(
  repo: Inventory,
  own: Package,
  install: Install,
  pages: Planned | undefined,
  ran: readonly string[],
): Readonly<Record<string, string>> {
  return {
    ...pages?.buildEnv,
    ...legacyOpenssl([own, ...visitedPackages(repo, own, ran)]),
    ...withoutValidation(repo),
    ...install.prisma?.buildEnv,
  };
}
