import { posix } from 'node:path';
import type { FileEntry } from './types.ts';

/**
 * Lays the layers over each other as a container engine does, whiteouts included
 * (https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts).
 */
export function flatten(
  layers: readonly { readonly entries: readonly FileEntry[] }[],
): Map<string, FileEntry> {
  const files = new Map<string, FileEntry>();
  for (const { entries } of layers) {
    // Whiteouts speak of the layers below, wherever in their own layer they stand.
    for (const { path } of entries) applyWhiteout(files, path);
    for (const entry of entries) {
      if (isWhiteout(entry.path)) continue;
      if (entry.type !== 'directory' && files.get(entry.path)?.type === 'directory') {
        removeBelow(files, entry.path);
      }
      files.set(entry.path, entry);
    }
  }
  return files;
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

function isWhiteout(path: string): boolean {
  return posix.basename(path).startsWith(whiteout);
}

function applyWhiteout(files: Map<string, FileEntry>, path: string): void {
  if (!isWhiteout(path)) return;
  const [dir, name] = [posix.dirname(path), posix.basename(path)];
  if (name === opaque) {
    removeBelow(files, dir);
    return;
  }
  const hidden = posix.join(dir, name.slice(whiteout.length));
  removeBelow(files, hidden);
  files.delete(hidden);
}

function removeBelow(files: Map<string, FileEntry>, dir: string): void {
  const prefix = dir === '/' ? '/' : `${dir}/`;
  for (const path of files.keys()) if (path.startsWith(prefix)) files.delete(path);
}
