import { constants } from 'node:fs';
import { readBytes } from './text.ts';

/** The index of a repository of a million files. */
const mostBytes = 128_000_000;
/** Of an entry, before its path: times, sizes and owners, a SHA-1 and flags; more flags where one says so. */
const fixed = 62;
const extended = 0x40_00;

/** Every directory that git has a file below; empty where there is no index, or one of another kind. */
export function readIndex(path: string): ReadonlySet<string> {
  const found = new Set<string>();
  let last = '';
  for (const name of namesIn(path)) {
    const dir = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    // They are sorted: most lie beside the one before.
    if (dir !== last) addAll(dir, found);
    last = dir;
  }
  return found;
}

/** Whether git has a file. */
export function isInIndex(path: string, file: string): boolean {
  for (const name of namesIn(path)) if (name === file) return true;
  return false;
}

/** The paths of an index of version 2 or 3: https://git-scm.com/docs/index-format */
function* namesIn(path: string): Generator<string> {
  const bytes = readAll(path);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC' || bytes.readUInt32BE(4) > 3) return;
  let at = 12;
  for (let count = bytes.readUInt32BE(8); count > 0 && at + fixed < bytes.length; count--) {
    const start = at + fixed + (bytes.readUInt16BE(at + fixed - 2) & extended ? 2 : 0);
    const end = bytes.indexOf(0, start);
    // Longer than any system takes it.
    if (end < 0 || end - start > 4096) return;
    yield bytes.toString('utf8', start, end);
    at += (end - at + 8) & ~7;
  }
}

function addAll(dir: string, found: Set<string>): void {
  for (
    let path = dir;
    path !== '' && !found.has(path);
    path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  )
    found.add(path);
}

function readAll(path: string): Buffer {
  try {
    return readBytes(path, mostBytes, constants.O_NOFOLLOW);
  } catch {
    return Buffer.alloc(0);
  }
}
