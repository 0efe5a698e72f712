import { toolAt, type Defect, type Draw } from '../support/defect.ts';
import type { Recipe } from '../support/recipe.ts';

export const defects = ({ random: { word } }: Draw): readonly Defect[] => {
  const file = `/${word()}/${word()}`;
  const shell = `FROM scratch AS build\n${toolAt('busybox', '/bin/sh')}\n${toolAt('busybox', '/bin/busybox')}`;
  /** An image with what a command writes to /out. */
  const made = (command: string, verify: object = {}): Recipe => ({
    before: `${shell}\nCOPY . /src\nRUN ${command}`,
    add: `COPY --from=build /out ${file}`,
    files: { 'main.go': 'package main\n' },
    verify: { thorough: true, ...verify },
  });
  return [
    {
      check: 'reproducible',
      what: 'a random build id',
      bad: made('busybox head -c 16 /dev/urandom > /out'),
      good: made('busybox head -c 16 /dev/zero > /out'),
      says: [`${file} has other content in its 16 bytes`, `COPY /out ${file}`, 'a random value'],
    },
    {
      check: 'reproducible',
      what: 'the time of the build',
      bad: made('busybox date +%s%N > /out; busybox date > /more'),
      good: made('busybox date -d @7 > /out; busybox date > /more'),
      says: [file, 'writes a time'],
    },
    {
      check: 'reproducible',
      what: 'another owner each time',
      bad: made('echo > /out; busybox chown $RANDOM:0 /out'),
      good: made('echo > /out; busybox chown 7:0 /out'),
      says: [new RegExp(`^${file} is of \\d+:0, then of \\d+:0`)],
    },
    {
      check: 'reproducible',
      what: 'a file that distroless.yaml does not leave out',
      bad: made('busybox head -c 16 /dev/urandom > /out'),
      good: made('busybox head -c 16 /dev/urandom > /out', {
        reproducible: { ignore: { [file]: 'drawn anew each time' } },
      }),
      says: [file],
    },
  ];
};
