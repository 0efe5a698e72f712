/** What is known of an image that templates build in or run on. Facts, each image with its source. */
export type BaseImage = {
  /** Without the tag. */
  readonly name: string;
  /** `runtime` images hold no shell but in their debug tag; `builder` images are never shipped. */
  readonly role: 'builder' | 'runtime';
  /** Tags that may be used; the first is the one that templates take. */
  readonly tags: readonly string[];
  readonly distribution: string;
  /** Absent: there is none in it. */
  readonly glibc?: string;
  /** Version of GCC that its libstdc++ is of; absent: there is none. */
  readonly libstdcxx?: string;
  /** It has /usr/share/zoneinfo. */
  readonly zones?: true;
  readonly interpreter?: { readonly language: string; readonly version: string; readonly path: string };
  readonly entrypoint: readonly string[];
  /** Of the first tag. */
  readonly uid: number;
  readonly architectures: readonly string[];
  readonly eol: {
    /** ISO date, where one is set. */
    readonly date?: string;
    readonly rule: string;
  };
  /** `repo:path` or URL of what is said here. */
  readonly source: string;
};

const distroless = 'GoogleContainerTools/distroless';
const six = ['amd64', 'arm64', 'arm', 's390x', 'ppc64le', 'riscv64'];
const debian13 = { distribution: 'debian13', glibc: '2.41' } as const;
const nonroot = {
  role: 'runtime',
  tags: ['nonroot', 'debug-nonroot', 'latest', 'debug'],
  uid: 65_532,
  // Every image is built on static, which has tzdata.
  zones: true,
} as const;
/** SUPPORT_POLICY.md of distroless. The release of Debian 14 has no date yet. */
const untilDebian14 = { rule: 'one year after the release of Debian 14' };
const languageUntil = (date: string, what: string) => ({
  date,
  rule: `${what} ends; at the latest three months after the release of Debian 14`,
});

/** https://github.com/nodejs/Release: end of life of the major versions. */
const nodeEnds = { 22: '2027-04-30', 24: '2028-04-30', 26: '2029-04-30' } as const;
/** https://peps.python.org/pep-0719/ */
const pythonEnd = '2029-10-31';
/** https://adoptium.net/support: end of availability. */
const javaEnds = { 21: '2029-12-31', 25: '2031-09-30' } as const;

/** What the images without a language have in common. */
const plain = {
  ...nonroot,
  distribution: 'debian13',
  entrypoint: [],
  architectures: six,
  eol: untilDebian14,
} as const;

const runtimes: readonly BaseImage[] = [
  { ...plain, name: 'gcr.io/distroless/static-debian13', source: `${distroless}:static/config.bzl` },
  {
    ...plain,
    ...debian13,
    name: 'gcr.io/distroless/base-nossl-debian13',
    source: `${distroless}:base/config.bzl`,
  },
  { ...plain, ...debian13, name: 'gcr.io/distroless/base-debian13', source: `${distroless}:base/config.bzl` },
  {
    ...plain,
    ...debian13,
    name: 'gcr.io/distroless/cc-debian13',
    libstdcxx: '14.2.0',
    source: `${distroless}:cc/config.bzl`,
  },
  ...([22, 24, 26] as const).map((major) => ({
    ...nonroot,
    ...debian13,
    name: `gcr.io/distroless/nodejs${major}-debian13`,
    libstdcxx: '14.2.0',
    interpreter: { language: 'Node.js', version: String(major), path: '/nodejs/bin/node' },
    entrypoint: ['/nodejs/bin/node'],
    architectures: ['amd64', 'arm64', ...(major === 22 ? ['arm'] : []), 's390x', 'ppc64le'],
    eol: languageUntil(nodeEnds[major], `Node ${major}`),
    source: `${distroless}:nodejs/config.bzl`,
  })),
  {
    ...nonroot,
    ...debian13,
    name: 'gcr.io/distroless/python3-debian13',
    libstdcxx: '14.2.0',
    interpreter: { language: 'Python', version: '3.13', path: '/usr/bin/python3.13' },
    entrypoint: ['/usr/bin/python3.13'],
    architectures: ['amd64', 'arm64', 'riscv64'],
    eol: languageUntil(pythonEnd, 'Python 3.13'),
    source: `${distroless}:python3/config.bzl`,
  },
  {
    ...nonroot,
    ...debian13,
    name: 'gcr.io/distroless/java-base-debian13',
    libstdcxx: '14.2.0',
    entrypoint: [],
    architectures: ['amd64', 'arm64', 's390x', 'ppc64le', 'riscv64'],
    eol: { rule: 'three months after the release of Debian 14' },
    source: `${distroless}:java/config.bzl`,
  },
  ...([21, 25] as const).map((major) => ({
    ...nonroot,
    ...debian13,
    name: `gcr.io/distroless/java${major}-debian13`,
    libstdcxx: '14.2.0',
    interpreter: { language: 'Java', version: String(major), path: '/usr/bin/java' },
    entrypoint: ['/usr/bin/java', '-jar'],
    architectures: ['amd64', 'arm64', 's390x', 'ppc64le', 'riscv64'],
    eol: languageUntil(javaEnds[major], `Java ${major}`),
    source: `${distroless}:java/config.bzl`,
  })),
];

