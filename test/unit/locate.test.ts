import { describe, expect, it, vi } from 'vitest';
import { locate, readDockerfile } from '../../src/report/locate.ts';
import { parseInstructions } from '../../src/dockerfile/instructions.ts';
import { withoutImage } from '../../src/verify/run-checks.ts';
import type { Image } from '../../src/verify/image/types.ts';
import type { Blame, Report } from '../../src/verify/types.ts';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { emptyDir } from '../support/cli.ts';
import { imageWith, reportWith } from '../support/report.ts';

const dockerfile = `# USER in a comment
ARG BASE=scratch
FROM golang:1.26 AS build
USER 0
RUN <<EOF bash
FROM nowhere
USER 1
EOF
RUN make && \\
  # a comment within
  USER=2 make install

FROM \${BASE} AS common
HEALTHCHECK CMD ["/a"]
COPY --from=build /lib /lib

from common
copy --from=build \\
  /a /a
USER nobody
ENTRYPOINT ["/a"]
CMD ["serve"]
ONBUILD USER 0
`;

describe('instructions', () => {
  it('are told from comments, continuation lines and here-documents', () => {
    expect(parseInstructions(dockerfile).map(({ keyword, line }) => `${line} ${keyword}`)).toEqual([
      '2 ARG',
      '3 FROM',
      '4 USER',
      '5 RUN',
      '9 RUN',
      '13 FROM',
      '14 HEALTHCHECK',
      '15 COPY',
      '17 FROM',
      '18 COPY',
      '20 USER',
      '21 ENTRYPOINT',
      '22 CMD',
      '23 ONBUILD',
    ]);
  });

  it.each([
    [
      'another escape character',
      '# escape=`\nFROM a\nRUN x `\n  USER 0\nUSER 1',
      ['2 FROM', '3 RUN', '5 USER'],
    ],
    ['Windows line ends', 'FROM a\r\nRUN x \\\r\n y\r\nUSER 1\r\n', ['1 FROM', '2 RUN', '4 USER']],
    ['an empty line within a continuation', 'FROM a\nRUN x \\\n\n  y\nUSER 1', ['1 FROM', '2 RUN', '5 USER']],
    [
      'two here-documents',
      'FROM a\nCOPY <<A <<-"B" /x/\nUSER 0\nA\nUSER 0\n\tB\nUSER 1',
      ['1 FROM', '2 COPY', '7 USER'],
    ],
    ['a shift that is no here-document', 'FROM a\nRUN echo $((1<<2))\nUSER 1', ['1 FROM', '2 RUN', '3 USER']],
    ['a byte order mark', '\uFEFFFROM a', ['1 FROM']],
    ['no Dockerfile', '\0\0{}', []],
  ])('with %s', (_, text, expected) => {
    expect(parseInstructions(text).map(({ keyword, line }) => `${line} ${keyword}`)).toEqual(expected);
  });
});

function lineOf(blame: Blame, options: { image?: Image; built?: boolean; text?: string } = {}) {
  const { image, built = true, text = dockerfile } = options;
  const report: Report = {
    ...reportWith([{ id: 'user', status: 'fail', message: 'x', blame }]),
    timings: built ? { buildMs: 1 } : {},
  };
  const [check] = locate(report, { file: 'svc/Dockerfile', text }, image).checks;
  expect(check).not.toHaveProperty('blame');
  return check?.at;
}

