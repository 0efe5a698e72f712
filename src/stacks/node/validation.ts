import type { Inventory } from '../../inventory/types.ts';

/**
 * Settings that are checked while it is built, when nobody has given them yet, with a variable that leaves the check out:
 * https://env.t3.gg/docs/customization
 */
export function withoutValidation(repo: Inventory): Readonly<Record<string, string>> {
  const files = repo.named('env.js', 'env.mjs', 'env.ts').slice(0, 20);
  const hits = repo.search(
    files,
    /\bskipValidation\s*:[^\n]*?\bprocess\.env(?:\.|\[['"])([A-Z][A-Z_]*)\b/,
    20,
  );
  return Object.fromEntries(hits.map(({ match }) => [match[1] as string, '1']));
}
