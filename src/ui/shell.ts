/** A command line to paste into a POSIX shell; words with anything special in them are quoted. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** One word, quoted where a shell would see more in it than itself. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
