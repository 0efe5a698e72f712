import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../../src/engine/steps.ts';
import { cache } from '../../src/verify/checks/cache.ts';
import { reproducible } from '../../src/verify/checks/reproducible.ts';
import { compiledBy, fetchedBy } from '../../src/verify/rebuild/dependencies.ts';
import { parseDockerfile } from '../../src/verify/rebuild/dockerfile.ts';
import { judgeCache } from '../../src/verify/rebuild/judge-cache.ts';
import type { Made } from '../../src/verify/rebuild/make-image.ts';
import type { Rebuild } from '../../src/verify/rebuild/rebuild.ts';
import type { Image } from '../../src/verify/image/types.ts';
import type { Subject } from '../../src/verify/types.ts';
import { emptyDir } from '../support/cli.ts';

describe('a RUN that fetches dependencies', () => {
  it.each([
    ['RUN npm ci', 'npm'],
    ['RUN --mount=type=cache,target=/root/.npm     npm ci --no-audit', 'npm'],
    ['RUN ["npm", "install"]', 'npm'],
    ['RUN corepack enable && pnpm install --frozen-lockfile', 'pnpm'],
    ['RUN yarn', 'yarn'],
    ['RUN yarn install --immutable', 'yarn'],
    ['RUN yarn --frozen-lockfile && yarn build', 'yarn'],
    ['RUN bun install', 'bun'],
    ['RUN uv sync --locked', 'uv'],
    ['RUN pip3 install -r requirements.txt', 'pip'],
    ['RUN python -m pip install flask', 'pip'],
    ['RUN poetry install --no-root', 'poetry'],
    ['RUN go mod download', 'Go modules'],
    ['RUN cargo chef cook --release', 'cargo'],
    ['RUN ./mvnw -B dependency:go-offline', 'maven'],
    ['RUN gradle --no-daemon dependencies', 'gradle'],
    ['RUN apt-get update && apt-get install -y curl', 'the system’s package manager'],
    ['RUN apk add --no-cache git', 'the system’s package manager'],
    ['RUN <<EOF\nset -e\nnpm ci\nEOF', 'npm'],
  ])('%s', (run, name) => {
    expect(fetchedBy(run)?.name).toBe(name);
  });

  it.each([
    'RUN npm run build',
    'RUN npm install -g pnpm',
    'RUN npm run install-icons',
    'RUN pnpm install --offline',
    'RUN pip install --no-deps .',
    'RUN yarn build',
    'RUN go build ./...',
    'RUN cargo build --release',
    'RUN mvn package',
    'RUN echo npm; echo ci',
    'RUN make install',
  ])('is not %s', (run) => {
    expect(fetchedBy(run)).toBeUndefined();
  });

  it.each([
    ['RUN go build -o /app .', 'Go modules'],
    ['RUN --mount=type=cache,target=/go/pkg/mod go build .', undefined],
    ['RUN cargo build --release --offline', undefined],
    ['RUN mvn -B package', 'maven'],
    ['RUN ./gradlew bootJar', 'gradle'],
    ['RUN make', undefined],
  ])('may be a compilation: %s', (run, name) => {
    expect(compiledBy(run)?.name).toBe(name);
  });
});

/** Flags as they stand in a Dockerfile. */
function written(flags: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...flags].flatMap(([name, values]) => values.map((value) => `--${name}=${value}`));
}

/** A Dockerfile's steps, of which those from the first that is marked with `!` in its stage run again. */
function built(dockerfile: string): { readonly steps: readonly Step[]; readonly dockerfile: string } {
  const text = dockerfile.replaceAll(/^!/gm, '');
  const marked = new Set(
    dockerfile.split('\n').flatMap((line, at) => (line.startsWith('!') ? [at + 1] : [])),
  );
  const stages = parseDockerfile(text);
  const steps = stages.flatMap(({ name, from, instructions }) => {
    const counted = instructions.filter(
      ({ keyword }) => keyword !== 'FROM' || !/^(scratch|build)$/.test(from),
    );
    return counted.map(({ keyword, flags, rest, line }, at) => ({
      stage: name,
      number: at + 1,
      text: [keyword, ...written(flags), rest].join(' '),
      cached: !marked.has(line),
    }));
  });
  return { steps, dockerfile: text };
}

function judge(dockerfile: string, files: readonly string[] = []) {
  const { steps, dockerfile: text } = built(dockerfile);
  return judgeCache({ path: 'src/main.x', ms: 1200, steps, stages: parseDockerfile(text), files });
}

