import { describe, expect, it } from 'vitest';
import { builderImages, originOf, rootOf } from '../../src/dockerfile/graph.ts';
import { parseInstructions } from '../../src/dockerfile/instructions.ts';
import { readStages } from '../../src/dockerfile/stages.ts';

const amd64 = { os: 'linux', architecture: 'amd64' };
const stagesOf = (text: string) => readStages(text, amd64);
const baseOf = (text: string) => {
  const last = stagesOf(text).at(-1);
  return last && rootOf(last).image;
};

/** FROM as people write it, and the image that the last stage is then on. */
const shapes: readonly (readonly [what: string, dockerfile: string, base: string | undefined])[] = [
  ['plain', 'FROM golang:1.26', 'golang:1.26'],
  ['lower case', 'from golang:1.26 as x', 'golang:1.26'],
  ['indented', '  FROM   golang:1.26   AS   x  ', 'golang:1.26'],
  ['tabs', 'FROM\tgolang:1.26\tAS\tx', 'golang:1.26'],
  ['CRLF', 'FROM golang:1.26\r\nRUN x\r\n', 'golang:1.26'],
  ['a byte order mark', '\uFEFFFROM golang:1.26', 'golang:1.26'],
  ['scratch', 'FROM scratch', 'scratch'],
  ['a registry with a port', 'FROM localhost:5000/a/b:1', 'localhost:5000/a/b:1'],
  ['a digest', 'FROM golang@sha256:abc', 'golang@sha256:abc'],
  ['a tag and a digest', 'FROM golang:1.26@sha256:abc AS b', 'golang:1.26@sha256:abc'],
  ['a platform', 'FROM --platform=$BUILDPLATFORM golang:1.26 AS b', 'golang:1.26'],
  ['a platform by number', 'FROM --platform=linux/arm64/v8 golang:1.26', 'golang:1.26'],
  ['quotes', 'FROM "golang:1.26"', 'golang:1.26'],
  ['an argument', 'ARG V=1.26\nFROM golang:$V', 'golang:1.26'],
  ['an argument in braces', 'ARG V=1.26\nFROM golang:${V}-trixie', 'golang:1.26-trixie'],
  ['a quoted argument', 'ARG V="1.26"\nFROM golang:${V}', 'golang:1.26'],
  ['a single-quoted argument', "ARG V='1.26'\nFROM golang:${V}", 'golang:1.26'],
  ['an argument of arguments', 'ARG V=1.26\nARG I=golang:${V}\nFROM ${I}', 'golang:1.26'],
  ['several arguments in one line', 'ARG I=golang V=1.26\nFROM $I:$V', 'golang:1.26'],
  [
    'the whole reference as argument',
    'ARG BASE=gcr.io/distroless/static-debian13:nonroot\nFROM ${BASE}',
    'gcr.io/distroless/static-debian13:nonroot',
  ],
  [
    'our mirror',
    'ARG REGISTRY=harbor.example.com/m\nFROM ${REGISTRY}/docker.io/library/golang:1.26',
    'harbor.example.com/m/docker.io/library/golang:1.26',
  ],
  ['a default in place', 'ARG V\nFROM golang:${V:-1.26}', 'golang:1.26'],
  ['a default in place of nothing', 'FROM ${IMAGE:-golang:1.26}', 'golang:1.26'],
  ['a default without colon', 'FROM ${IMAGE-golang:1.26}', 'golang:1.26'],
  ['a default of a variable', 'ARG V=1.26\nFROM golang:${W:-$V}', 'golang:1.26'],
  ['a default of a variable in braces', 'ARG V=1.26\nFROM golang:${W:-${V}}', 'golang:1.26'],
  ['an alternative', 'ARG SLIM=1\nFROM debian:trixie${SLIM:+-slim}', 'debian:trixie-slim'],
  ['an alternative that is not taken', 'ARG SLIM\nFROM debian:trixie${SLIM:+-slim}', 'debian:trixie'],
  ['an empty prefix', 'ARG PREFIX=\nFROM ${PREFIX}golang:1.26', 'golang:1.26'],
  ['an argument without a value', 'ARG V\nFROM golang:${V}', undefined],
  ['a pattern', 'ARG V=v1.26\nFROM golang:${V#v}', undefined],
  ['an argument of a stage does not count', 'ARG V=1\nFROM a:1\nARG V=2\nFROM golang:$V', 'golang:1'],
  ['an earlier stage', 'FROM golang:1.26 AS a\nFROM a AS b\nFROM b', 'golang:1.26'],
  ['an earlier stage in other letters', 'FROM golang:1.26 AS Base\nFROM base', 'golang:1.26'],
  [
    'a stage by architecture',
    'FROM a:1 AS base-arm64\nFROM b:1 AS base-amd64\nFROM base-${TARGETARCH}',
    'b:1',
  ],
  ['a stage by an argument', 'ARG KIND=prod\nFROM a:1 AS prod\nFROM b:1 AS dev\nFROM $KIND', 'a:1'],
  ['a stage that comes later is none', 'FROM a\nFROM golang:1.26 AS a', 'golang:1.26'],
  ['a stage of its own name', 'FROM python:3.13 AS python\nFROM python AS python', 'python:3.13'],
  [
    'a comment in front',
    '# syntax=docker/dockerfile:1\n# FROM x\nFROM golang:1.26 # no comment',
    'golang:1.26',
  ],
  ['a comment between', 'FROM golang:1.26\n# FROM x', 'golang:1.26'],
  ['a continued line', 'FROM \\\n  --platform=linux/amd64 \\\n  golang:1.26 \\\n  AS x', 'golang:1.26'],
  ['a comment within a continued line', 'FROM \\\n# which\n\n golang:1.26', 'golang:1.26'],
  ['FROM in a continued RUN', 'FROM golang:1.26\nRUN psql -c "select x \\\nFROM y"', 'golang:1.26'],
  ['another escape character', '# escape=`\nFROM golang:1.26\nRUN a `\nFROM x', 'golang:1.26'],
  ['a backslash under another escape character', '#escape=`\nFROM golang:1.26\nRUN dir c:\\\nFROM x', 'x'],
  ['FROM in a here-document', 'FROM golang:1.26\nRUN <<EOF\nFROM x\nEOF', 'golang:1.26'],
  ['a quoted here-document', "FROM golang:1.26\nCOPY <<'EOF' /x\nFROM x\nEOF", 'golang:1.26'],
  ['an indented here-document', 'FROM golang:1.26\nRUN <<-SQL\n\tFROM x\n\tSQL', 'golang:1.26'],
  ['two here-documents', 'FROM golang:1.26\nCOPY <<A <<B /x/\nFROM a\nA\nFROM b\nB\nFROM c', 'c'],
  ['a here-string is none', 'FROM golang:1.26\nRUN cat <<<EOF\nFROM x', 'x'],
  ['ONBUILD', 'FROM golang:1.26\nONBUILD COPY . .', 'golang:1.26'],
  ['nothing', '# empty\n', undefined],
];

