import { posix } from 'node:path';
import { envOf } from '../image/env.ts';
import { programDirs } from '../image/resolve.ts';
import type { Image } from '../image/types.ts';
import type { Finder } from './finder.ts';
import { danglingAt } from './start.ts';
import type { Problem } from './types.ts';

/**
 * Virtual environments whose Python is not there. One whose packages alone are used, by PYTHONPATH and from outside of it, needs
 * none (https://docs.python.org/3/library/venv.html#how-venvs-work).
 */
export function brokenVenvs(image: Image, find: Finder): readonly Problem[] {
  const pythonPath = (envOf(image, 'PYTHONPATH') ?? '').split(':');
  return [...image.files.keys()].flatMap((path): readonly Problem[] => {
    if (posix.basename(path) !== 'pyvenv.cfg') return [];
    const venv = posix.dirname(path);
    const onPath = programDirs(image).some((dir) => isInside(dir, venv));
    if (!onPath && pythonPath.some((dir) => isInside(dir, venv))) return [];
    const problem = danglingAt(`${venv}/bin/python`, find) ?? danglingAt(`${venv}/bin/python3`, find);
    return problem ? [{ ...problem, venv }] : [];
  });
}

function isInside(path: string, dir: string): boolean {
  return posix.resolve('/', path).startsWith(`${dir}/`);
}
