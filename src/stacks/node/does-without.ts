import type { Inventory } from '../../inventory/types.ts';

const name = '([A-Z][A-Z0-9_]*)';
const tested = new RegExp(
  String.raw`(?<!!\s?)\bprocess\.env\.${name}\s*(?:\?(?![.?])|&&|(?:\|\||\?\?)(?!\s*(?:['"]{2}|process))|\)\s*(?:\{|return))|(?:!!|Boolean\()process\.env\.${name}\b`,
);
const everywhere = new RegExp(tested.source, 'g');

/** Variables of which it is asked somewhere whether they are there. */
export function doesWithout(repo: Inventory, files: readonly string[]): ReadonlySet<string> {
  const lines = repo.search(files, tested, 5000).map(({ match: { input = '' } }) => input);
  return new Set(
    lines.flatMap((line) => [...line.matchAll(everywhere)].map(([, first, second = '']) => first ?? second)),
  );
}
