const several = /\b(npm-run-all2?|run-[sp])((?: +["']?[\w:.*-]{1,80}["']?){1,30})/g;

/** Of a line that a person wrote. */
const longest = 10_000;
const mostNames = 50;

/**
 * A line with `npm run` of each script in the place of a tool that runs several, by their names or by a pattern:
 * https://github.com/bcomnes/npm-run-all2/blob/master/docs/npm-run-all.md#glob-like-pattern
 */
export function eachCalled(text: string, scripts: Readonly<Record<string, string>>): string {
  if (text.length > longest) return text;
  return text.replaceAll(several, (_, tool: string, words: string) =>
    namesIn(words, scripts)
      .map((name) => `npm run ${name}`)
      .join(tool === 'run-s' ? ' && ' : ' & '),
  );
}

function namesIn(words: string, scripts: Readonly<Record<string, string>>): readonly string[] {
  const names = words
    .split(/[\s"']+/)
    .filter((word) => word !== '' && !word.startsWith('-'))
    .flatMap((word) => {
      if (!word.includes('*')) return [word];
      const [before = '', ...rest] = word.split(/\*+/);
      const isOne = (name: string) =>
        name.startsWith(before) && name.length > before.length && name.endsWith(rest.at(-1) ?? '');
      return Object.keys(scripts)
        .slice(0, 1000)
        .filter((name) => isOne(name) && (word.includes('**') || !name.slice(before.length).includes(':')));
    });
  return [...new Set(names)].slice(0, mostNames);
}
