/** The words of a call of Bun, without what is of a developer's machine. */
export type BunWords = {
  /** Of the program that it runs. */
  readonly flags: readonly string[];
  /** A file, a script or a command, and its arguments. */
  readonly words: readonly string[];
};

/** Reads what follows `bun`: https://bun.com/docs/runtime#flags; undefined where it runs scripts of other packages. */
export function readBunWords(all: readonly string[]): BunWords | undefined {
  const flags: string[] = [];
  let ran = false;
  let at = 0;
  for (; at < all.length; at++) {
    const word = all[at] as string;
    if (word === 'run' && !ran) {
      ran = true;
      continue;
    }
    if (!word.startsWith('-')) break;
    if (/^(--filter|-F|--workspaces)\b/.test(word)) return undefined;
    if (/^(-r|--preload|--require|--import|--conditions)$/.test(word)) flags.push(word, all[++at] ?? '');
    // The directory of another package, which is what it starts.
    else if (word === '--cwd') return { flags, words: all.slice(at + 1, at + 2) };
    else if (/^(--env-file|-c|--config|--tsconfig-override)$/.test(word)) at += 1;
    else if (/^--(smol|preload=|require=|import=|conditions=)/.test(word)) flags.push(word);
  }
  return { flags, words: all.slice(at) };
}
