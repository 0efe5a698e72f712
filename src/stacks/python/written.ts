import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Written } from './data.ts';

/** Where the program writes what no directory is there for yet: settings may open it as soon as they are read. */
export function missingDirs(data: readonly Written[], hasDir: (path: string) => boolean): readonly string[] {
  const dirs = data.map(({ path, directory }) => (directory ? path : posix.dirname(path)));
  return [...new Set(dirs)]
    .filter((dir) => dir !== '.' && !hasDir(dir))
    .map((dir) => sh`${posix.join('/app', dir)}`);
}

/**
 * What the program writes moves to one directory, a link in its place: the source tree stays root's, and read-only.
 * @param isBuilt a step of the build ran, with the directories that missingDirs tells
 */
export function dataSteps(
  data: readonly Written[],
  has: (path: string) => boolean,
  hasDir: (path: string) => boolean,
  isBuilt: boolean,
): readonly Step[] {
  if (data.length === 0) return [];
  const made = new Set<string>();
  const taken = new Set<string>();
  const run = data.flatMap(({ path, directory }) => {
    const from = posix.join('/app', path);
    // Two of one name stay two.
    const last = posix.basename(path);
    const name = taken.has(last) ? path.replaceAll('/', '-') : last;
    taken.add(name);
    const kept = `/written/data/${name}`;
    const there = directory ? isBuilt || hasDir(path) : has(path);
    const above = posix.dirname(path);
    const isThere = above === '.' || hasDir(above) || made.has(above);
    made.add(above);
    const needed = [...(directory && !there ? [kept] : []), ...(isThere ? [] : [posix.join('/app', above)])];
    return [
      ...(needed.length > 0 ? [`mkdir -p ${needed.map((each) => sh`${each}`).join(' ')}`] : []),
      ...(there ? [sh`mv ${from} ${kept}`] : []),
      // A step of the build may have made it.
      `ln ${isBuilt && !directory ? '-sf' : '-s'} ${sh`${`/data/${name}`} ${from}`}`,
    ];
  });
  return [
    {
      comment:
        'What the program writes is in one directory that is its own, so that the source can be read-only.',
    },
    { run: ['mkdir -p /written/data', ...run, 'chmod -R g=u /written/data'] },
  ];
}
