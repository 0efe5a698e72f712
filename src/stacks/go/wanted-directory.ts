/** Where an image keeps what a program is told to serve or to keep its data in. */
export const dataPlace = '/data';

const directory =
  /^(?:<(?:[\w-]*[-_])?(?:dir|directory|folder|root|path)>|(?:[A-Z]+[-_])?(?:DIR|DIRECTORY|FOLDER|ROOT|PATH))$/;

/** `serve <dir>`, `server DIR`: one word that must be given, and it is a directory. */
export function wantsDirectory(words: readonly string[]): boolean {
  const wanted = words.filter((word) => !word.startsWith('['));
  return wanted.length === 1 && directory.test(wanted[0] ?? '');
}
