import { posix } from 'node:path';
import type { FileEntry } from './types.ts';

/**
 * Lays the layers over each other as a container engine does, whiteouts included
 * (https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts).
 */
export function flatten(
  layers: readonly { readonly entries: readonly FileEntry[] }[],
): Map<string, FileEntry> {
  const cover = coverOf(layers);
  const files = new Map<string, FileEntry>();
  let at = 0;
  for (const { entries } of layers) {
    for (const entry of entries) {
      at++;
      if (isWhiteout(entry.path)) continue;
      if (!cover.hides(entry.path, at)) files.set(entry.path, entry);
    }
  }
  return files;
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

function isWhiteout(path: string): boolean {
  return posix.basename(path).startsWith(whiteout);
}

/**
 * What later entries take away, found in one pass and asked in another: with each whiteout walking all files, an image of
 * some thousand of both would take hours. Places are counted over all layers, from 1.
 */
function coverOf(layers: readonly { readonly entries: readonly FileEntry[] }[]) {
  /** Before which place all that is below a path is gone; and the path itself. */
  const below = new Map<string, number>();
  const self = new Map<string, number>();
  const directories = new Set<string>();
  let at = 0;
  for (const { entries } of layers) {
    const start = at + 1;
    for (const { path, type } of entries) {
      at++;
      // Whiteouts speak of the layers below, wherever in their own layer they stand.
      if (isWhiteout(path)) {
        const [dir, name] = [posix.dirname(path), posix.basename(path)];
        const hidden = name === opaque ? dir : posix.join(dir, name.slice(whiteout.length));
        below.set(hidden, Math.max(below.get(hidden) ?? 0, start));
        if (name !== opaque) self.set(hidden, start);
      } else if (type === 'directory') directories.add(path);
      else if (directories.delete(path)) below.set(path, at);
    }
  }
  return {
    hides(path: string, place: number): boolean {
      if (below.size === 0) return false;
      if ((self.get(path) ?? 0) > place) return true;
      for (let dir = posix.dirname(path); ; dir = posix.dirname(dir)) {
        if ((below.get(dir) ?? 0) > place && dir !== path) return true;
        if (dir === '/') return false;
      }
    },
  };
}
