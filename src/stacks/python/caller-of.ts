import { dirOf, inside } from '../../inventory/paths.ts';
import { appOfFile } from './apps.ts';
import { followed } from './follow.ts';
import { needsWords } from './needs-words.ts';
import type { Sight } from './sight.ts';

/**
 * The `__main__.py` that calls the function which serves, of a module that only defines it: what `python -m` of the package runs.
 * None where the command is to be told what to do, or the module has an application that a server can be given.
 * @param path of the module, with its text
 */
export function callerOf(sight: Sight, path: string, text: string): string | undefined {
  const { repo, project, sources } = sight;
  const file = inside(dirOf(path), '__main__.py');
  const main = repo.read(file);
  if (main === undefined || needsWords(text) || appOfFile(repo, project.dir, path, sources)) return undefined;
  return followed(sight, file, main) === path ? file : undefined;
}