describe('after an edit', () => {
  it('dependencies that come after the source fail, with the lines', () => {
    const finding = judge(
      `FROM node AS build\nWORKDIR /src\n!COPY . .\n!RUN npm ci\n!RUN npm run build\nFROM scratch\n!COPY --from=build /x /x`,
      ['package.json', 'package-lock.json', 'src/main.x'],
    );
    expect(finding).toMatchObject({
      status: 'fail',
      message: 'Dockerfile:4 RUN npm ci runs again after a one-line edit of src/main.x',
      hint: expect.stringMatching(
        /^COPY \. \. \(line 3\) comes before it.*first COPY package\.json package-lock\.json \.\/ and install, then COPY the source$/,
      ),
      data: {
        line: 4,
        edited: 'src/main.x',
        ms: 1200,
        steps: expect.arrayContaining([
          expect.objectContaining({ text: 'WORKDIR /src', cached: true, line: 2 }),
        ]),
      },
    });
  });

  it('the same with the manifests first passes', () => {
    const finding = judge(
      `FROM node AS build\nWORKDIR /src\nCOPY package.json .\nRUN npm ci\n!COPY . .\n!RUN npm run build\nFROM scratch\n!COPY --from=build /x /x`,
      ['package.json'],
    );
    expect(finding).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('after an edit of src/main.x 3 of 6 steps run again, in 1.2 s'),
      data: { first: [{ text: 'COPY . .' }, { text: 'COPY --from=build /x /x' }] },
    });
  });

  it('a cause in the stage that it goes on from is found', () => {
    const finding = judge(
      'FROM go AS source\n!COPY . /src\nFROM source AS build\n!RUN apt-get install -y git',
    );
    expect(finding).toMatchObject({ status: 'fail', hint: expect.stringContaining('COPY . /src (line 2)') });
  });

  it.each([
    [
      'installing the project itself',
      'FROM p\nCOPY uv.lock .\nRUN uv sync --no-install-project\n!COPY . .\n!RUN uv sync',
      'pass',
    ],
    ['of another tool', 'FROM p\nRUN pip install uv\n!COPY . .\n!RUN uv sync', 'fail'],
    [
      'twice what reads no project',
      'FROM p\nRUN apt-get install a\n!COPY . .\n!RUN apt-get install b',
      'fail',
    ],
    ['npm twice', 'FROM p\nRUN npm ci\n!COPY . .\n!RUN npm ci --omit=dev', 'fail'],
    [
      'a compilation after the download',
      'FROM p\nCOPY go.sum .\nRUN go mod download\n!COPY . .\n!RUN go build',
      'pass',
    ],
    ['a compilation after one of stubs', 'FROM p\nRUN cargo build\n!COPY . .\n!RUN cargo build', 'pass'],
    ['a compilation that keeps nothing', 'FROM p\n!COPY . .\n!RUN go build', 'warn'],
    [
      'a compilation with a cache mount',
      'FROM p\n!COPY . .\n!RUN --mount=type=cache,target=/go go build',
      'pass',
    ],
  ])('%s: %#', (_, dockerfile, status) => {
    const files = ['go.sum', 'Cargo.lock', 'main.x'];
    expect(judge(dockerfile, files).status).toBe(status);
  });

  it.each([
    ['without dependencies', ['go.mod', 'main.go']],
    ['with those in the repository', ['go.sum', 'vendor/modules.txt']],
  ])('a compilation %s needs no layer for them', (_, files) => {
    expect(judge('FROM p\n!COPY . .\n!RUN go build', files).status).toBe('pass');
  });

  it('a mount of all of the source is a cause too', () => {
    const finding = judge('FROM p\n!RUN --mount=type=bind,target=. npm ci', ['package.json']);
    expect(finding).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('Dockerfile:2 RUN npm ci runs again'),
      hint: expect.stringContaining('its bind mount brings the source'),
    });
  });

  it('a compilation that fetches is told the layer to make', () => {
    const finding = judge('FROM p\n!COPY . .\n!RUN go build', ['go.mod', 'go.sum']);
    expect(finding).toMatchObject({
      status: 'warn',
      message: 'no dependency layer: Dockerfile:3 RUN go build fetches them again after each edit',
      hint: expect.stringContaining('first COPY go.mod go.sum ./ and RUN go mod download'),
    });
  });
});

const good = 'FROM go AS build\nCOPY go.sum .\nRUN go mod download\n!COPY . .\n!RUN go build';
const bad = 'FROM go AS build\n!COPY . .\n!RUN go mod download';

type Receipt = Awaited<ReturnType<Rebuild['steps']>>;

