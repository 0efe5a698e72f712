import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalog } from '../../src/bases/catalog.ts';
import { resolveReferences } from '../../src/render/references.ts';
import { base } from '../../src/verify/checks/base.ts';
import { loadStacks } from '../../src/stacks/load.ts';
import { listVariants } from '../support/variants.ts';
import { imageOf, program, subjectOf, type Files } from '../support/image.ts';

const variants = await listVariants();
const stacks = await loadStacks();
const mirror = { registry: 'harbor.example.com/mirror', digests: new Map<string, string>() };
const today = Date.UTC(2026, 10, 20);
beforeEach(() => void vi.useFakeTimers({ now: today, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const dynamic = { 'bin/app': program(['x'], { loader: true }) };
const fixed = { 'bin/app': program(['x']) };

async function check(
  dockerfile: string | undefined,
  files: Files = fixed,
  rest: { pinned?: boolean; Labels?: Record<string, string> } = {},
) {
  const image = await imageOf(files, { Entrypoint: ['/bin/app'], Labels: rest.Labels ?? {} });
  return base.run(
    subjectOf(image, { ...(dockerfile !== undefined && { dockerfile }), pinned: rest.pinned ?? false }),
  );
}

const distroless = 'gcr.io/distroless';
const digest = `sha256:${'a'.repeat(64)}`;

describe('the last stage', () => {
  it.each([
    ['scratch', 'pass', 'scratch'],
    [`${distroless}/static-debian13:nonroot`, 'pass', 'by tag'],
    [`${distroless}/static-debian13:nonroot@${digest}`, 'pass', digest],
    [`${distroless}/static-debian13:nonroot-arm64`, 'pass', 'nonroot-arm64'],
    [`harbor.example.com/mirror/${distroless}/cc-debian13:nonroot`, 'pass', 'harbor'],
    [`${distroless}/java17-debian13:nonroot`, 'pass', 'supported until 2027-10-31'],
    ['debian:trixie-slim', 'pass', 'supported until 2030-06-30'],
    ['debian:12.5-slim', 'pass', 'supported until 2028-06-30'],
    ['ubuntu:24.04', 'pass', '2029-05-31'],
    ['public.ecr.aws/docker/library/alpine:3.22.1', 'pass', '2027-05-01'],
    ['registry.access.redhat.com/ubi9/ubi-micro:9.5', 'pass', '2032-05-31'],
    ['mcr.microsoft.com/dotnet/runtime-deps:8.0-noble-chiseled', 'pass', '2029-05-31'],
    [`cgr.dev/chainguard/static:latest@${digest}`, 'pass', digest],
    ['dhi.io/python:3.13-debian13', 'pass', 'dhi.io'],
    [`${distroless}/static-debian13`, 'fail', 'no tag'],
    [`${distroless}/static-debian13:latest`, 'fail', 'the tag latest'],
    [`${distroless}/static:nonroot`, 'fail', 'which Debian release'],
    [`${distroless}/static-debian13:debug`, 'fail', 'debug base'],
    [`${distroless}/static-debian13:debug-nonroot@${digest}`, 'fail', 'debug base'],
    ['dhi.io/python:3.13-debian13-dev', 'fail', 'debug base'],
    ['cgr.dev/chainguard/static:latest', 'fail', 'the tag latest'],
    [`${distroless}/cc-debian12:nonroot`, 'fail', 'ended on 2026-09-01'],
    [`${distroless}/nodejs20-debian13:nonroot`, 'fail', 'Node.js 20 ended on 2026-04-30'],
    [`${distroless}/base-debian11:nonroot`, 'fail', 'past its end'],
    ['debian:bullseye-slim', 'fail', 'Debian 11 ended on 2026-08-31'],
    ['alpine:3.18', 'fail', 'Alpine 3.18 ended'],
    ['python:3.10-slim', 'fail', 'Python 3.10 ended on 2026-10-31'],
    ['node:20-alpine', 'fail', 'Node.js 20 ended'],
    ['ubuntu:focal', 'fail', 'Ubuntu 20.04 ended'],
    ['bitnami/node:24', 'fail', 'no longer kept up to date'],
    ['docker.io/bitnamilegacy/redis:7', 'fail', 'no longer kept up to date'],
    ['openjdk:17-slim', 'fail', 'no longer kept up to date'],
    ['debian:stable-slim', 'fail', 'the tag stable-slim'],
    ['node:lts', 'fail', 'the tag lts'],
    ['ubuntu', 'fail', 'no tag'],
    ['localhost:5000/base', 'fail', 'no tag'],
    ['registry.acme.dev/base:1', 'warn', 'not known here'],
  ] as const)('on %s: %s', async (ref, status, says) => {
    expect(await check(`FROM golang:1.26-trixie AS b\nFROM ${ref}\nCOPY --from=b /x /bin/app`)).toMatchObject(
      {
        status,
        message: expect.stringContaining(says),
        data: { base: ref, line: 2, builders: ['golang:1.26-trixie'] },
      },
    );
  });

  it('near its end warns with the day', async () => {
    vi.setSystemTime(Date.UTC(2027, 1, 15));
    const node = `FROM ${distroless}/nodejs22-debian13:nonroot`;
    expect(await check(node)).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('ends on 2027-04-30'),
    });
    vi.setSystemTime(Date.UTC(2027, 0, 15));
    expect(await check(node)).toMatchObject({ status: 'pass' });
    vi.setSystemTime(Date.UTC(2027, 4, 1));
    expect(await check(node)).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('ended on 2027-04-30'),
    });
  });

  it('must be pinned where distroless.yaml says so', async () => {
    const from = `FROM ${distroless}/static-debian13:nonroot`;
    expect(await check(from, fixed, { pinned: true })).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('not pinned by digest'),
    });
    expect(await check(`${from}@${digest}`, fixed, { pinned: true })).toMatchObject({ status: 'pass' });
    expect(await check('FROM scratch', fixed, { pinned: true })).toMatchObject({ status: 'pass' });
  });

  it('of no known name is judged by its files too', async () => {
    const files = {
      ...fixed,
      'usr/lib/os-release': 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="11"\n',
      'etc/os-release': '-> ../usr/lib/os-release',
    };
    expect(await check('FROM acme/base:1', files)).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('Debian 11, which ended on 2026-08-31'),
    });
  });

  it('that cannot be told warns', async () => {
    expect(await check('ARG V=v1\nFROM golang:${V#v}')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('${V#v}'),
    });
  });
});

