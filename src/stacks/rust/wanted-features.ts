import type { Package } from './manifest.ts';

/** `#[cfg(not(any(feature = "sqlite", feature = "postgres")))] compile_error!(...)` */
const insisted = /cfg\(\s*not\(\s*any\(([^\]]{0,400}?)\)\s*\)\s*\)\s*\]\s*compile_error!/g;

/**
 * Features without one of which the source refuses to be compiled, where the default ones have none of them: a database in a
 * file before those that are services of their own.
 */
export function wantedFeatures({ features }: Package, texts: readonly string[]): readonly string[] {
  const on = new Set<string>();
  const queue = ['default'];
  for (const feature of queue) {
    if (on.has(feature)) continue;
    on.add(feature);
    queue.push(...(features[feature] ?? []));
  }
  return texts.flatMap((text) =>
    [...text.matchAll(insisted)].flatMap((match) => {
      const names = [...(match[1] as string).matchAll(/feature\s*=\s*"([\w-]+)"/g)].map(
        ([, name]) => name as string,
      );
      const known = names.filter((name) => name in features);
      if (known.length === 0 || names.some((name) => on.has(name))) return [];
      // One that asks for it may also bring the library along.
      const [embedded] = Object.keys(features)
        .filter(
          (name) =>
            name.includes('sqlite') &&
            (known.includes(name) || features[name]?.some((each) => known.includes(each))),
        )
        .toSorted((a, b) => a.length - b.length);
      return [embedded ?? (known[0] as string)];
    }),
  );
}
