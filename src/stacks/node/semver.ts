import semver from 'semver';

const read = { includePrerelease: true, loose: true };

/**
 * Is a version in a range of npm's? Pre-releases count as their release, too: a detector asks whether something fits, not which is newest.
 * A version or a range that cannot be read (`latest`, `workspace:*`, a URL) fits everything.
 */
export function satisfies(version: string, range: string): boolean {
  const release = semver.coerce(version);
  if (!release || semver.validRange(range, read) === null) return true;
  return [version, release].some((each) => semver.satisfies(each, range, read));
}
