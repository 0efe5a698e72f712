import { posix } from 'node:path';
import { clean, inside } from '../../inventory/paths.ts';
import { isPlace } from './is-place.ts';
import { findAll, placeOf } from './lines.ts';
import type { Program } from './program.ts';
import { valueOf } from './value-of.ts';
import type { Write } from './writes.ts';

/** os.MkdirAll(cfg.Dir, 0755): of its arguments the first, with one call in it. */
const makes = /\bos\.Mkdir(?:All)?\(\s*([\w.*&]+(?:\((?:[^()\n]|\([^()\n]*\))*\))?)\s*,/g;
/** Calls of this kind that are looked at. */
const mostCalls = 24;

/**
 * Directories that the program makes and whose names its settings hold: where they are unless somebody says otherwise. What the
 * repository has in one of them goes into it.
 * @param base what relative ones are relative to
 */
export function readToldPlaces(program: Program, base: string): readonly Write[] {
  return findAll(program.files, makes)
    .slice(0, mostCalls)
    .flatMap((found): readonly Write[] => {
      const said = valueOf(found.match[1] ?? '', found, program)?.replace(/(?:\/\*)+$/, '');
      if (said === undefined) return [];
      const path = said.startsWith('/') ? posix.normalize(said) : clean(said);
      if (path === '' || path.startsWith('..') || !isPlace(path)) return [];
      if (/^\/(?:tmp|dev|proc|sys|etc|run|var\/run)\b/.test(path)) return [];
      const file = hasFiles(program, inside(base, path)) ? path : undefined;
      return [
        { path, why: 'files that it makes', from: placeOf(found), ...(file !== undefined && { file }) },
      ];
    });
}

/** Sources do not count, nor a file that only keeps an empty directory in git; what a developer's run writes there is no part of it. */
function hasFiles({ module: { repo } }: Program, path: string): boolean {
  const ignored = ['.gitignore', '.dockerignore'].flatMap((name) => (repo.read(name) ?? '').split('\n'));
  if (ignored.some((line) => `${line.trim().replace(/^\/|^\*\*\//, '')}/`.startsWith(`${path}/`)))
    return false;
  return repo.below(path).some((each) => !/(?:^|\/)\.[^/]*$|\.go$/.test(each));
}
