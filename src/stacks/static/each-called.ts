const several = /\b(npm-run-all2?|run-[sp])((?: +["']?[\w:.*-]{1,80}["']?){1,30})/g;

/**
 * A line with `npm run` of each script in the place of a tool that runs several, by their names or by a pattern:
 * https://github.com/bcomnes/npm-run-all2/blob/master/docs/npm-run-all.md#glob-like-pattern
 */
export function eachCalled(text: string, scripts: Readonly<Record<string, string>>): string {
  return text.replaceAll(several, (_, tool: string, words: string) =>
    namesIn(words, scripts)
      .map((name) => `npm run ${name}`)
      .join(tool === 'run-s' ? ' && ' : ' & '),
  );
}

function namesIn(words: string, scripts: Readonly<Record<string, string>>): readonly string[] {
  return words
    .split(/[\s"']+/)
    .filter((word) => word !== '' && !word.startsWith('-'))
    .flatMap((word) => {
      if (!word.includes('*')) return [word];
      const [before = '', ...rest] = word.split(/\*+/);
      const isOne = (name: string) =>
        name.startsWith(before) && name.length > before.length && name.endsWith(rest.at(-1) ?? '');
      return Object.keys(scripts).filter(
        (name) => isOne(name) && (word.includes('**') || !name.slice(before.length).includes(':')),
      );
    });
}
