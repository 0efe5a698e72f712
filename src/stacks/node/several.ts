/**
 * Command lines that concurrently, npm-run-all and the like run at once, by the words that they are called with. Their patterns stand
 * for scripts: `start:*`. https://github.com/mysticatea/npm-run-all/blob/master/docs/npm-run-all.md
 */
export function linesOfSeveral(
  name: string,
  words: readonly string[],
  scripts: Readonly<Record<string, string>>,
): readonly string[] {
  const called = words.filter(
    (word) => !word.startsWith('-') && !/^(blue|green|red|cyan|[\w.,]*\.bold)$/.test(word),
  );
  if (name !== 'concurrently') return called.flatMap((word) => named(word, scripts)).map(asLine);
  return called
    .flatMap((word) =>
      word.startsWith('npm:') ? named(word.slice('npm:'.length), scripts).map(asLine) : [word],
    )
    .filter((line) => line.includes(' '));
}

function asLine(id: string): string {
  return `npm run ${id}`;
}

function named(pattern: string, scripts: Readonly<Record<string, string>>): readonly string[] {
  const [before = '', after, more] = pattern.split(/\*{1,2}/);
  if (after === undefined || more !== undefined) return [pattern];
  return Object.keys(scripts).filter(
    (id) =>
      id.length > before.length + after.length &&
      id.startsWith(before) &&
      id.endsWith(after) &&
      (pattern.includes('**') || !id.slice(before.length, id.length - after.length).includes(':')),
  );
}
