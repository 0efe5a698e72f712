import semver from 'semver';

/**
 * A module whose selected version has no hash of its content in go.sum, only one of its go.mod, while an older version has: go.mod was moved
 * on and go.sum was not, and a build that may not write there ends (`missing go.sum entry for module providing package`).
 * Before Go 1.17 go.sum has the go.mod of every version of the graph, so the newest of them is the selected one.
 * What go.mod replaces counts as what it is replaced with, which go.sum has under that version.
 * @param sums text of go.sum: lines `path version[/go.mod] hash`. https://go.dev/ref/mod#go-sum-files
 */
export function unlockedModule(
  sums: string,
  replaced: { readonly has: (path: string) => boolean },
): string | undefined {
  const newest = new Map<string, string>();
  const withContent = new Map<string, Set<string>>();
  for (const line of sums.split('\n')) {
    const [path = '', entry = ''] = line.trim().split(' ', 2);
    const version = entry.replace(/\/go\.mod$/, '');
    if (!semver.valid(version)) continue;
    const known = newest.get(path);
    if (known === undefined || semver.gt(version, known)) newest.set(path, version);
    if (version === entry) withContent.set(path, (withContent.get(path) ?? new Set()).add(version));
  }
  return [...newest].find(
    ([path, version]) => !replaced.has(path) && withContent.get(path)?.has(version) === false,
  )?.[0];
}
