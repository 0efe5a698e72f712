import semver from 'semver';

/** 2.7.9 before 2.7.17.RELEASE; qualifiers do not count, and what is no version comes first. */
export function isBefore(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => semver.coerce(text) ?? '0.0.0');
  return semver.lt(a ?? '0.0.0', b ?? '0.0.0');
}
