import { block, type Found } from './lines.ts';

/** The word of the command that a flag is of: "health" of `healthCmd.Flags().StringP("host", …)`; empty where that is not told, or it is of those below, too. */
export function commandOf({ file: { code }, match: { index } }: Found): string {
  const variable = /\b(\w+)\.Flags\(\)$/.exec(code.slice(Math.max(0, index - 80), index))?.[1];
  if (variable === undefined) return '';
  const made = [
    ...code.matchAll(new RegExp(String.raw`\b${variable}\s*(?::?=|:)\s*&?(?:cobra|coral)\.Command\{`, 'g')),
  ];
  // A function makes each, and most call it the same.
  const own = made.findLast((each) => each.index < index) ?? made[0];
  return own ? (/\bUse:\s*["`]([\w-]+)/.exec(block(code, own.index))?.[1] ?? '') : '';
}
