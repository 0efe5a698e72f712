import type { Fact } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { findEnvFiles } from '../node/env-files.ts';
import type { Package } from '../node/package.ts';

const sources = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const most = 400;
const reads =
  /\b(?:import\.meta\.env|process\.env)(?:\.|\[['"])((?:VITE|REACT_APP|VUE_APP|NEXT_PUBLIC|GATSBY|PUBLIC|EXPO_PUBLIC)_[A-Z0-9_]+)/;

/**
 * Variables that become part of the pages when they are built, and that no file of the repository sets: the image is made for
 * their values.
 */
export function findBuildArgs(repo: Inventory, { dir }: Package): readonly Fact[] {
  const files = repo
    .below(dir)
    .filter(
      (path) =>
        sources.test(path) &&
        !/(?:^|\/)(?:tests?|__tests__|cypress|e2e|dist|build)\/|\.(?:test|spec)\./.test(path),
    )
    .slice(0, most);
  const found = new Map<string, Fact>();
  for (const hit of repo.search(files, reads, 60)) {
    const name = hit.match[1] ?? '';
    if (!found.has(name)) found.set(name, { value: name, from: place(hit), confidence: 'high' });
  }
  found.delete('PUBLIC_URL');
  if (found.size === 0) return [];
  const set = new Set(
    repo.search(findEnvFiles(repo, dir), /^\s*(?:export\s+)?([A-Z0-9_]+)=/, 200).map((hit) => hit.match[1]),
  );
  return [...found.values()].filter(({ value }) => !set.has(value)).slice(0, 20);
}