const history = (...steps: readonly string[]) =>
  steps.map((createdBy) => ({ createdBy, comment: '', emptyLayer: !/COPY|RUN|sh -c [^#]/.test(createdBy) }));
const made = history(
  'base image',
  'RUN of the base image',
  'HEALTHCHECK &{["CMD" "/a"]}',
  'COPY /lib /lib # buildkit',
  'COPY /a /a # buildkit',
  'USER nobody',
  'ENTRYPOINT ["/a"]',
  'CMD ["serve"]',
);
const image = imageWith([{ '/bin/sh': 1 }, { '/lib/x': 1 }, { '/a': 1, '/lib/y': 1 }], made);

describe('the line to blame', () => {
  it.each([
    ['FROM', 17],
    ['USER', 20],
    ['ENTRYPOINT', 22],
    ['CMD', 22],
    // Of the stage that the last one is built upon.
    ['HEALTHCHECK', 14],
    // Of no such instruction: where the image comes from.
    ['LABEL', 17],
    [{ line: 9 }, 9],
    [{ path: '/a' }, 18],
    [{ path: '/lib/x' }, 15],
    [{ path: '/bin/sh' }, 17],
    [{ path: '/not/there' }, 17],
  ] as const)('of %j is %i', (blame, line) => {
    expect(lineOf(blame, { image })?.line).toBe(line);
  });

  it('has the file and the text', () => {
    expect(lineOf('USER')).toEqual({ file: 'svc/Dockerfile', line: 20, text: 'USER nobody' });
  });

  it.each([0, -1, 1.5, 1e9])('is none where the builder says %d', (line) => {
    expect(lineOf({ line })).toBeUndefined();
  });

  it('is the FROM where the history does not tell', () => {
    const squashed = imageWith([{ '/a': 1 }], history('RUN a', 'RUN b'));
    expect(lineOf({ path: '/a' }, { image: squashed })?.line).toBe(17);
  });

  it('is found in the history of buildah too', () => {
    const steps = history(
      '/bin/sh -c #(nop) COPY file:1 in /a ',
      '/bin/sh -c make',
      '/bin/sh -c #(nop) USER 1',
    );
    const podman = imageWith(
      [{ '/a': 1 }, { '/b': 1 }],
      steps.map((step, at) => ({ ...step, emptyLayer: at === 2 })),
    );
    const text = 'FROM scratch\nCOPY a /a\nRUN make\nUSER 1';
    expect(lineOf({ path: '/a' }, { image: podman, text })?.line).toBe(2);
    expect(lineOf({ path: '/b' }, { image: podman, text })?.line).toBe(3);
  });

  it('of an image that was not built here is known only when every step of it is in the Dockerfile', () => {
    expect(lineOf('USER', { image, built: false })?.line).toBe(20);
    expect(
      lineOf('USER', { image: imageWith([], history('RUN x', 'USER nobody')), built: false }),
    ).toBeUndefined();
    expect(lineOf('USER', { built: false })).toBeUndefined();
    // A Dockerfile of nothing but a FROM would match any image.
    expect(lineOf('FROM', { image, built: false, text: 'FROM scratch' })).toBeUndefined();
  });

  it('is none without a Dockerfile', () => {
    const report = reportWith([{ id: 'user', status: 'fail', message: 'x', blame: 'USER' }]);
    expect(locate(report, undefined, image).checks[0]).toEqual({ id: 'user', status: 'fail', message: 'x' });
  });
});

describe('a build that failed', () => {
  it.each([
    [
      'what BuildKit names',
      ['#7 0.1 Dockerfile:99', 'Dockerfile:9', '----', '   9 | >>> RUN make', '----'],
      9,
    ],
    [
      'what is marked, where the name is no longer there',
      ['   9 | >>> RUN make && \\', '  10 | >>>   x', '----'],
      9,
    ],
    ['nothing', ['ERROR: no space left on device'], undefined],
  ])('blames %s', (_, tail, line) => {
    const failed: Report = { ...reportWith([]), timings: { buildMs: 1 }, checks: withoutImage(tail) };
    const [build] = locate(failed, { file: 'Dockerfile', text: dockerfile }, undefined).checks;
    expect(build).toMatchObject({ id: 'build', status: 'fail' });
    expect(build?.at?.line).toBe(line);
  });
});

describe('the Dockerfile’s name', () => {
  it('is relative to the workspace of a CI, else to the current directory', async () => {
    const dir = emptyDir();
    await writeFile(join(dir, 'Dockerfile'), dockerfile);
    vi.stubEnv('GITHUB_WORKSPACE', join(dir, '..'));
    expect(await readDockerfile(dir)).toEqual({
      file: `${relative(join(dir, '..'), dir)}/Dockerfile`,
      text: dockerfile,
    });
    vi.stubEnv('GITHUB_WORKSPACE', '/nowhere/else');
    expect((await readDockerfile(dir))?.file).toBe('Dockerfile');
    vi.unstubAllEnvs();
    expect(await readDockerfile(join(dir, 'empty'))).toBeUndefined();
  });
});
