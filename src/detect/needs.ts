import type { Need } from './types.ts';

/** Each variable and service once: where it is required, else the first that says it; what it is for, from whoever knows. */
export function uniqueNeeds(all: readonly Need[]): readonly Need[] {
  const found = new Map<string, Need>();
  for (const need of all) {
    const key = 'env' in need ? `env ${need.env}` : `service ${need.service}`;
    const known = found.get(key);
    if (!known || !('env' in known) || !('env' in need)) {
      // Who needs it for certain goes before who may.
      if (!known || ('service' in known && known.optional)) found.set(key, need);
      continue;
    }
    const [main, other] = need.required && !known.required ? [need, known] : [known, need];
    const about = main.about ?? other.about;
    found.set(key, { ...main, ...(about !== undefined && { about }) });
  }
  return [...found.values()];
}

/** For `filter`: only the first of those with the same key. */
export function isUnique<T>(keyOf: (item: T) => string): (item: T) => boolean {
  const seen = new Set<string>();
  return (item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}
