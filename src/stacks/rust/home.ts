import type { Source } from './sources.ts';
import { writing } from './writable.ts';

/** A directory of whoever runs it, as the standard library, dirs, home, etcetera and directories find it: by HOME, else by the user's record. */
const asksForHome =
  /\bhome_dir\(|\b(?:Project|Base|User)Dirs\b|\bdirs(?:_next)?::\w{1,40}_dir\(|\bchoose_(?:app|base)_strategy\(|\bvar(?:_os)?\(\s{0,9}"(?:HOME|XDG_\w{1,20}_HOME)"/;

const writes = new RegExp(String.raw`${writing.calls}|${writing.opens}|\.append\(true\)`);

/**
 * Does it write into the home of its user? On scratch there is no record of one, and HOME is `/`, where it may not. What only looks
 * for settings there needs none.
 */
export function wantsHome(sources: readonly Source[]): boolean {
  return [asksForHome, writes].every((pattern) => sources.some(({ text }) => pattern.test(text)));
}
