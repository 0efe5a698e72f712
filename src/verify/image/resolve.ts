import { posix } from 'node:path';
import type { FileEntry, Image } from './types.ts';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** As Linux: a chain of more links than this is a loop. */
const mostLinks = 40;

/** The file that the engine would run for a program as ENTRYPOINT or CMD name it: a path, or a name looked up on PATH. */
export function resolveProgram(image: Image, program: string): FileEntry | undefined {
  const { Env, WorkingDir } = image.config;
  if (program.includes('/')) return followLinks(image.files, posix.resolve(WorkingDir || '/', program));
  const path = Env.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;
  for (const dir of path.split(':')) {
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

/** The file behind a path, through symlinks in every part of it, as the kernel walks them; undefined when it dangles. */
export function followLinks(files: Image['files'], path: string): FileEntry | undefined {
  let links = 0;
  let rest = path.split('/').filter(Boolean);
  let at = '/';
  while (rest.length > 0) {
    const [name, ...after] = rest as [string, ...string[]];
    const here = posix.resolve(at, name);
    const entry = files.get(here);
    if (entry?.type === 'symlink' && entry.target !== undefined) {
      if (++links > mostLinks) return undefined;
      const target = posix.resolve(at, entry.target);
      rest = [...target.split('/').filter(Boolean), ...after];
      at = '/';
      continue;
    }
    at = here;
    rest = after;
  }
  const found = files.get(at);
  return found?.type === 'link' && found.target !== undefined
    ? files.get(posix.resolve('/', found.target))
    : found;
}
