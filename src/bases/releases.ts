/** A release of a distribution: what is linked against in it, and how long it is kept secure. */
export type Release = {
  /** As people call it, such as `Debian 12`. */
  readonly label: string;
  /** ISO date; undefined while none is set. */
  readonly end: string | undefined;
  readonly glibc?: string;
  /** Version of GCC whose libstdc++ it has. */
  readonly libstdcxx?: string;
  readonly musl?: true;
};

type Row = readonly [
  version: string,
  suite: string,
  end: string | undefined,
  glibc: string,
  libstdcxx: string,
];

/** https://wiki.debian.org/LTS; versions: packages.debian.org, libc6 and libstdc++6. */
const debian: readonly Row[] = [
  ['9', 'stretch', '2022-06-30', '2.24', '6.3.0'],
  ['10', 'buster', '2024-06-30', '2.28', '8.3.0'],
  ['11', 'bullseye', '2026-08-31', '2.31', '10.2.1'],
  ['12', 'bookworm', '2028-06-30', '2.36', '12.2.0'],
  ['13', 'trixie', '2030-06-30', '2.41', '14.2.0'],
];

/** https://ubuntu.com/about/release-cycle: standard support; versions: packages.ubuntu.com. */
const ubuntu: readonly Row[] = [
  ['18.04', 'bionic', '2023-05-31', '2.27', '8.4.0'],
  ['20.04', 'focal', '2025-05-31', '2.31', '10.5.0'],
  ['22.04', 'jammy', '2027-06-01', '2.35', '12.3.0'],
  ['24.04', 'noble', '2029-05-31', '2.39', '14.2.0'],
];

/** https://alpinelinux.org/releases/ */
const alpine: Readonly<Record<string, string>> = {
  '3.16': '2024-05-23',
  '3.17': '2024-11-22',
  '3.18': '2025-05-09',
  '3.19': '2025-11-01',
  '3.20': '2026-04-01',
  '3.21': '2026-11-01',
  '3.22': '2027-05-01',
  '3.23': '2027-11-01',
};

/** Others, by os-release’s ID and VERSION_ID; their makers’ life cycle pages. */
const others: Readonly<Record<string, string>> = {
  'centos 7': '2024-06-30',
  'centos 8': '2024-05-31',
  'rhel 7': '2024-06-30',
  'rhel 8': '2029-05-31',
  'rhel 9': '2032-05-31',
  'rhel 10': '2035-05-31',
  'rocky 8': '2029-05-31',
  'rocky 9': '2032-05-31',
  'almalinux 8': '2029-03-01',
  'almalinux 9': '2032-05-31',
  'amzn 2': '2026-06-30',
  'amzn 2023': '2029-06-30',
  'ubuntu 26.04': '2031-05-29',
};

/** Releases that are not fixed: what is in them is always the newest. */
const rolling = new Set(['wolfi', 'chainguard', 'arch']);

/** A release by what os-release says of it; undefined when it is not known. */
export function findRelease(id: string, version: string): Release | undefined {
  const row = { debian, ubuntu }[id]?.find(([number]) => number === version);
  if (row) return releaseOf(id, row);
  if (id === 'alpine') {
    const minor = /^\d+\.\d+/.exec(version)?.[0] ?? '';
    return minor in alpine ? { label: `Alpine ${minor}`, end: alpine[minor], musl: true } : undefined;
  }
  if (rolling.has(id)) return { label: id, end: undefined };
  // Minor releases of these are kept up to date within the major one.
  const key = [`${id} ${version}`, `${id} ${version.replace(/\..*$/, '')}`].find((each) => each in others);
  return key === undefined ? undefined : { label: key, end: others[key] };
}

/** The release that a tag such as `3.13-slim-bookworm`, `24-alpine3.22` or `3.9-eclipse-temurin-21-noble` speaks of. */
export function releaseInTag(tag: string): Release | undefined {
  for (const [id, rows] of Object.entries({ debian, ubuntu })) {
    const row = rows.find(([, suite]) => new RegExp(`(?:^|[-.])${suite}(?:[-.]|$)`).test(tag));
    if (row) return releaseOf(id, row);
  }
  const [whole, version = ''] = /(?:^|-)alpine([\d.]*)/.exec(tag) ?? [];
  if (whole === undefined) return undefined;
  return findRelease('alpine', version) ?? { label: 'Alpine', end: undefined, musl: true };
}

function releaseOf(id: string, [version, , end, glibc, libstdcxx]: Row): Release {
  return { label: `${id === 'debian' ? 'Debian' : 'Ubuntu'} ${version}`, end, glibc, libstdcxx };
}
