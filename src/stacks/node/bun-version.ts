import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { StackManifest } from '../schema.ts';
import { join, type Package } from './package.ts';
import { satisfies } from './semver.ts';

/** Before that it ends where `exec` finds no shell, which the image has not, and its install trusts no authority of --extra-ca. */
const runsHere = '>=1.2.10';

/**
 * Which Bun a package is made with: packageManager, .bun-version, .tool-versions, mise.toml, else engines; of the package, then of
 * its workspace. Where none says it exactly, or it is older than what runs here, the one that is pinned.
 */
export function findBunVersion(repo: Inventory, stack: StackManifest, packages: readonly Package[]): Fact {
  const pinned = stack.managers['bun']?.version ?? '';
  const said = packages.flatMap((one) => [
    ...exact(`${one.path}: packageManager`, one.packageManager, /^bun@(\d+\.\d+\.\d+)$/),
    ...inFile(repo, join(one.dir, '.bun-version'), /^\s*v?(\d+\.\d+\.\d+)\s*$/),
    ...inFile(repo, join(one.dir, '.tool-versions'), /^\s*bun\s+(\d+\.\d+\.\d+)\s*$/m),
    ...inFile(repo, join(one.dir, 'mise.toml'), /^\s*bun\s*=\s*["'](\d+\.\d+\.\d+)["']/m),
    ...inEngines(one, pinned),
  ]);
  return (
    said.find(({ value }) => satisfies(value, runsHere)) ?? {
      value: pinned,
      from: 'default',
      confidence: 'medium',
    }
  );
}

function exact(from: string, text: string, pattern: RegExp): readonly Fact[] {
  const value = pattern.exec(text)?.[1];
  return value === undefined ? [] : [{ value, from, confidence: 'high' }];
}

function inFile(repo: Inventory, path: string, pattern: RegExp): readonly Fact[] {
  return exact(path, repo.read(path) ?? '', pattern);
}

/** A range that the pinned one is in; of another the version that it begins with. */
function inEngines({ engines, path }: Package, pinned: string): readonly Fact[] {
  const range = engines['bun'] ?? '';
  const from = `${path}: engines.bun`;
  if (range !== '' && satisfies(pinned, range)) return [{ value: pinned, from, confidence: 'high' }];
  return exact(from, range, /(?:^|[\s^~=v])(\d+\.\d+\.\d+)(?:\s|$)/);
}
