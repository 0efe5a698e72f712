import type { Defect, Draw } from '../support/defect.ts';
import { parts } from '../support/fixtures.ts';

export const defects = ({ names: { program, word }, other, random }: Draw): readonly Defect[] => {
  const venv = `/${word}/${other.word}`;
  const script = `/${random.word()}/${other.word}.py`;
  /** The service as another toolchain builds it, where it is expected, with what it needs. */
  const built = (binary: string, ...needs: readonly string[]) => ({
    add: [
      `COPY --from=${parts} /${binary} ${program}`,
      ...needs.map((each) => `COPY --from=${parts} /with/${each} /`),
    ].join('\n'),
  });
  /** An environment as `python -m venv` makes it, of which the service is the Python. */
  const withVenv = (python: string) => ({
    before: `FROM ${parts} AS venv
RUN ["/tools/busybox", "mkdir", "-p", "/made${venv}/bin"]
RUN ["/tools/busybox", "ln", "-s", "${python}", "/made${venv}/bin/python3"]
RUN ["/tools/busybox", "ln", "-s", "python3", "/made${venv}/bin/python"]
RUN ["/tools/busybox", "touch", "/made${venv}/pyvenv.cfg"]`,
    add: `COPY --from=venv /made /`,
    start: `ENTRYPOINT ["${venv}/bin/python"]`,
  });
  const withScript = (interpreter: string) => ({
    add: `COPY --chmod=755 <<'TEXT' ${script}
#!${interpreter} -c
TEXT
COPY --from=${parts} /server ${other.program}`,
    start: `ENTRYPOINT ["${script}"]`,
  });

  return [
    {
      check: 'closure',
      what: 'a program for glibc on scratch',
      bad: built('server-glibc'),
      good: built('server-glibc', 'glibc'),
      says: [`${program} needs /lib`, 'scratch has none', 'CGO_ENABLED=0', 'gcr.io/distroless/base-debian13'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a program that needs a newer glibc than the base has',
      bad: built('newer-glibc', 'glibc'),
      good: built('server-glibc', 'glibc'),
      says: [/needs GLIBC_9.*libc\.so\.6 has GLIBC_2\.\d+ at most/, '-trixie AS build', 'base-debian13'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a program without its libz',
      bad: built('server-z', 'glibc'),
      good: built('server-z', 'z'),
      says: [`${program} needs libz.so.1`, 'gcr.io/distroless/base-debian13 has it'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a C++ program without its libstdc++',
      bad: built('server-cxx', 'glibc'),
      good: built('server-cxx', 'cxx'),
      says: [`${program} needs libstdc++.so.6`, 'gcr.io/distroless/cc-debian13 has it'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a C++ program of a newer compiler than the base’s',
      bad: built('newer-cxx', 'cxx'),
      good: built('server-cxx', 'cxx'),
      says: [/needs GLIBCXX_9.*libstdc\+\+\.so\.6 has GLIBCXX_3\.4\.\d+ at most/, '-static-libstdc++'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a program for musl on a base with glibc',
      bad: built('server-musl', 'glibc'),
      good: built('server-musl', 'glibc', 'musl'),
      says: [`${program} needs /lib/ld-musl-`, 'linked against musl', 'on Debian'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a virtual environment whose Python is not there',
      bad: withVenv(other.program),
      good: {
        ...withVenv(other.program),
        add: `COPY --from=venv /made /\nCOPY --from=${parts} /server ${other.program}`,
      },
      says: [`symlink to ${other.program}, which is not in the image`, `environment ${venv}`],
      also: ['boot', 'entrypoint'],
    },
    {
      check: 'closure',
      what: 'a script whose interpreter is not there',
      bad: withScript(`${other.program}3`),
      good: withScript(other.program),
      says: [`${script} is a script for ${other.program}3`, 'ENTRYPOINT'],
      also: ['boot'],
    },
    {
      check: 'closure',
      what: 'a program for another processor',
      bad: built('server-foreign'),
      good: built('server'),
      says: [`${program} is for mips, the image for `, 'TARGETARCH'],
      also: ['boot'],
    },
  ];
};
