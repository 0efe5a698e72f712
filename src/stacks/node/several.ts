/** What concurrently, npm-run-all and the like run. */
export type Several = {
  /** Scripts that end before the last ones start. */
  readonly before: readonly string[];
  /** Command lines that run at once, or the only one that is last. */
  readonly lines: readonly string[];
};

type Scripts = Readonly<Record<string, string>>;

/** Nobody starts more at once. */
const most = 100;

/**
 * The command lines of several programs, by the words that what runs them is called with. Their patterns stand for scripts: `start:*`.
 * npm-run-all and run-s run one after the other, unless told otherwise.
 * https://github.com/mysticatea/npm-run-all/blob/master/docs/npm-run-all.md
 */
export function readSeveral(name: string, words: readonly string[], scripts: Scripts): Several {
  const end = words.indexOf('--');
  if (name !== 'concurrently') return inGroups(name, end < 0 ? words : words.slice(0, end), scripts);
  const called = words.filter(
    (word) => !word.startsWith('-') && !/^(blue|green|red|cyan|[\w.,]*\.bold)$/.test(word),
  );
  const lines = [...new Set(called)]
    .flatMap((word) =>
      word.startsWith('npm:') ? named(word.slice('npm:'.length), scripts).map(asLine) : [word],
    )
    .filter((line) => line.includes(' '));
  return { before: [], lines: lines.slice(0, most) };
}

/** `npm-run-all build --parallel web api`: groups, one after the other. */
function inGroups(name: string, words: readonly string[], scripts: Scripts): Several {
  let atOnce = name === 'run-p';
  const groups: string[][] = [[]];
  for (const word of new Set(words)) {
    const isParallel = /^(?:--parallel|-[a-z]{0,6}p[a-z]{0,6})$/.test(word);
    if (isParallel || /^(?:--serial|--sequential|-[a-z]{0,6}s[a-z]{0,6})$/.test(word)) {
      atOnce = isParallel;
      groups.push([]);
    } else if (!word.startsWith('-')) groups.at(-1)?.push(...named(word, scripts).slice(0, most));
  }
  const ids = groups.flat();
  const last = atOnce ? (groups.at(-1)?.length ?? 0) : 1;
  const from = Math.max(0, ids.length - last);
  return { before: ids.slice(0, from).slice(0, most), lines: ids.slice(from).slice(0, most).map(asLine) };
}

function asLine(id: string): string {
  return `npm run ${id}`;
}

function named(pattern: string, scripts: Scripts): readonly string[] {
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
