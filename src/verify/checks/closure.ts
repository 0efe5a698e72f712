import { advise } from '../closure/advise.ts';
import { describe } from '../closure/describe.ts';
import { examine } from '../closure/examine.ts';
import type { Check } from '../types.ts';

/** In a report for machines; an image can be full of broken files. */
const mostListed = 100;

/**
 * What the image starts must find its loader, every library in the versions that it needs, and the interpreter of every script on the way; so must
 * commands on PATH. Extension modules fail when none of their package can be loaded (see closure/modules.ts). All else that is broken only warns, since
 * base images and packages bring parts that nobody uses.
 */
export const closure: Check = {
  id: 'closure',
  title: 'loaders, libraries, their versions, scripts, symlinks resolve',
  needs: [],
  run({ image }) {
    const { fatal, doubtful, programs, libraries, isIncomplete } = examine(image);
    const data = {
      programs,
      libraries,
      problems: fatal.slice(0, mostListed),
      doubtful: doubtful.slice(0, mostListed),
    };
    if (isIncomplete) {
      return {
        status: 'warn',
        message: 'the image has too many programs and search paths to follow them all',
        hint: 'nothing is said about what was not looked at; no usual image is like that',
        data: { programs, libraries },
      };
    }
    const found = fatal.length > 0 ? fatal : doubtful;
    const [first] = found;
    if (!first)
      return {
        status: 'pass',
        message: `${count(programs, 'program')}, ${count(libraries, 'librar', 'y', 'ies')}`,
        data,
      };
    const more = found.length > 1 ? `, and ${found.length - 1} more` : '';
    return {
      status: fatal.length > 0 ? 'fail' : 'warn',
      message: `${describe(first, image)}${more}`,
      hint: advise(first, image),
      data,
    };
  },
};

function count(amount: number, stem: string, one = '', many = 's'): string {
  return `${amount} ${stem}${amount === 1 ? one : many}`;
}
