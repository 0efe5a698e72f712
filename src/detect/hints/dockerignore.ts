import { inside } from '../../inventory/paths.ts';
import type { HintReader } from './types.ts';

/** What stands above the patterns that ours took over, so that a later run finds them there. */
const keptMark = 'From the .dockerignore before this one.';

/** How ours begins. */
const ownMark = 'What no build reads, and what must not get into an image.';

const most = 200;

/** The patterns of the .dockerignore that was there before ours, or those that ours took over from it. */
export const dockerignore: HintReader = (repo, dir) => {
  const text = repo.read(inside(dir, '.dockerignore'));
  if (text === undefined) return [];
  const lines = text.split(/\r?\n/);
  const kept = lines.indexOf(`# ${keptMark}`);
  if (kept < 0 && lines.includes(`# ${ownMark}`)) return [];
  const after = lines.slice(kept + 1);
  const end = kept < 0 ? -1 : after.indexOf('');
  const ignored = (end < 0 ? after : after.slice(0, end))
    .map((line) => line.replace(/^\uFEFF/, '').trim())
    // A line with a control character, or of any length, is no path of anybody's.
    .filter((line) => /^[^#\p{Cc}]\P{Cc}{0,199}$/u.test(line));
  return [{ dir, ignored: [...new Set(ignored)].slice(0, most) }];
};
