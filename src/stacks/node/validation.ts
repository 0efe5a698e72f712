import type { Inventory } from '../../inventory/types.ts';

/**
 * Settings that are checked while it is built, when nobody has given them yet, with a variable that leaves the check out:
 * https://env.t3.gg/docs/customization
 */
export function withoutValidation(repo: Inventory): Readonly<Record<string, string>> {
  const files = repo.named('env.js', 'env.mjs', 'env.ts').slice(0, 20);
  const variable = /\bskipValidation\s*:[^,]*?\bprocess\.env(?:\.|\[['"])([A-Z][A-Z_]*)\b/;
  const names = files.flatMap((path) => variable.exec(repo.read(path) ?? '')?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, '1']));
}