describe('a builder', () => {
  it.each([
    ['golang', 'builder golang has no tag'],
    ['rust:latest', 'builder rust:latest has the tag latest'],
    ['node:18', 'builder node:18 is past its end of support: Node.js 18 ended on 2025-04-30'],
    ['golang:1.24-alpine', 'Go 1.24 ended on 2026-02-10'],
    ['bitnami/golang:1.26', 'builder bitnami/golang is no longer kept up to date'],
  ])('%s warns', async (ref, says) => {
    expect(await check(`FROM ${ref} AS b\nFROM scratch\nCOPY --from=b /x /bin/app`)).toMatchObject({
      status: 'warn',
      message: expect.stringContaining(says),
    });
  });

  it('that the image does not need is nobody’s business', async () => {
    expect(
      await check(`FROM golang AS b\nFROM ${distroless}/static:debug AS debug\nFROM scratch`),
    ).toMatchObject({ status: 'pass' });
  });

  it('of another maker is none of ours to know', async () => {
    expect(await check('FROM acme/builder:1 AS b\nFROM scratch\nCOPY --from=b /x /bin/app')).toMatchObject({
      status: 'pass',
    });
  });
});

const cc = `${distroless}/cc-debian13:nonroot`;
const pair = (builder: string, runtime: string) =>
  `FROM ${builder} AS b\nFROM ${runtime}\nCOPY --from=b /x /bin/app`;

