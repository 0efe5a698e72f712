import { place, type Inventory } from '../../inventory/types.ts';

export type StaticName = {
  readonly name: string;
  readonly from: string;
  /** For the server alone, which may keep secrets in it. */
  readonly isPrivate: boolean;
};

/** What SvelteKit compiles in: https://svelte.dev/docs/kit/$env-static-private; without a value it is not exported. */
export function staticNames(repo: Inventory, files: readonly string[]): readonly StaticName[] {
  const hits = repo.search(files, /\bfrom\s*['"]\$env\/static\/(private|public)['"]/, 60);
  const found = hits.flatMap((hit) => {
    const lines = (repo.read(hit.path) ?? '').split('\n').slice(Math.max(0, hit.line - 15), hit.line);
    const text = lines.join('\n').slice(0, 4000);
    const names = text.slice(text.lastIndexOf('import')).matchAll(/\b[A-Z][A-Z0-9_]{1,80}\b(?!['"])/g);
    const isPrivate = hit.match[1] === 'private';
    return [...names].map(([name]) => ({ name, from: place(hit), isPrivate }));
  });
  return found.filter(({ name }, at) => found.findIndex((each) => each.name === name) === at).slice(0, 30);
}
