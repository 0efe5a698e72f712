/** A version as three numbers; missing ones are 0. Undefined for what begins with no number. */
type Version = readonly [number, number, number];

/**
 * Is a version in a range, as npm reads it: `^18 || >=20.1 <23`, `1.x`, `1 - 3`, `*`? Pre-releases count as their release: a
 * detector asks whether something fits, not which is newest. A range that cannot be read holds everything.
 */
export function satisfies(version: string, range: string): boolean {
  const wanted = toVersion(version);
  if (!wanted) return true;
  return range.split('||').some((part) => holdsAll(wanted, part));
}

export function toVersion(text: string): Version | undefined {
  const match = /^[v=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : undefined;
}

function holdsAll(version: Version, part: string): boolean {
  const hyphen = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(part);
  if (hyphen) return holds(version, `>=${hyphen[1]}`) && holds(version, `<=${hyphen[2]}`);
  const comparators = part.replaceAll(/([<>=~^]+)\s+/g, '$1').split(/[\s,]+/);
  return comparators.filter((each) => each !== '').every((each) => holds(version, each));
}

function holds(version: Version, comparator: string): boolean {
  const match = /^(>=|<=|>|<|\^|~>?|=)?v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?/.exec(comparator);
  if (!match) return true;
  const [, operator = '', ...texts] = match;
  const numbers = texts.filter((text) => text !== undefined && /^\d/.test(text)).map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers;
  const low: Version = [major, minor, patch];
  const next = after(low, numbers.length);
  if (operator === '>=') return compare(version, low) >= 0;
  if (operator === '<') return compare(version, low) < 0;
  if (operator === '>') return numbers.length < 3 ? compare(version, next) >= 0 : compare(version, low) > 0;
  if (operator === '<=') return numbers.length < 3 ? compare(version, next) < 0 : compare(version, low) <= 0;
  if (operator === '^')
    return compare(version, low) >= 0 && compare(version, afterCaret(low, numbers.length)) < 0;
  if (operator.startsWith('~'))
    return compare(version, low) >= 0 && compare(version, after(low, Math.min(numbers.length, 2))) < 0;
  return compare(version, low) >= 0 && compare(version, next) < 0;
}

/** The first version that a number of so many parts does not mean: of `1.2` 1.3.0. */
function after([major, minor, patch]: Version, parts: number): Version {
  if (parts <= 1) return [major + 1, 0, 0];
  return parts === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function afterCaret([major, minor, patch]: Version, parts: number): Version {
  if (major > 0 || parts <= 1) return [major + 1, 0, 0];
  return minor > 0 || parts === 2 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
