import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { text, texts, type Package } from './package.ts';
import { satisfies } from './semver.ts';

/** What a lock file holds, seen from the package.json beside it. */
export type LockState = {
  /** It names everything that the manifests ask for: an install that keeps to it will not stop. */
  readonly fits: boolean;
  /** Peer dependencies are missing or contradict each other, as npm left them before 7 or with --legacy-peer-deps. */
  readonly legacyPeers: boolean;
};

/** Compares a lock file with the manifests that it is for. */
export function readLock(repo: Inventory, path: string, manifests: readonly Package[]): LockState {
  if (path.endsWith('.json')) return readNpmLock(repo.json(path), manifests);
  const content = repo.read(path);
  // Longer than what is read, or binary: nothing speaks against it.
  if (content === undefined) return { fits: true, legacyPeers: false };
  const wanted = manifests.flatMap(asked).filter(([, range]) => isRegistryRange(range));
  const named = (name: string, range: string): boolean =>
    path.endsWith('yarn.lock')
      ? content.includes(`${name}@${range}`) || content.includes(`${name}@npm:${range}`)
      : content.includes(name);
  return { fits: wanted.every(([name, range]) => named(name, range)), legacyPeers: false };
}

function readNpmLock(lock: unknown, manifests: readonly Package[]): LockState {
  if (!isTable(lock)) return { fits: false, legacyPeers: false };
  const [root, ...members] = manifests;
  if (!root) return { fits: true, legacyPeers: false };
  const packages = lock['packages'];
  // npm 6: no peers in it, and the ranges that it was made for are not told.
  if (!isTable(packages)) {
    const locked = isTable(lock['dependencies']) ? lock['dependencies'] : {};
    const fits = asked(root).every(([name, range]) => {
      const entry = locked[name];
      if (!isTable(entry)) return root.optionalDependencies[name] !== undefined;
      return !isRegistryRange(range) || satisfies(text(entry['version']), range);
    });
    return { fits, legacyPeers: true };
  }
  const fits = [root, ...members].every((manifest) => {
    const key = manifest === root ? '' : manifest.dir.slice(root.dir === '' ? 0 : root.dir.length + 1);
    const entry = packages[key];
    if (!isTable(entry)) return false;
    const locked = {
      ...texts(entry['optionalDependencies']),
      ...texts(entry['devDependencies']),
      ...texts(entry['dependencies']),
    };
    return asked(manifest).every(([name, range]) => locked[name] === range);
  });
  return { fits, legacyPeers: hasBrokenPeers(packages) };
}

/** As npm would find a peer: in the node_modules of the package’s own directory, and of those above it. */
function hasBrokenPeers(packages: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(packages).some(([key, entry]) => {
    if (!isTable(entry)) return false;
    const meta = isTable(entry['peerDependenciesMeta']) ? entry['peerDependenciesMeta'] : {};
    return Object.entries(texts(entry['peerDependencies'])).some(([name, range]) => {
      const optional = isTable(meta[name]) && meta[name]['optional'] === true;
      const found = lookUp(packages, key, name);
      if (!found) return !optional;
      return !optional && found['link'] !== true && !satisfies(text(found['version']), range);
    });
  });
}

function lookUp(
  packages: Readonly<Record<string, unknown>>,
  key: string,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  for (let at = key; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const inside = at.lastIndexOf('node_modules/');
    const dir = inside < 0 ? '' : at.slice(0, inside);
    const own = packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
    const beside = packages[`${dir}node_modules/${name}`];
    const found = isTable(own) ? own : isTable(beside) ? beside : undefined;
    if (found) return found;
    if (!at.includes('/node_modules/')) {
      const top = packages[`node_modules/${name}`];
      return isTable(top) ? top : undefined;
    }
  }
}

/** What a manifest asks to be installed; dependencies go before development, optional before both, as npm reads them. */
function asked(manifest: Package): readonly (readonly [string, string])[] {
  return Object.entries({
    ...manifest.devDependencies,
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
  });
}

function isRegistryRange(range: string): boolean {
  return /^[\d^~<>=*xXv]/.test(range) && !range.includes('/');
}
