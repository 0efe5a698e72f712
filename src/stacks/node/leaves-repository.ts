import { posix } from 'node:path';
import { isIn } from '../../inventory/paths.ts';
import type { Package } from './package.ts';

/** Deeper than the scripts of a package call each other. */
const deepest = 4;
/** Groups, and lines that look whether something is there. */
const unclear = /\|\||[()`]|\bif\b|\[ |\btest -/;
const flagged = /(?:^|\s)(?:--prefix|--cwd|--dir|-C)[ =]["']?([\w./-]+)/;

/**
 * The directory outside of the repository that a script goes to or copies from, as of the pages beside a server in
 * `cd ../client && npm run build`: where an image is built there is none. Undefined: it stays inside, or cannot be told.
 */
export function leavesRepository(own: Package, id: string, depth = 0): string | undefined {
  const line = own.scripts[id];
  if (line === undefined || line.length > 2000 || depth > deepest || unclear.test(line)) return undefined;
  let at = own.dir;
  for (const part of line.split(/&&|;/).map((each) => each.trim())) {
    const moved = /^(?:cd|pushd)\s+["']?([\w./-]+)/.exec(part)?.[1];
    // What is copied somewhere: the last is where to.
    const copied = /^(?:cp|mv|rsync)\s/.test(part)
      ? part
          .split(/\s+/)
          .slice(1, -1)
          .filter((word) => word.startsWith('.'))
      : [];
    const places = [moved, flagged.exec(part)?.[1], ...copied].filter((path) => path !== undefined);
    const outside = places.find((path) => !path.startsWith('/') && !isIn(posix.join(at, path), ''));
    if (outside !== undefined) return outside;
    if (moved !== undefined) at = posix.join(at, moved);
    const called = /^(?:npm|yarn|pnpm|bun)(?: run)? ([\w:.-]+)$/.exec(part)?.[1];
    const deeper =
      called === undefined || at !== own.dir ? undefined : leavesRepository(own, called, depth + 1);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