describe('the check cache', () => {
  let context: string;
  let contexts: string[];
  beforeEach(async () => {
    context = emptyDir();
    contexts = [];
    for (const path of ['main.go', 'util.go', 'go.sum', 'Dockerfile']) {
      await mkdir(dirname(join(context, path)), { recursive: true });
      await writeFile(join(context, path), path);
    }
  });

  function run(dockerfile: string, answer: (copy: string) => Partial<Receipt> | Promise<Partial<Receipt>>) {
    const steps = async (from: string): Promise<Receipt> => {
      contexts.push(from);
      return { succeeded: true, ms: 5, steps: [], tail: [], ...(await answer(from)) };
    };
    const text = dockerfile.replaceAll('!', '');
    const rebuild: Partial<Rebuild> = { context, dockerfile: text, steps, wasCold: true };
    return cache.run({ rebuild } as Subject);
  }

  it('builds a copy with one line more, and leaves nothing of it', async () => {
    const finding = await run(good, async (copy) => {
      expect(await readFile(join(copy, 'main.go'), 'utf8')).toContain('// edited at');
      return built(good);
    });
    expect(finding).toMatchObject({ status: 'pass', data: { edited: 'main.go' } });
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).not.toBe(context);
    expect(await readFile(join(context, 'main.go'), 'utf8')).toBe('main.go');
    expect(existsSync(dirname(contexts[0] as string))).toBe(false);
  });

  it('fails for what runs again twice, when all of it is in the cache without the edit', async () => {
    const finding = await run(bad, (from) => built(from.endsWith('same') ? bad.replaceAll('!', '') : bad));
    expect(finding.status).toBe('fail');
    expect(contexts).toHaveLength(3);
  });

  it('blames nothing that happens only once', async () => {
    const unedited = bad.replaceAll('!', '');
    const answers = [bad, unedited, good];
    const finding = await run(bad, () => built(answers.shift() as string));
    expect(finding.status).toBe('pass');
    expect(answers).toEqual([]);
  });

  it('blames nothing where the builder keeps no cache', async () => {
    const finding = await run(bad, () => built(bad));
    expect(finding).toMatchObject({ status: 'skip', message: expect.stringContaining('keeps no cache') });
  });

  it('tries another file when one changes nothing', async () => {
    let builds = 0;
    const finding = await run(good, () => built(builds++ === 0 ? good.replaceAll('!', '') : good));
    expect(finding).toMatchObject({ status: 'pass', data: { edited: 'util.go' } });
  });

  it.each([
    [
      'a build that fails then',
      good,
      { ...built(good), succeeded: false },
      'warn',
      'a comment added to main.go',
    ],
    ['a builder that knows no such output', good, { succeeded: false }, 'skip', 'does not tell'],
    ['a builder that tells no steps', good, {}, 'skip', 'does not tell'],
    ['files that change nothing', good, built(good.replaceAll('!', '')), 'skip', 'main.go or of util.go'],
    ['no source', 'FROM a\nCOPY go.sum .', {}, 'skip', 'no source file'],
  ])('says so of %s', async (_, dockerfile, answer, status, message) => {
    expect(await run(dockerfile, () => answer)).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });
});

type Entry = Partial<NonNullable<ReturnType<Image['files']['get']>>>;

function made(files: Readonly<Record<string, Entry>>, more: Partial<Image> = {}, digest?: string): Made {
  const entries = Object.entries(files).map(([path, entry]) => ({
    path,
    type: 'file' as const,
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: 1,
    sha256: 'a',
    ...entry,
  }));
  const image = {
    ref: 'x',
    digest: 'sha256:x',
    config: { User: '1', Env: [] },
    history: [
      { createdBy: 'ENV A', comment: '', emptyLayer: true },
      { createdBy: 'RUN make # buildkit', comment: '', emptyLayer: false },
    ],
    layers: [{ fileBytes: 1, compressedBytes: 1, entries }],
    files: new Map(entries.map((entry) => [entry.path, entry])),
    ...more,
  } as unknown as Image;
  return { image, digest };
}

async function compare(images: readonly Made[], { wasCold = true, ignore = {} } = {}) {
  const colds: boolean[] = [];
  const image: Rebuild['image'] = async ({ cold }) => {
    colds.push(cold);
    return images[colds.length - 1] as Made;
  };
  const settings = { reproducible: { ignore } };
  const subject = { rebuild: { image, wasCold }, settings } as unknown as Subject;
  return { colds, finding: await reproducible.run(subject) };
}

