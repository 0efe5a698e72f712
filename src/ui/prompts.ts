import type { Ask } from '../answers/resolve.ts';
import type { Verdict } from '../generators/new.ts';
import type { Change } from '../pipeline.ts';
import { printable } from './printable.ts';
import type { Ui } from './ui.ts';

export type Prompts = {
  readonly ask: Ask;
  /** A yes/no question; no is the default. */
  readonly confirm: (message: string) => Promise<boolean>;
  /** What to do with one file that differs from ours; `d` shows the difference and asks again. */
  readonly askConflict: (change: Change, ui: Ui) => Promise<ConflictChoice>;
};

/**
 * Questions go to stderr: stdout is data. The library is loaded when there is something to ask (it costs 0.1 s).
 * @param signal ends a question that is open; it then rejects
 */
export function createPrompts(signal?: AbortSignal): Prompts {
  const context = { output: process.stderr, ...(signal && { signal }) };
  return {
    ask: (question) => ask(question, context),
    confirm: (message) => confirm(message, context),
    askConflict: (change, ui) => askConflict(change, ui, context),
  };
}

type Context = { readonly output: NodeJS.WriteStream; readonly signal?: AbortSignal };

async function ask(
  { message, choices, fallback, check }: Parameters<Ask>[0],
  context: Context,
): Promise<string> {
  const { input, select } = await import('@inquirer/prompts');
  if (choices) {
    const items = choices.map(({ value, label }) => ({ value, name: label, short: value }));
    return select({ message, choices: items, default: fallback }, context);
  }
  return input({ message, default: fallback, validate: (value) => check(value) ?? true }, context);
}

async function confirm(message: string, context: Context): Promise<boolean> {
  const { confirm: prompt } = await import('@inquirer/prompts');
  return prompt({ message: printable(message), default: false }, context);
}

export type ConflictChoice = Verdict | 'all' | 'quit';

const markChoice = {
  key: 'm',
  name: 'merge, with conflict markers where both changed',
  value: 'mark',
} as const;

async function askConflict(change: Change, ui: Ui, context: Context): Promise<ConflictChoice> {
  const { expand } = await import('@inquirer/prompts');
  for (;;) {
    const verdict = await expand<ConflictChoice | 'diff'>(
      {
        message: `${change.path}${change.reason === 'overlap' ? ': your changes and ours overlap' : ' differs'}. Overwrite it?`,
        default: 'n',
        choices: [
          { key: 'y', name: 'yes, overwrite', value: 'overwrite' },
          { key: 'n', name: 'no, keep mine', value: 'keep' },
          ...(change.marked ? [markChoice] : []),
          { key: 'd', name: 'show the difference', value: 'diff' },
          { key: 'a', name: 'overwrite this and all others', value: 'all' },
          { key: 'q', name: 'quit, write nothing', value: 'quit' },
        ],
      },
      context,
    );
    if (verdict !== 'diff') return verdict;
    const { formatDiff } = await import('./diff.ts');
    ui.say(formatDiff(change, ui.color));
  }
}
