import { inside } from '../../inventory/paths.ts';
import { ignoreMark } from '../../recipe/always-ignored.ts';
import type { HintReader } from './types.ts';

const most = 200;

/** The patterns of the .dockerignore that was there before ours, or those that ours took over from it. */
export const dockerignore: HintReader = (repo, dir) => {
  const text = repo.read(inside(dir, '.dockerignore'));
  if (text === undefined) return [];
  const lines = text.split(/\r?\n/);
  const kept = lines.indexOf(`# ${ignoreMark.kept}`);
  if (kept < 0 && lines.includes(`# ${ignoreMark.own}`)) return [];
  const after = lines.slice(kept + 1);
  const end = kept < 0 ? -1 : after.indexOf('');
  const ignored = (end < 0 ? after : after.slice(0, end))
    .map((line) => line.replace(/^\uFEFF/, '').trim())
    // A line with a control character, or of any length, is no path of anybody's.
    .filter((line) => /^[^#\p{Cc}]\P{Cc}{0,199}$/u.test(line));
  return [{ dir, ignored: [...new Set(ignored)].slice(0, most) }];
};
