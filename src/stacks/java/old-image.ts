import { parseInstructions, type Instruction } from '../../dockerfile/instructions.ts';
import { inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';

/** Something that a Dockerfile puts somewhere. */
type Put = {
  readonly to: string;
  readonly from: string;
};

/** What the Dockerfile that was there puts where, in its order: the module's own, or that of the root. */
export function putsOf(repo: Inventory, dir: string): readonly Put[] {
  const path = [inside(dir, 'Dockerfile'), 'Dockerfile'].find((each) => repo.has(each));
  if (path === undefined) return [];
  return parseInstructions(repo.read(path) ?? '').flatMap((instruction) =>
    targetsOf(instruction).map((to) => ({ to, from: `${path}:${instruction.line}` })),
  );
}

function targetsOf({ keyword, rest }: Instruction): readonly string[] {
  // The files of a here-document are our own.
  if (keyword === 'COPY' || keyword === 'ADD') return rest.includes('<<') ? [] : [lastOf(rest)];
  if (keyword !== 'RUN') return [];
  return rest
    .split(/&&|\|\||;/)
    .filter((command) => /^\s*(?:mv|cp|ln|unzip)\s/.test(command))
    .map(lastOf);
}

/** The last word, of an exec form, too. */
function lastOf(text: string): string {
  return text.split(/[\s"',[\]]+/).findLast(Boolean) ?? '';
}