const hintOf = async (path: string, entry: Entry = {}) =>
  (await compare([made({ [path]: entry }), made({ [path]: { ...entry, sha256: 'b' } })])).finding.hint;

describe('the check reproducible', () => {
  it('passes for one digest, whatever times are in it', async () => {
    const { finding, colds } = await compare([
      made({ '/a': {} }, {}, 'sha256:1'),
      made({ '/a': {} }, {}, 'sha256:1'),
    ]);
    expect(finding).toMatchObject({ status: 'pass', message: 'sha256:1 twice' });
    expect(colds).toEqual([false, true]);
  });

  it('passes for the same files where no times are rewritten', async () => {
    const { finding } = await compare([made({ '/a': {} }), made({ '/a': {} })]);
    expect(finding).toMatchObject({ status: 'pass', message: expect.stringContaining('the same 1 files') });
  });

  it.each([
    ['content', { '/a/b': { sha256: 'b' } }, '/a/b has other content in its 1 bytes'],
    ['size', { '/a/b': { size: 3 } }, '/a/b has 1 bytes, then 3'],
    ['mode', { '/a/b': { mode: 0o755 } }, '/a/b has mode 0644, then 0755'],
    ['owner', { '/a/b': { gid: 5 } }, '/a/b is of 0:0, then of 0:5'],
    ['type', { '/a/b': { type: 'symlink', target: 'c' } }, '/a/b is a file, then a symlink'],
    ['a file more', { '/a/b': {}, '/a/c': {} }, '/a/c is only in the second'],
    ['a file less', {}, '/a/b is only in the first'],
  ] as const)('fails for another %s', async (_, files, message) => {
    const { finding, colds } = await compare([made({ '/a/b': {} }), made(files)]);
    expect(finding).toMatchObject({
      status: 'fail',
      message,
      hint: expect.stringContaining('made by RUN make'),
    });
    expect(colds).toHaveLength(2);
  });

  it('fails for another configuration, another number of layers, and for other layers of the same files', async () => {
    const one = made({ '/a': {} }, {}, 'sha256:1');
    const config = { User: '1', Env: ['BUILD=7'] } as unknown as Image['config'];
    const env = await compare([one, made({ '/a': {} }, { config }, 'sha256:2')]);
    expect(env.finding).toMatchObject({
      status: 'fail',
      message: 'Env of the configuration: [], then ["BUILD=7"]',
    });
    const none = await compare([one, made({}, { layers: [] }, 'sha256:2')]);
    expect(none.finding).toMatchObject({ status: 'fail', message: '1 layers, then 0' });
    const bytes = await compare([one, made({ '/a': {} }, {}, 'sha256:2')]);
    expect(bytes.finding).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('sha256:1, then sha256:2'),
    });
  });

  it('names the cause that the file tells of', async () => {
    expect(await hintOf('/app/a.jar')).toContain('project.build.outputTimestamp');
    expect(await hintOf('/app/__pycache__/a.cpython-313.pyc')).toContain('unchecked-hash');
    expect(await hintOf('/app/x', { executable: 'elf' })).toContain('-trimpath');
    expect(await hintOf('/app/build.txt')).toContain('SOURCE_DATE_EPOCH');
    expect(await hintOf('/var/cache/ldconfig/aux-cache')).toContain('package manager');
  });

  it('leaves out what distroless.yaml names, with the reason', async () => {
    const images = [made({ '/app/x.jsa': {}, '/b': {} }), made({ '/app/x.jsa': { sha256: 'b' }, '/b': {} })];
    const { finding } = await compare(images, { ignore: { '/app/*.jsa': 'the JVM' } });
    expect(finding).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('but for /app/x.jsa: the JVM'),
    });
    const other = await compare(images, { ignore: { '/lib/*.jsa': 'the JVM' } });
    expect(other.finding.status).toBe('fail');
  });

  it('lets two cold builds decide where the first was not cold', async () => {
    const [old, now] = [made({ '/a': { size: 9 } }), made({ '/a': {} })];
    const moved = await compare([old, now, now], { wasCold: false });
    expect(moved.colds).toEqual([false, true, true]);
    expect(moved.finding).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('/a has 9 bytes, then 1'),
    });
    const random = await compare([old, now, made({ '/a': { size: 2 } })], { wasCold: false });
    expect(random.finding).toMatchObject({ status: 'fail', message: '/a has 1 bytes, then 2' });
  });

  it('warns of a build that needs its cache', async () => {
    const { finding } = await compare([made({}), { failed: ['no network'] }]);
    expect(finding).toMatchObject({ status: 'warn', hint: expect.stringContaining('no network') });
  });
});
