import { posix } from 'node:path';
import { envOf } from './env.ts';
import type { FileEntry, Image } from './types.ts';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** As Linux: a chain of more links than this is a loop. */
const mostLinks = 40;
/** PATH_MAX */
const longestPath = 4096;
/** An image may hold links that are nothing but slashes: no real path has so many parts. */
const mostParts = 512;

/** The file that the engine would run for a program as ENTRYPOINT or CMD name it: a path, or a name looked up on PATH. */
export function resolveProgram(image: Image, program: string): FileEntry | undefined {
  const { WorkingDir } = image.config;
  if (program.includes('/')) return followLinks(image.files, posix.resolve(WorkingDir || '/', program));
  for (const dir of programDirs(image)) {
    const found = followLinks(image.files, posix.resolve('/', dir, program));
    if (found?.type === 'file') return found;
  }
  return undefined;
}

/** The file that a container of the image runs first; undefined when nothing is named or nothing is there. */
export function startedProgram(image: Image): FileEntry | undefined {
  const [program] = [...image.config.Entrypoint, ...image.config.Cmd];
  return program === undefined ? undefined : resolveProgram(image, program);
}

/** The directories of PATH; the engine's own where the image sets none. */
export function programDirs(image: Pick<Image, 'config'>): readonly string[] {
  return (envOf(image, 'PATH') ?? defaultPath).split(':');
}

/** The file behind a path, through symlinks in every part of it, as the kernel walks them; undefined when it dangles. */
export function followLinks(files: Image['files'], path: string): FileEntry | undefined {
  const found = files.get(realPath(files, path) ?? '');
  return found?.type === 'link' && found.target !== undefined
    ? files.get(posix.resolve('/', found.target))
    : found;
}

/** Where a path leads, as `followLinks`, whether something is there or not; undefined for what the kernel would not walk to its end. */
export function realPath(files: Image['files'], path: string): string | undefined {
  let links = 0;
  let rest = path.split('/').filter(Boolean);
  let at = '/';
  while (rest.length > 0) {
    const [name, ...after] = rest as [string, ...string[]];
    const here = posix.resolve(at, name);
    if (here.length > longestPath || rest.length > mostParts) return undefined;
    const entry = files.get(here);
    if (entry?.type === 'symlink' && entry.target !== undefined) {
      if (++links > mostLinks || entry.target.length > longestPath) return undefined;
      const target = posix.resolve(at, entry.target);
      rest = [...target.split('/').filter(Boolean), ...after];
      at = '/';
      continue;
    }
    at = here;
    rest = after;
  }
  return at;
}