describe('a pair', () => {
  it.each([
    [
      'rust:1-trixie',
      'debian:bookworm-slim',
      dynamic,
      'fail',
      'rust:1-trixie links against glibc 2.41, debian:bookworm-slim has 2.36',
    ],
    ['rust:1', 'debian:bookworm-slim', dynamic, 'fail', 'glibc 2.41'],
    ['rust:1-trixie', 'debian:bookworm-slim', fixed, 'pass', ''],
    ['rust:1-bookworm', cc, dynamic, 'pass', ''],
    ['rust:1-trixie', cc, dynamic, 'pass', ''],
    ['rust:1.75', cc, dynamic, 'pass', ''],
    ['golang:1.26-alpine3.23', cc, dynamic, 'fail', 'links against musl'],
    ['golang:1.26-alpine3.23', cc, fixed, 'pass', ''],
    ['golang:1.26-alpine3.23', cc, { ...dynamic, 'lib/ld-musl-x86_64.so.1': 'x' }, 'pass', ''],
    ['golang:1.26-alpine3.23', 'alpine:3.23', dynamic, 'pass', ''],
    ['gcc:15', cc, dynamic, 'warn', 'GCC 15.1.0’s libstdc++'],
    ['gcc:15', cc, fixed, 'pass', ''],
  ] as const)('%s for %s', async (builder, runtime, files, status, says) => {
    expect(await check(pair(builder, runtime), files)).toMatchObject({
      status,
      message: expect.stringContaining(says),
    });
  });

  it('is of the stage that brings the program, not of one that brings certificates', async () => {
    const dockerfile = `FROM alpine:3.23 AS certs\nFROM rust:1-trixie AS b\nFROM ${cc}\nCOPY --from=certs /etc/ssl /etc/ssl\nCOPY --from=b /x /bin/app`;
    expect(await check(dockerfile, dynamic)).toMatchObject({ status: 'pass' });
  });

  const node = { 'bin/app': program(['x'], { loader: true }), 'app/index.js': 'x' };
  const wheel = { ...fixed, 'app/lib/python3.14/site-packages/x.py': 'x' };
  it.each([
    ['node:24-trixie', 'nodejs24', node, 'pass', ''],
    ['node:26-trixie', 'nodejs24', node, 'warn', 'prepares for Node.js 26'],
    ['node:26-trixie', 'nodejs24', { ...node, 'app/x.node': 'x' }, 'fail', '/app/x.node is of no use'],
    ['python:3.13', 'python3', wheel, 'pass', ''],
    ['python:3.14', 'python3', fixed, 'warn', 'prepares for Python 3.14'],
    ['python:3.14', 'python3', wheel, 'fail', 'runs Python 3.13, and /app/lib/python3.14'],
    ['maven:3.9-eclipse-temurin-25', 'java21', fixed, 'warn', 'prepares for Java 25'],
    ['maven:3.9-eclipse-temurin-21', 'java25', fixed, 'pass', ''],
  ] as const)('of an interpreter: %s for %s', async (builder, runtime, files, status, says) => {
    const dockerfile = `FROM ${builder} AS b\nFROM ${distroless}/${runtime}-debian13:nonroot\nCOPY --from=b /app /app`;
    expect(await check(dockerfile, files)).toMatchObject({ status, message: expect.stringContaining(says) });
  });
});

const label = (name: string) => ({ Labels: { 'org.opencontainers.image.base.name': name } });

describe('an image that was given', () => {
  const debian = (version: string) => ({
    ...fixed,
    'etc/os-release': `ID=debian\nVERSION_ID="${version}"\n`,
  });
  it.each([
    ['nothing of a distribution', fixed, {}, 'pass', 'scratch'],
    ['files of a release in support', debian('13'), {}, 'pass', 'Debian 13, supported until 2030-06-30'],
    ['files of a release that has ended', debian('10'), {}, 'fail', 'Debian 10, which ended on 2024-06-30'],
    [
      'files of a distribution that is not known',
      { ...fixed, 'etc/os-release': 'ID=own\nNAME=Own\n' },
      {},
      'pass',
      'Own',
    ],
    ['no sense in os-release', { ...fixed, 'etc/os-release': '\u0000\u0001=' }, {}, 'pass', 'scratch'],
    ['a label of a good base', fixed, label(`${distroless}/static-debian13:nonroot`), 'pass', distroless],
    [
      'a label whose tag was latest',
      fixed,
      label(`${distroless}/static-debian13:latest`),
      'pass',
      distroless,
    ],
    [
      'a label of a base that has ended',
      fixed,
      label(`${distroless}/cc-debian12:nonroot`),
      'fail',
      'ended on 2026-09-01',
    ],
    ['the shell of a debug base', { ...debian('13'), 'busybox/sh': 'x' }, {}, 'fail', 'debug base'],
  ] as const)('with %s', async (_, files, config, status, says) => {
    expect(await check(undefined, files, config)).toMatchObject({
      status,
      message: expect.stringContaining(says),
    });
  });
});

describe('our own', () => {
  it.each(variants)('$name passes, whatever its program is', async ({ name, answers: { lang, target } }) => {
    const path = join(import.meta.dirname, '../golden/tree', name, 'Dockerfile.txt');
    const dockerfile = readFileSync(path, 'utf8');
    const stack = stacks.find(({ id }) => id === lang)!;
    const [, json = '["/bin/app"]'] =
      /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))) ?? [];
    const [started = '/bin/app'] = JSON.parse(json) as string[];
    for (const loader of stack.targets[target]!.link === 'static' ? [false] : [true, false]) {
      const image = await imageOf(
        { [`${started.slice(1)}`]: program(['x'], { loader }) },
        { Entrypoint: [started] },
      );
      for (const text of [dockerfile, resolveReferences(dockerfile, mirror)]) {
        expect(await base.run(subjectOf(image, { dockerfile: text }))).toMatchObject({ status: 'pass' });
      }
    }
  });

  it.each(catalog.filter(({ role }) => role === 'runtime'))('catalog: $name', async ({ name, tags }) => {
    expect(await check(`FROM ${name}:${tags[0]}`)).toMatchObject({ status: 'pass' });
  });
});
