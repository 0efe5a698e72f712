/** Below, equal or above 0; parts that are no numbers (rc1, post1) count as 0: what is compared here are releases. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Does a specifier admit a version? https://packaging.python.org/en/latest/specifications/version-specifiers/, and Poetry's
 * own `^1.2`, `~1.2` and `||`. What cannot be read admits all: then nothing is changed on account of it.
 */
export function admits(specifier: string, version: string): boolean {
  return alternatives(specifier).some((all) => all.every((one) => admitsOne(one, version)));
}

/** The one version that a specifier pins, if it does. */
export function pinned(specifier: string): string | undefined {
  return /^\s*===?\s*v?(\d[\w.!+-]*)\s*$/.exec(specifier)?.[1];
}

/** Does a specifier allow nothing from a version on? */
export function stopsBelow(spec: string, version: string): boolean {
  const versions = [...spec.matchAll(/\d+(?:\.\d+)*/g)].map(([each]) => each);
  if (versions.length === 0 || admits(spec, version) || admits(spec, '9999')) return false;
  return versions.every((each) => compareVersions(each, version) <= 0);
}

/** Does a specifier allow nothing below a version? Of `>=2.2,<3`, `~=2.2`, `==2.2.5` and `^2.2` nothing is below 2.2. */
export function startsFrom(spec: string, version: string): boolean {
  return alternatives(spec).every((all) =>
    all.some((one) => {
      const least = /^(?:===?|>=?|~=?|\^)?\s*v?(\d[\w.!+-]*)/.exec(one)?.[1];
      return least !== undefined && compareVersions(least, version) >= 0;
    }),
  );
}

/** `>=1,<2 || 3` is `>=1` and `<2`, or `3`. */
function alternatives(specifier: string): readonly (readonly string[])[] {
  return specifier.split('||').map((all) =>
    all
      .split(/,|\s(?=[<>=!~^])/)
      .map((one) => one.trim())
      .filter((one) => one !== '' && one !== '*'),
  );
}

function admitsOne(one: string, version: string): boolean {
  const found = /^(===?|!=|<=|>=|~=|<|>|\^|~)?\s*v?(\d[\w.!+-]*?)(\.\*)?$/.exec(one);
  if (!found) return true;
  const [, operator = '==', wanted = '', any] = found;
  const order = compareVersions(version, wanted);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  const wantedParts = partsOf(wanted);
  if (operator === '~=') return order >= 0 && startsWith(version, wantedParts.slice(0, -1));
  if (operator === '~') return order >= 0 && startsWith(version, wantedParts.slice(0, 2));
  if (operator === '^') {
    const significant = wantedParts.findIndex((part) => part > 0);
    return order >= 0 && startsWith(version, wantedParts.slice(0, significant < 0 ? 1 : significant + 1));
  }
  const same = any === undefined ? order === 0 : startsWith(version, wantedParts);
  return operator === '!=' ? !same : same;
}

function startsWith(version: string, parts: readonly number[]): boolean {
  const own = partsOf(version);
  return parts.every((part, at) => (own[at] ?? 0) === part);
}

function partsOf(version: string): readonly number[] {
  return version
    .replace(/^\d+!/, '')
    .replace(/[+-].*$/, '')
    .split('.')
    .map((part) => Number(/^\d+/.exec(part)?.[0] ?? 0));
}