const builder = { role: 'builder', entrypoint: [], uid: 0, ...debian13, libstdcxx: '14.2.0' } as const;
/** Of the system. Temurin's own files, which jlink takes, want only glibc 2.17 and bring their libstdc++ (`readelf -V libjvm.so`). */
const ubuntu2404 = { distribution: 'ubuntu24.04', glibc: '2.39', libstdcxx: '14.2.0' } as const;

/** Official images of Node 22 and 24 are on bookworm unless the tag says otherwise. */
const builders: readonly BaseImage[] = [
  {
    ...builder,
    name: 'debian',
    // Its compilers are packages of the release: GCC 14.2.
    tags: ['trixie-slim'],
    architectures: ['amd64', 'arm64', 'arm', '386', 'ppc64le', 'riscv64', 's390x'],
    // https://wiki.debian.org/LTS
    eol: { date: '2030-06-30', rule: 'the long-term support of Debian 13 ends' },
    source: 'docker-library/official-images:library/debian',
  },
  ...([22, 24, 26] as const).map((major) => ({
    ...builder,
    name: 'node',
    tags: [`${major}-trixie-slim`],
    interpreter: { language: 'Node.js', version: String(major), path: '/usr/local/bin/node' },
    entrypoint: ['docker-entrypoint.sh'],
    architectures: ['amd64', 'arm64', ...(major === 22 ? ['arm'] : []), 'ppc64le', 's390x'],
    eol: { date: nodeEnds[major], rule: `Node ${major} ends` },
    source: `nodejs/docker-node:${major}/trixie-slim/Dockerfile`,
  })),
  {
    ...builder,
    name: 'python',
    tags: ['3.13-slim-trixie'],
    interpreter: { language: 'Python', version: '3.13', path: '/usr/local/bin/python3.13' },
    architectures: ['amd64', 'arm64', 'arm', '386', 'ppc64le', 'riscv64', 's390x'],
    eol: { date: pythonEnd, rule: 'Python 3.13 ends' },
    source: 'docker-library/python:3.13/slim-trixie/Dockerfile',
  },
  {
    role: 'builder',
    name: 'ghcr.io/astral-sh/uv',
    tags: ['0.13.9'],
    distribution: 'scratch',
    entrypoint: ['/uv'],
    uid: 0,
    architectures: ['amd64', 'arm64', 'riscv64'],
    eol: { rule: 'follows the newest uv' },
    source: 'astral-sh/uv:Dockerfile',
  },
  {
    ...builder,
    name: 'golang',
    tags: ['1.26-trixie'],
    architectures: ['amd64', 'arm64', 'arm', '386', 'ppc64le', 'riscv64', 's390x'],
    // https://go.dev/doc/devel/release
    eol: { rule: 'the release of Go 1.28' },
    source: 'docker-library/golang:1.26/trixie/Dockerfile',
  },
  {
    ...builder,
    name: 'rust',
    tags: ['1-trixie'],
    architectures: ['amd64', 'arm64', 'arm', '386', 'ppc64le', 'riscv64', 's390x'],
    eol: { rule: 'follows the newest stable Rust' },
    source: 'rust-lang/docker-rust:stable/trixie/Dockerfile',
  },
  ...([21, 25] as const).map((major) => ({
    ...builder,
    ...ubuntu2404,
    name: 'maven',
    tags: [`3.9-eclipse-temurin-${major}`],
    interpreter: { language: 'Java', version: String(major), path: '/opt/java/openjdk/bin/java' },
    entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'],
    architectures: ['amd64', 'arm64', 'ppc64le', 'riscv64', 's390x'],
    eol: { date: javaEnds[major], rule: `Java ${major} ends` },
    source: `carlossg/docker-maven:eclipse-temurin-${major}/Dockerfile`,
  })),
];

/** Every image that a template names, and those that images of other people are compared with. */
export const catalog: readonly BaseImage[] = [...runtimes, ...builders];
