import { describe, expect, it } from 'vitest';
import { fullName, pinsIn, referencesIn, resolveReferences } from '../../src/render/references.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const nothing = { registry: '', digests: new Map<string, string>() };
const mirror = { ...nothing, registry: 'harbor.example.com/mirror' };

const dockerfile = `# Said of the first stage, FROM here is no instruction.
FROM --platform=$BUILDPLATFORM golang:1.26-trixie AS Build
COPY --from=ghcr.io/astral-sh/uv:0.13.9 --chmod=755 /uv /bin/
RUN --mount=type=cache,target=/x --mount=type=bind,from=acme/tools:1,source=/a,target=/a \\
    --mount=from=build,target=/b true
COPY <<TXT /notes
FROM somewhere:else
TXT
FROM build AS test
FROM scratch
COPY --from=build /a /
COPY --from=0 /b /
FROM \${BASE}
`;

describe('the images that a Dockerfile names', () => {
  it('are those of FROM, COPY --from and RUN --mount, without stages, scratch and variables', () => {
    expect(referencesIn(dockerfile)).toEqual([
      'golang:1.26-trixie',
      'ghcr.io/astral-sh/uv:0.13.9',
      'acme/tools:1',
    ]);
  });

  it('stay as they are without a mirror and digests', () => {
    expect(resolveReferences(dockerfile, nothing)).toBe(dockerfile);
  });
});

it.each([
  ['golang:1.26', 'docker.io/library/golang:1.26'],
  ['acme/tools', 'docker.io/acme/tools'],
  ['docker.io/library/golang:1.26', 'docker.io/library/golang:1.26'],
  ['localhost:5000/a:1', 'localhost:5000/a:1'],
  ['gcr.io/distroless/static-debian13:nonroot', 'gcr.io/distroless/static-debian13:nonroot'],
])('the full name of %s is %s', (ref, full) => {
  expect(fullName(ref)).toBe(full);
});

describe('through a mirror', () => {
  const text = resolveReferences(dockerfile, mirror);

  it('every FROM begins with one build argument, which is set once, before the first', () => {
    expect(text.split('\n').slice(0, 7)).toEqual([
      expect.stringMatching(/^# Every image comes from this mirror/),
      'ARG REGISTRY=harbor.example.com/mirror',
      '',
      'FROM ${REGISTRY}/ghcr.io/astral-sh/uv:0.13.9 AS uv',
      'FROM ${REGISTRY}/docker.io/acme/tools:1 AS tools',
      '',
      '# Said of the first stage, FROM here is no instruction.',
    ]);
    expect(text).toContain(
      'FROM --platform=$BUILDPLATFORM ${REGISTRY}/docker.io/library/golang:1.26-trixie AS Build',
    );
  });

  it('what takes no variable is a stage instead', () => {
    expect(text).toContain('COPY --from=uv --chmod=755 /uv /bin/');
    expect(text).toContain('--mount=type=bind,from=tools,source=/a');
  });

  it('stages, scratch and the text of here-documents stay', () => {
    expect(text).toContain('--mount=from=build,target=/b');
    expect(text).toContain('\nFROM scratch\nCOPY --from=build /a /\nCOPY --from=0 /b /\nFROM ${BASE}\n');
    expect(text).toContain('\nFROM somewhere:else\n');
  });

  it('a directive stays the first line', () => {
    const directive = '# check=error=true\nFROM a:1\n';
    expect(resolveReferences(directive, mirror)).toMatch(/^# check=error=true\n# Every image/);
  });
});

describe('digests', () => {
  const digests = new Map([['docker.io/library/golang:1.26-trixie', digest]]);

  it('stand behind the tag', () => {
    expect(resolveReferences(dockerfile, { ...nothing, digests })).toContain(
      `FROM --platform=$BUILDPLATFORM golang:1.26-trixie@${digest} AS Build`,
    );
  });

  it.each([nothing, mirror])('are found again in what was written %#', (sources) => {
    expect(pinsIn(resolveReferences(dockerfile, { ...sources, digests }))).toEqual(digests);
  });
});
