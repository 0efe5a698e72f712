import { parseCommand } from '../../detect/command.ts';
import type { Fact } from '../../detect/types.ts';

/** What a line such as `java -Xmx1g -cp target/classes:lib/* com.example.App --fast` says. */
export type StartLine = {
  readonly from: string;
  /** Absent of `java -jar`. */
  readonly main?: string;
  readonly flags: readonly string[];
  readonly args: readonly string[];
};

/** Undefined for what is not started by java itself. */
export function startOf(start: Fact | undefined): StartLine | undefined {
  const words = start && parseCommand(start.value)?.at(-1)?.words;
  if (!start || !words || !/(^|\/)java$/.test(words[0] ?? '')) return undefined;
  const flags: string[] = [];
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '-cp' || word === '-classpath' || word === '--class-path') at++;
    else if (word === '-jar') return { from: start.from, flags, args: plain(words.slice(at + 2)) };
    else if (!word.startsWith('-') && !word.startsWith('$')) break;
    else if (/^-(D|X|-add-|-enable-)/.test(word) && !word.includes('$')) flags.push(word);
  }
  const main = words[at];
  return { from: start.from, flags, args: plain(words.slice(at + 1)), ...(main !== undefined && { main }) };
}

/** Nothing expands a variable in an image without a shell. */
function plain(words: readonly string[]): readonly string[] {
  return words.some((word) => word.includes('$')) ? [] : words;
}
