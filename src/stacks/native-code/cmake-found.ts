import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Routine } from './cmake-calls.ts';
import { replaceVariables } from './cmake-replace.ts';
import type { Program, Wanted } from './types.ts';

/** What a walk through the scripts has found so far. */
export type Found = {
  readonly repo: Inventory;
  readonly root: string;
  readonly variables: Map<string, string>;
  name?: string;
  readonly programs: (Program & { maybe: boolean })[];
  readonly installed: Set<string>;
  readonly libraries: string[];
  /** Sources by target, and what it is linked to. */
  readonly parts: Map<string, readonly string[]>;
  readonly links: Map<string, readonly string[]>;
  readonly wanted: Wanted[];
  readonly options: Set<string>;
  readonly compiledPaths: Set<string>;
  readonly tools: Set<string>;
  readonly required: Wanted[];
  readonly outputs: Map<string, string>;
  /** Functions and macros, by their names in lower case. */
  readonly routines: Map<string, Routine>;
  old: boolean;
  strict: boolean;
  fetches?: Fact;
  installsData: boolean;
  shared: boolean;
  files: number;
  /** Of routines, so far. */
  calls: number;
};

/** What a variable or an argument may come to. */
export const longest = 50_000;

/** A path in a script, relative to the root of the repository. */
export function resolve(path: string, dir: string, { root }: Found): string {
  const inside = path.replace(/^@SOURCE@\/?/, '');
  return posix.normalize(posix.join(inside === path ? dir : root, inside)).replace(/\/$/, '');
}

/** An argument with its variables. Directories of the source stand as @SOURCE@, wherever that is. */
function expand(arg: string, found: Found, dir: string): string {
  const here = posix.relative(found.root, dir);
  let text = arg;
  if (arg.split('${').length > 50) return arg;
  for (let round = 0; round < 5 && text.includes('${'); round++) {
    const next = replaceVariables(text, longest, (name) => {
      if (/^(CMAKE|PROJECT)_SOURCE_DIR$|_SOURCE_DIR$/.test(name) && name !== 'CMAKE_CURRENT_SOURCE_DIR')
        return '@SOURCE@';
      if (/^CMAKE_CURRENT_(SOURCE|LIST)_DIR$/.test(name))
        return here === '' ? '@SOURCE@' : `@SOURCE@/${here}`;
      return found.variables.get(name);
    });
    if (next === undefined || next === text || next.length > longest) break;
    text = next;
  }
  return text;
}

/** Arguments of one command, as `expand` makes them; from where they are too long together on, as they are. */
export function expandAll(args: readonly string[], found: Found, dir: string): readonly string[] {
  let length = 0;
  return args.map((arg) => {
    if (length > 2 * longest) return arg;
    const text = expand(arg, found, dir);
    length += text.length;
    return text;
  });
}
