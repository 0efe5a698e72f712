import { catalog } from './catalog.ts';
import { identifyDistroless } from './distroless.ts';
import { languageEnd, type Language } from './languages.ts';
import { readReference, type Reference } from './reference.ts';
import { findRelease, releaseInTag, type Release } from './releases.ts';

/** What is known of an image that a Dockerfile names, in the catalog or not. */
export type KnownImage = {
  /** ISO date after which nobody mends it; undefined when there is none, or none is known. */
  readonly end?: string | undefined;
  /** What ends then. */
  readonly what: string;
  /** Why it should not be used at all, and what to take instead. */
  readonly gone?: string;
  /** The name alone does not say which release it is: why, and the name that does. */
  readonly unqualified?: string;
  /** It is the variant with a shell. */
  readonly debug?: boolean;
  /** The tag to take. */
  readonly tag?: string;
  readonly glibc?: string | undefined;
  readonly libstdcxx?: string | undefined;
  readonly musl?: true | undefined;
  readonly interpreter?: { readonly language: string; readonly version: string } | undefined;
};

/** What is known of an image by its name and tag; undefined when it is nothing. */
export function identify(ref: string): KnownImage | undefined {
  const reference = readReference(ref);
  return (
    identifyDistroless(reference) ??
    identifyGone(reference) ??
    identifyOfficial(reference) ??
    identifyOther(reference)
  );
}

/** https://github.com/bitnami/containers/issues/83267, https://hub.docker.com/_/openjdk */
function identifyGone({ name }: Reference): KnownImage | undefined {
  if (/^bitnami(?:legacy)?\//.test(name)) {
    return {
      what: name,
      gone: 'Bitnami’s free images get no updates since September 2025; take the project’s own image, or build on gcr.io/distroless/base-debian13:nonroot',
    };
  }
  if (/^(?:openjdk|java)$/.test(name)) {
    return {
      what: name,
      gone: `the image ${name} is deprecated and gets no updates; take eclipse-temurin to build with, gcr.io/distroless/java21-debian13:nonroot to run on`,
    };
  }
  return undefined;
}

const distributions: Readonly<Record<string, string>> = {
  debian: 'debian',
  ubuntu: 'ubuntu',
  alpine: 'alpine',
  centos: 'centos',
  rockylinux: 'rocky',
  'rockylinux/rockylinux': 'rocky',
  almalinux: 'almalinux',
  amazonlinux: 'amzn',
};

/** What images of languages are built on when the tag does not say (docker-library/official-images). */
const defaults: Readonly<Record<string, (tag: string) => string | undefined>> = {
  node: (tag) => (/^(?:22|24)\b/.test(tag) ? 'bookworm' : /^26\b/.test(tag) ? 'trixie' : undefined),
  python: (tag) => (/^3\.1[0-4](?:-|$)/.test(tag) ? 'trixie' : undefined),
  rust: (tag) => (/^1(?:\.9\d(?:\.\d+)?)?(?:-|$)/.test(tag) ? 'trixie' : undefined),
  golang: (tag) => (/^1\.2[5-9]\b/.test(tag) ? 'trixie' : undefined),
  gcc: (tag) => (/^1[56]\b/.test(tag) ? 'trixie' : undefined),
  'buildpack-deps': () => undefined,
  'eclipse-temurin': () => undefined,
  maven: (tag) => (tag.endsWith('eclipse-temurin-21') ? 'noble' : undefined),
  gradle: () => undefined,
};

/** Which language an image is of, and where its tag has the version. */
const languages: Readonly<Record<string, readonly [Language, RegExp]>> = {
  golang: ['Go', /^(\d+\.\d+)/],
  node: ['Node.js', /^(\d+)/],
  python: ['Python', /^(\d+\.\d+)/],
  'eclipse-temurin': ['Java', /^(\d+)/],
  maven: ['Java', /temurin-(\d+)/],
  gradle: ['Java', /jdk-?(\d+)/],
};

function identifyOfficial({ name, tag = '' }: Reference): KnownImage | undefined {
  const id = distributions[name];
  if (id !== undefined) {
    const version = /^[\d.]+/.exec(tag)?.[0] ?? '';
    // Debian’s tags may have a point release, which is none of another kind.
    const release =
      findRelease(id, id === 'debian' ? version.replace(/\..*$/, '') : version) ?? releaseInTag(tag);
    return {
      ...factsOf(release),
      what: release?.label ?? name,
      end: release?.end,
      ...(id === 'alpine' && { musl: true }),
    };
  }
  if (!(name in defaults)) return undefined;
  const release = releaseInTag(tag) ?? releaseInTag(defaults[name]?.(tag) ?? '');
  const [language, pattern] = languages[name] ?? [];
  const version = pattern?.exec(tag)?.[1];
  const interpreter = language !== undefined && version !== undefined ? { language, version } : undefined;
  const ends = [
    [release?.end, release?.label],
    [
      interpreter && languageEnd(interpreter.language, interpreter.version),
      `${interpreter?.language} ${version}`,
    ],
  ] as const;
  const [first] = ends
    .filter(([end]) => end !== undefined)
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const gcc = name === 'gcc' ? /^(\d+)/.exec(tag)?.[1] : undefined;
  return {
    ...factsOf(release),
    ...(gcc !== undefined && Number(gcc) > 14 && { libstdcxx: `${gcc}.1.0` }),
    what: first?.[1] ?? name,
    end: first?.[0],
    interpreter,
  };
}

function factsOf(release: Release | undefined): Pick<KnownImage, 'glibc' | 'libstdcxx' | 'musl'> {
  return { glibc: release?.glibc, libstdcxx: release?.libstdcxx, musl: release?.musl };
}

/** Families whose makers keep them up to date, and whose end of support their names do not tell. */
const families = [
  /^cgr\.dev\//,
  /^dhi\.io\//,
  /^registry\.(?:access\.)?redhat\.(?:com|io)\/(?:ubi\d+|hi)\//,
  /^mcr\.microsoft\.com\/(?:dotnet|azurelinux|openjdk)\//,
  /^ghcr\.io\/astral-sh\/uv$/,
  /^busybox$/,
];

function identifyOther({ name, tag = '' }: Reference): KnownImage | undefined {
  if (catalog.some((image) => image.name === name)) return { what: name };
  if (!families.some((family) => family.test(name))) return undefined;
  const ubi = /\/ubi(\d+)(?:\/|$)/.exec(name)?.[1];
  const release =
    ubi === undefined
      ? releaseInTag(tag.replace(/debian(\d+)/, (_, major: string) => suites[major] ?? ''))
      : findRelease('rhel', ubi);
  return {
    ...factsOf(release),
    what: release?.label ?? name,
    end: release?.end,
    debug: /^(?:cgr\.dev|dhi\.io)\//.test(name) && /(?:^|-)dev$/.test(tag),
  };
}

const suites: Readonly<Record<string, string>> = { 12: 'bookworm', 13: 'trixie' };
