import { describe, expect, it } from 'vitest';
import { readBuildKitSteps, type Step } from '../../src/engine/steps.ts';
import { parseDockerfile } from '../../src/verify/rebuild/dockerfile.ts';
import { locate } from '../../src/verify/rebuild/locate.ts';
import { contextPaths } from '../../src/verify/rebuild/sources.ts';

function read(output: string): readonly Step[] {
  const reader = readBuildKitSteps();
  for (const line of output.split('\n')) reader.add(line);
  return reader.read();
}

describe('the steps of a build', () => {
  it('are read from plain progress, with what came out of the cache', () => {
    const steps = read(`#1 [internal] load build definition from Dockerfile
#5 [build 1/3] FROM docker.io/library/golang:1.26
#6 [build 2/3] COPY go.mod ./
#6 CACHED
#7 [build 3/3] RUN go build
#7 0.5 #6 CACHED
#7 DONE 2.0s
#8 [stage-1 1/1] COPY --from=build /out/app /app`);
    expect(steps.map(({ stage, number, cached }) => `${stage} ${number} ${cached}`)).toEqual([
      'build 1 false',
      'build 2 true',
      'build 3 false',
      'stage-1 1 false',
    ]);
    expect(steps[2]?.text).toBe('RUN go build');
  });

  it.each([
    ['[2/3] RUN make', ''],
    ['[linux/arm64 build 2/3] RUN make', 'build'],
    ['[linux/amd64->arm/v7 build 2/3] RUN make', 'build'],
    ['[linux/arm64 2/3] RUN make', ''],
  ])('know their stage: %s', (line, stage) => {
    expect(read(`#9 ${line}`)).toEqual([{ stage, number: 2, text: 'RUN make', cached: false }]);
  });
});

const text = `# syntax=x
ARG BASE=debian
FROM --platform=$BUILDPLATFORM golang:1.26 AS Build
WORKDIR /src
RUN --mount=type=cache,target=/c apt-get update \\
 # between
 && apt-get install x

COPY <<EOF /config
RUN this is text
EOF
RUN <<-'END'
	make
	END
FROM build AS test
RUN go test
FROM scratch
COPY --from=build /out /app
run ["/app"]
`;

describe('a Dockerfile', () => {
  const stages = parseDockerfile(text);

  it('is read into stages and instructions with their lines', () => {
    expect(stages.map(({ name, from }) => `${name} <- ${from}`)).toEqual([
      'build <- golang:1.26',
      'test <- build',
      'stage-2 <- scratch',
    ]);
    expect(stages[0]?.instructions.map(({ keyword, line }) => `${line} ${keyword}`)).toEqual([
      '3 FROM',
      '4 WORKDIR',
      '5 RUN',
      '9 COPY',
      '12 RUN',
    ]);
    expect(stages[0]?.instructions[2]).toMatchObject({
      flags: new Map([['mount', ['type=cache,target=/c']]]),
      rest: expect.stringMatching(/^apt-get update\s+&& apt-get install x$/),
    });
    expect(stages[2]?.instructions.at(-1)).toMatchObject({ keyword: 'RUN', rest: '["/app"]' });
  });

  it('of one stage without a name has none', () => {
    expect(parseDockerfile('FROM a\nRUN b')).toMatchObject([{ name: '', from: 'a' }]);
  });

  it.each(['', 'RUN x', 'FROM', 'FROM a AS', '\\', 'FROM a\nRUN <<EOF', 'FROM a\nCOPY [ x\nRUN \\'])(
    'that is broken breaks nothing: %j',
    (broken) => {
      const all = parseDockerfile(broken).flatMap(({ instructions }) => instructions);
      expect(all.flatMap(contextPaths).length).toBeLessThan(3);
    },
  );

  it.each([
    ['build', 3, 'RUN --mount=type=cache,target=/c apt-get update', 5],
    ['test', 1, 'RUN go test', 16],
    ['stage-2', 1, 'COPY --from=build /out /app', 18],
    ['stage-2', 2, 'COPY what does not fit', undefined],
    ['none', 1, 'RUN x', undefined],
  ])('has the line of step %s %i', (stage, number, step, line) => {
    expect(locate({ stage, number, text: step, cached: false }, stages)?.line).toBe(line);
  });
});

describe('what an instruction takes out of the build context', () => {
  it.each([
    ['COPY a b /dir/', ['a', 'b']],
    ['COPY ["a b", "/dir/"]', ['a b']],
    ['COPY --chmod=0555 . .', ['.']],
    ['COPY --from=build /out .', []],
    ['ADD https://example.test/x.tar src /', ['src']],
    ['COPY <<EOF /x\nEOF', []],
    ['RUN --mount=type=bind,target=. make', ['.']],
    ['RUN --mount=type=bind,source=go.mod,target=go.mod --mount=type=cache,target=/c make', ['go.mod']],
    ['RUN --mount=from=build,source=/x,target=/x make', []],
    ['RUN make . x', []],
  ])('%s', (line, paths) => {
    const [, instruction] = parseDockerfile(`FROM a\n${line}`)[0]?.instructions ?? [];
    expect(instruction && contextPaths(instruction)).toEqual(paths);
  });
});