describe('FROM', () => {
  it.each(shapes)('with %s', (_, dockerfile, base) => {
    expect(baseOf(dockerfile)).toBe(base);
  });
});

const imagesOf = (text: string) => builderImages(stagesOf(text)).map(({ image }) => image);

describe('the images that a build needs', () => {
  it.each([
    ['the stage that is copied from', 'FROM a:1 AS x\nFROM b:1\nCOPY --from=x /a /a', ['a:1']],
    ['a stage by number', 'FROM a:1\nFROM b:1\nCOPY --from=0 /a /a', ['a:1']],
    [
      'an image that is copied from',
      'FROM b:1\nCOPY --chown=1 --from=ghcr.io/astral-sh/uv:0.13 /uv /bin/',
      ['ghcr.io/astral-sh/uv:0.13'],
    ],
    [
      'an image that is mounted',
      'FROM b:1\nRUN --mount=type=bind,from=c:1,source=/x,target=/y true',
      ['c:1'],
    ],
    [
      'through other stages',
      'FROM a:1 AS x\nFROM x AS y\nFROM c:1 AS z\nCOPY --from=y / /\nFROM b:1\nCOPY --from=z /a /a',
      ['c:1', 'a:1'],
    ],
    ['no stage beside', 'FROM a:1 AS test\nFROM a:debug AS debug\nFROM b:1', []],
    ['not its own base', 'FROM b:1 AS x\nFROM x\nCOPY --from=x /a /a', []],
    ['no scratch', 'FROM scratch AS x\nFROM b:1\nCOPY --from=x /a /a', []],
  ])('%s', (_, text, images) => {
    expect(imagesOf(text)).toEqual(images);
  });
});

describe('where a file was made', () => {
  it.each([
    ['by its own path', 'COPY --from=x /out/app /app', '/app', 'a:1'],
    ['into a directory', 'COPY --from=x /out/app /usr/bin/', '/usr/bin/app', 'a:1'],
    ['of several', 'COPY --from=x /out/a /out/app /usr/bin/', '/usr/bin/app', 'a:1'],
    ['below the working directory', 'WORKDIR /srv\nCOPY --from=x /out/app .', '/srv/app', 'a:1'],
    ['in JSON', 'COPY --from=x ["/out/app", "/app"]', '/app', 'a:1'],
    ['with a directory', 'COPY --from=x /runtime /opt/java', '/opt/java/bin/java', 'a:1'],
    ['of an image', 'COPY --from=c:1 /app /app', '/app', 'c:1'],
    ['copied twice', 'COPY --from=x /a /app\nCOPY --from=c:1 /app /app', '/app', 'c:1'],
    ['of the base', 'COPY --from=x /out/ /', '/nodejs/bin/node', undefined],
    ['of the context', 'COPY app /app', '/app', undefined],
  ])('%s', (_, line, path, image) => {
    const stages = stagesOf(`FROM a:1 AS x\nFROM b:1\n${line}`);
    expect(originOf(stages, stages[1]!, path)).toBe(image);
  });

  it('through stages', () => {
    const stages = stagesOf(
      'FROM a:1 AS x\nFROM scratch AS out\nCOPY --from=x /o/app /p/app\nFROM b:1\nCOPY --from=out /p /q',
    );
    expect(originOf(stages, stages[2]!, '/q/app')).toBe('a:1');
  });

  it('with stages that name each other', () => {
    const stages = stagesOf('FROM a:1 AS x\nCOPY --from=y /a /a\nFROM b:1 AS y\nCOPY --from=x /a /a');
    expect(originOf(stages, stages[1]!, '/a')).toBe('y');
  });
});

it('instructions keep their line and their flags', () => {
  const text = 'FROM a\n\n# x\nRUN --mount=type=cache,target=/x --mount=from=b,target=/y \\\n  make\nUSER 1';
  expect(parseInstructions(text)).toMatchObject([
    { keyword: 'FROM', line: 1, rest: 'a' },
    {
      keyword: 'RUN',
      line: 4,
      rest: 'make',
      flags: new Map([['mount', ['type=cache,target=/x', 'from=b,target=/y']]]),
    },
    { keyword: 'USER', line: 6, rest: '1' },
  ]);
});
