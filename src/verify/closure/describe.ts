import type { Image } from '../image/types.ts';
import type { Problem } from './types.ts';

/** A problem in one line. */
export function describe(problem: Problem, image: Image): string {
  const { kind, path } = problem;
  switch (kind) {
    case 'interpreter':
      return problem.found === undefined
        ? `${path} needs ${problem.needs}; ${nameOf(image)} has none`
        : `${path} needs ${problem.needs}, which ${problem.found}`;
    case 'library': {
      const found = problem.found === undefined ? '' : ` (${problem.found})`;
      return `${path} needs ${problem.needs}; its loader finds none in the image${found}`;
    }
    case 'version': {
      const has = problem.has === undefined ? 'has none' : `has ${problem.has} at most`;
      return `${path} needs ${problem.needs}; ${problem.library} ${has}`;
    }
    case 'architecture':
      return `${path} is for ${problem.is}, the image for ${problem.wanted}`;
    case 'dangling':
      return `${path} is a symlink to ${problem.to}, which is not in the image`;
    case 'shebang': {
      const by = problem.by === undefined ? '' : ` (by ${problem.by})`;
      return `${path} is a script for ${JSON.stringify(problem.needs).slice(1, -1)}${by}, which is not in the image`;
    }
    case 'unreadable':
      return `${path} cannot be judged: ${problem.what}`;
  }
}

/** A root filesystem without a libc that says of no system that it is one was made from scratch. */
function nameOf({ files }: Image): string {
  if (files.has('/etc/os-release') || files.has('/usr/lib/os-release')) return 'the base image';
  const libc = /\/(libc\.so\.6|ld-musl-[^/]+\.so\.1)$/;
  return [...files.keys()].some((path) => libc.test(path)) ? 'the image' : 'scratch';
}
