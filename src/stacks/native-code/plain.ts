import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { place } from '../../inventory/types.ts';
import { isForeign, isSource } from './sources.ts';
import type { Project } from './types.ts';

/** A main function, as its line begins. */
export const mainFunction =
  /^\s*(?:extern\s+"C"\s+)?(?:int|void|auto|signed)?\s*(?:wmain|main)\s*\(\s*(?:void|int|\)|const|char)/;

/** Sources and no build file: every file with a main function is a program of its own, with the files that have none. */
export function readPlain(repo: Inventory, dir: string): Project | undefined {
  const sources = repo
    .below(dir)
    .filter((path) => isSource(path) && !isForeign(path, dir) && depthBelow(path, dir) <= 3)
    .slice(0, 200);
  if (sources.length === 0) return undefined;
  const mains = repo.search(sources, mainFunction, 50);
  const withMain = new Set(mains.map(({ path }) => path));
  const rest = sources.filter((path) => !withMain.has(path));
  return {
    system: 'plain',
    dir,
    file: mains[0]?.path ?? (sources[0] as string),
    programs: mains.map((hit) => ({
      name: programName(hit.path),
      from: place(hit),
      sources: [hit.path, ...rest.filter((path) => near(path, hit.path, mains.length))],
    })),
    libraries: mains.length === 0 ? ['sources'] : [],
    wanted: [],
    tools: [],
  };
}

/** Several programs: each takes the files of its own directory. */
function near(path: string, main: string, mains: number): boolean {
  return mains === 1 || posix.dirname(path) === posix.dirname(main);
}

function programName(path: string): string {
  return (
    posix
      .basename(path)
      .replace(/\.[^.]*$/, '')
      .replaceAll(/[^\w.+-]/g, '-') || 'app'
  );
}

function depthBelow(path: string, dir: string): number {
  return path.split('/').length - (dir === '' ? 0 : dir.split('/').length);
}
