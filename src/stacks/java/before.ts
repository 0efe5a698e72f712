import semver from 'semver';

/** 2.7.9 before 2.7.17.RELEASE; qualifiers do not count, and what is no version comes first. */
export function isBefore(version: string, other: string): boolean {
  return semver.lt(read(version), read(other));
}

function read(text: string): semver.SemVer | string {
  return semver.coerce(text) ?? '0.0.0';
}
