import type { Step } from '../../recipe/types.ts';
import type { Plan } from './recipe.ts';

/** Why a build passes -fpermissive. https://gcc.gnu.org/gcc-14/porting_to.html#c */
export const permissive = 'What GCC 14 refuses in older C is a warning, as it was before.';

/** Compilers that take what they took when the source was written: in front of the real ones, with the last word. */
export function compilers({ project, cpp, mixed, native }: Plan): readonly Step[] {
  const flags = [...(project.old && !cpp ? ['-fpermissive'] : []), ...(project.strict ? ['-Wno-error'] : [])];
  if (flags.length === 0 && !native) return [];
  const own = cpp ? 'g++' : 'gcc';
  // What is of C++ beside a program of C is compiled, too.
  const names = native && (cpp || mixed) ? ['gcc', 'g++'] : [own];
  const why = [
    ...(flags.includes('-fpermissive') ? [permissive] : []),
    ...(flags.length > 0 && !flags.includes('-fpermissive')
      ? ['Warnings that newer compilers have are no errors.']
      : []),
    ...(native ? ['The image runs on other processors than the one that builds it.'] : []),
  ];
  return [
    ...why.map((comment) => ({ comment })),
    ...names.map((name) => ({
      file: `/usr/local/bin/${name}`,
      content: [
        '#!/bin/sh',
        ...(native ? [portable] : []),
        [`exec /usr/bin/${name} "$@"`, ...(name === own ? flags : [])].join(' '),
      ].join('\n'),
      mode: '755',
    })),
    { run: names.map((name) => `ln -s ${name} /usr/local/bin/${name === 'gcc' ? 'cc' : 'c++'}`) },
  ];
}

const portable =
  'for arg; do shift; case $arg in -march=native | -mtune=native | -mcpu=native) ;; *) set -- "$@" "$arg" ;; esac; done';
