import { add, type AddResult } from '../../src/generators/add.ts';
import { UserError } from '../../src/errors.ts';
import { parseInstructions } from '../../src/dockerfile/instructions.ts';

/** What `add --yes --force` comes to: an answer, or an error that tells what to do. Anything else is thrown on. */
export async function addHere(
  root: string,
  flags: Record<string, string> = {},
): Promise<AddResult | UserError> {
  const request = {
    cwd: root,
    dir: '.',
    flags,
    yes: true,
    dryRun: false,
    force: true,
    edit: false,
    verify: false,
  };
  try {
    return await add(request, { signal: new AbortController().signal });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** The instructions of a Dockerfile, without what follows their keywords' flags where that is a text of a shell. */
export function keywordsOf(dockerfile: string): readonly string[] {
  return parseInstructions(dockerfile).map(({ keyword }) => keyword);
}
