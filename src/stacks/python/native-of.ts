import { natives, type Native } from './natives.ts';
import { stopsBelow } from './versions.ts';
import wheels from './wheels.json' with { type: 'json' };

const firstWheels: Readonly<Record<string, string>> = wheels;

/**
 * What is known of a distribution that may have compiled parts: by hand, else by the first version that has a wheel, as PyPI lists
 * them (`npm run wheels`). A pin of an older major version is kept, and compiled: what is newer may be another thing.
 * @param spec of the requirement: `==1.0.9`
 */
export function nativeOf(name: string, spec: string): Native | undefined {
  const known = natives[name];
  const from = firstWheels[name];
  if (known || from === undefined) return known;
  if (from === '') return { build: ['build-essential'] };
  if (!stopsBelow(spec, from)) return undefined;
  return majorOf(spec) === majorOf(from) ? { from } : { build: ['build-essential'] };
}

function majorOf(text: string): string | undefined {
  return /\d+/.exec(text)?.[0];
}
