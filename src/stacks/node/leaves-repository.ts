import { posix } from 'node:path';
import { isIn } from '../../inventory/paths.ts';
import type { Package } from './package.ts';

/** More than the scripts of a package that call each other. */
const most = 50;
/** Groups, and lines that look whether something is there. */
const unclear = /\|\||[()`]|\bif\b|\[ |\btest -/;
const flagged = /(?:^|\s)(?:--prefix|--cwd|--dir|-C)[ =]["']?([\w./@+-]+)/;
const moves = /^(?:cd|pushd|popd)(?=\s|$)/;
/** A path that says where it leads: relative, and without a variable, a space or `-`, which goes back. */
const readable = /^\w+\s+(["']?)([\w.@][\w./@+-]*)\1\s*$/;

/**
 * The directory outside of the repository that a script goes to or copies from, as of the pages beside a server in
 * `cd ../client && npm run build`: where an image is built there is none. Undefined: it stays inside, or cannot be told.
 */
export function leavesRepository(own: Package, id: string): string | undefined {
  // Each once, however often it is called; what is added is gone through as well.
  const ids = new Set([id]);
  for (const each of ids) {
    const { outside, called } = readScript(own.dir, own.scripts[each] ?? '');
    if (outside !== undefined) return outside;
    for (const name of called) if (ids.size < most) ids.add(name);
  }
  return undefined;
}

type Reading = { readonly outside?: string; readonly called: readonly string[] };

/** The first path of a line that leads out of the repository, and the scripts that it calls before. */
function readScript(dir: string, line: string): Reading {
  const called: string[] = [];
  if (line.length > 2000 || unclear.test(line)) return { called };
  const lists = line.split(';').filter((list) => list.trim() !== '');
  let at = dir;
  for (const [index, list] of lists.entries())
    for (const part of list.split('&&').map((each) => each.trim())) {
      const moved = moves.test(part) ? readable.exec(part)?.[2] : '';
      // From there on nobody knows where it is.
      if (moved === undefined) return { called };
      // What fails before `;` does not fail the script; what goes elsewhere stays there.
      const fails = index === lists.length - 1;
      const paths = [moved, ...(fails ? [flagged.exec(part)?.[1] ?? '', ...copiedBy(part)] : [])];
      const outside = paths.find((path) => !path.startsWith('/') && !isIn(posix.join(at, path), ''));
      if (outside !== undefined) return { outside, called };
      at = posix.join(at, moved).replace(/^\.$|\/$/, '');
      const script = /^(?:npm|yarn|pnpm|bun)(?: run)? ([\w:.-]+)$/.exec(part)?.[1];
      if (script !== undefined && fails && at === dir) called.push(script);
    }
  return { called };
}

/** What is copied somewhere: the last is where to. */
function copiedBy(part: string): readonly string[] {
  if (!/^(?:cp|mv|rsync)\s/.test(part)) return [];
  return part
    .split(/\s+/)
    .slice(1, -1)
    .filter((word) => word.startsWith('.'));
}
