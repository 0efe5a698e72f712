import type { Loaded, Problem } from './types.ts';

/**
 * The versions that a file needs and its libraries do not define. As `_dl_check_map_versions` in bminor/glibc:elf/dl-version.c: a weak one may be
 * missing, and a library that defines none at all only gets a warning.
 */
export function lackingVersions(one: Loaded, names: ReadonlyMap<string, Loaded>): readonly Problem[] {
  return one.elf.needs.flatMap(({ library, versions }): readonly Problem[] => {
    const provider = names.get(library);
    if (!provider || provider.elf.problem || provider.elf.defines.length === 0) return [];
    const defined = new Set(provider.elf.defines);
    const lacking = versions.filter(({ name, weak }) => !weak && !defined.has(name)).map(({ name }) => name);
    if (lacking.length === 0) return [];
    const needs = newest(lacking);
    const kind = needs.replace(/[\d.]+$/, '');
    const has = provider.elf.defines.filter(
      (name) => name.startsWith(kind) && /^[\d.]+$/.test(name.slice(kind.length)),
    );
    return [
      {
        kind: 'version',
        path: one.path,
        needs,
        library: provider.path,
        ...(has.length > 0 && { has: newest(has) }),
      },
    ];
  });
}

/** By the numbers in the name. */
function newest(versions: readonly string[]): string {
  const [first] = versions.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return first as string;
}
