import { parseInstructions } from '../../dockerfile/instructions.ts';
import { parseAssignments } from '../../dockerfile/variables.ts';
import type { Fact, Hints } from '../types.ts';

/** What build tools put into what a browser gets: it must be there while the build runs. */
export const forBrowsers =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|VITE|REACT_APP|VUE_APP|NG_APP|GATSBY)_/;

/** What stands above what a Dockerfile of ours took over from the one before it, so that a later run finds it there. */
export const carriedMark = {
  env: 'As its Dockerfile, compose file or platform set it before.',
  args: 'Taken by the build, as before: --build-arg sets it.',
  writable: 'a volume of its Dockerfile, compose file or platform before',
} as const;

/** What an earlier run took over into its own Dockerfile. */
export function carriedIn(text: string, path: string): Pick<Hints, 'env' | 'args' | 'writable'> {
  const lines = text.split('\n');
  const env = new Map<string, Fact>();
  const args = new Map<string, Fact>();
  const writable = new Map<string, Fact>();
  for (const { keyword, rest, line } of parseInstructions(text)) {
    const fact = (value: string): Fact => ({ value, from: `${path}:${line}`, confidence: 'high' });
    const above = (up: number) => lines[line - 1 - up];
    if (keyword === 'ENV' && above(1) === `# ${carriedMark.env}`)
      for (const [name, value = ''] of parseAssignments(rest)) env.set(name, fact(unescaped(value)));
    if (keyword === 'ARG' && isBelow(lines, line - 1, `# ${carriedMark.args}`))
      for (const [name, value = ''] of parseAssignments(rest))
        if (forBrowsers.test(name)) args.set(name, fact(unescaped(value)));
    if (keyword === 'VOLUME' && above(2)?.includes(carriedMark.writable)) {
      const [, volume] = /^\["(\/[^"\\]*)"\]$/.exec(rest) ?? [];
      if (volume !== undefined) writable.set(volume, fact(volume));
    }
  }
  return {
    env: Object.fromEntries(env),
    args: Object.fromEntries(args),
    writable: [...writable.values()],
  };
}

/** Is there nothing but other arguments between a line and the mark? */
function isBelow(lines: readonly string[], at: number, mark: string): boolean {
  let up = at - 1;
  while (lines[up]?.startsWith('ARG ')) up--;
  return lines[up] === mark;
}

/** What envValue of recipe/quote.ts put before a quote, a dollar sign and a backslash. */
function unescaped(value: string): string {
  return value.replaceAll(/\\(["\\$])/g, '$1');
}
