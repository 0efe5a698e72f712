import { toolAt, type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ random: { word, int }, names: { program } }: Draw): readonly Defect[] => {
  const [main, other] = [`${word()}.go`, `${word()}.rs`];
  /** Of an owner of its own each time: no build shares a step with one beside it that takes nothing out of the cache. */
  const shell = () =>
    `FROM scratch AS build\n${toolAt('busybox', '/bin/sh', `--chown=${int(1000, 60_000)}`)}`;
  /** An image with what is built from the source in the directory. */
  const from = (...lines: readonly string[]) => ({
    before: `${shell()}\n${lines.join('\n')}`,
    add: `COPY --from=build /out /out`,
  });
  const verify = { thorough: true };
  const npm = 'RUN npm() { echo "$@" > /out; }; npm ci';
  const go = 'RUN go() { echo "$@" > /out; }; go';
  return [
    {
      check: 'cache',
      what: 'the source before the dependencies',
      bad: {
        ...from('COPY . /src', npm),
        files: { [main]: 'package main\n', 'package.json': '{}' },
        verify,
      },
      good: {
        ...from('COPY package.json /src/', npm, 'COPY . /src'),
        files: { [main]: 'package main\n', 'package.json': '{}' },
        verify,
      },
      says: [/^Dockerfile:4 RUN npm\(\)/, main, 'COPY . /src (line 3) comes before it', 'package.json'],
    },
    {
      check: 'cache',
      what: 'the source before what the system’s package manager installs, in a stage that goes on from it',
      bad: {
        ...from('COPY . /src', 'FROM build AS more', 'RUN apk() { echo "$@" > /out; }; apk add git'),
        add: 'COPY --from=more /out /out',
        files: { [other]: '// x' },
        verify,
      },
      good: {
        ...from('RUN apk() { echo "$@" > /out; }; apk add git', 'FROM build AS more', 'COPY . /src'),
        add: 'COPY --from=more /out /src /out/',
        files: { [other]: '// x' },
        verify,
      },
      says: [/^Dockerfile:5 RUN apk\(\)/, 'COPY . /src (line 3) comes before it'],
    },
    {
      check: 'cache',
      what: 'no dependency layer',
      bad: {
        ...from('COPY . /src', `${go} build`),
        files: { [main]: 'package main\n', 'go.sum': 'x' },
        verify,
      },
      good: {
        ...from('COPY go.sum /src/', `${go} mod download`, 'COPY . /src', `${go} build`),
        files: { [main]: 'package main\n', 'go.sum': 'x' },
        verify,
      },
      status: 'warn',
      says: ['no dependency layer: Dockerfile:4', 'RUN go mod download'],
    },
    {
      check: 'cache',
      what: `no source file, so that ${program} is all there is`,
      bad: { files: { 'README.md': 'x' }, verify },
      good: { ...from('COPY . /src', `${go} vet`), files: { [main]: 'x' }, verify },
      status: 'skip',
      says: ['no source file is known'],
    },
  ];
};
