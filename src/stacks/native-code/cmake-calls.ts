import type { Command } from './cmake-commands.ts';
import { replaceVariables } from './cmake-replace.ts';

/** A function or a macro that a project makes for itself. */
export type Routine = {
  readonly parameters: readonly string[];
  readonly commands: readonly Command[];
  readonly file: string;
  readonly dir: string;
};

/** One call of it: the values of its parameters. */
export type Call = { readonly values: ReadonlyMap<string, string>; readonly depth: number };

/** What a body is read for: what it builds depends on more than its parameters. */
export const asks = /^(find_(package|library|path|program)|pkg_(check_modules|search_module))$/;

const deepest = 3;
const longest = 2000;

/**
 * A call of a routine that asks for something; undefined for others, and for one that goes too deep.
 * https://cmake.org/cmake/help/latest/command/macro.html
 */
export function callOf(
  { parameters, commands }: Routine,
  args: readonly string[],
  outer: Call | undefined,
): Call | undefined {
  const depth = (outer?.depth ?? 0) + 1;
  if (depth > deepest || !commands.some(({ name }) => asks.test(name) || !isLanguage(name))) return undefined;
  const values = new Map(parameters.map((name, at) => [name, args[at] ?? '']));
  values.set('ARGN', args.slice(parameters.length).join(';'));
  return { values, depth };
}

/** An argument in a body, with the parameters of a call in it; as it is where that would be longer than any name. */
export function withValues(arg: string, call: Call | undefined): string {
  if (!call || arg.length > longest) return arg;
  return replaceVariables(arg, longest, (name) => call.values.get(name)) ?? arg;
}

/** Commands that ask for nothing, and that every body has. */
function isLanguage(name: string): boolean {
  return /^(set|if|elseif|else|endif|message|foreach|endforeach|list|string|math|return|unset)$/.test(name);
}
