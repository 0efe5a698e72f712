/** A package of Cargo.lock. */
export type Locked = {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
};

export type Lock = ReadonlyMap<string, readonly Locked[]>;

/** The packages of a Cargo.lock, by name. It is always written by Cargo, so lines are enough, and quick. */
export function readLock(text: string): Lock {
  const packages = new Map<string, Locked[]>();
  for (const block of text.split(/^\[\[package\]\]$/m).slice(1)) {
    const name = /^name = "([^"]+)"/m.exec(block)?.[1];
    const version = /^version = "([^"]+)"/m.exec(block)?.[1];
    if (name === undefined || version === undefined) continue;
    const list = /^dependencies = \[([^\]]*)\]/m.exec(block)?.[1] ?? '';
    const dependencies = [...list.matchAll(/"([^"\s]+)[^"]*"/g)].map((match) => match[1] as string);
    const same = packages.get(name);
    if (same) same.push({ name, version, dependencies });
    else packages.set(name, [{ name, version, dependencies }]);
  }
  return packages;
}

/** Is `version` older than this? Both are numbers and dots, as far as it matters here. */
export function isOlder(version: string, than: string): boolean {
  const [mine, other] = [numbers(version), numbers(than)];
  for (const at of [0, 1, 2]) {
    const difference = (mine[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbers(version: string): readonly number[] {
  return version.split(/[.+-]/).map((part) => Number.parseInt(part, 10) || 0);
}
