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
    if (!/^v\d+\.\d+\.\d+/.test(version)) continue;
    const known = newest.get(path);
    if (known === undefined || isNewer(version, known)) newest.set(path, version);
    if (version === entry) withContent.set(path, (withContent.get(path) ?? new Set()).add(version));
  }
  return [...newest].find(
    ([path, version]) => !replaced.has(path) && withContent.get(path)?.has(version) === false,
  )?.[0];
}

/** By the rules of https://semver.org/#spec-item-11, as far as versions of Go modules need them. */
function isNewer(a: string, b: string): boolean {
  const [left, right] = [partsOf(a), partsOf(b)];
  const at = left.numbers.findIndex((number, index) => number !== right.numbers[index]);
  if (at >= 0) return (left.numbers[at] ?? 0) > (right.numbers[at] ?? 0);
  if (left.before === '' || right.before === '') return left.before === '' && right.before !== '';
  return left.before > right.before;
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly before: string } {
  const [core = '', ...before] = version.slice(1).replace(/\+.*$/, '').split('-');
  return { numbers: core.split('.').map(Number), before: before.join('-') };
}
