import type { Hit, Inventory } from '../../inventory/types.ts';

/** A path that has a name: where that is given to it. */
export type NamedPath = {
  readonly hit: Hit;
  /** What stands after the name, up to the end of its statement. */
  readonly text: string;
  /** Where its literal begins. */
  readonly at: number;
};

/**
 * Of `mkdirSync(dataDir)` the place where `dataDir` gets its value, when a literal is in it: `dataDir = process.env.DATA ?? './data'`.
 * @param calls its first group is the name
 */
export function findNamedPaths(
  repo: Inventory,
  sources: readonly string[],
  calls: RegExp,
): readonly NamedPath[] {
  const seen = new Set<string>();
  return repo.search(sources, calls, 8).flatMap(({ path, match: [, name = ''] }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return valuesOf(repo, sources, path, name);
  });
}

/** Values that are given to a name in its own file, else in the others; there a short one may be of something else. */
export function valuesOf(
  repo: Inventory,
  sources: readonly string[],
  file: string,
  name: string,
): readonly NamedPath[] {
  const word = name.replace(/^.*\./, '').replaceAll('$', '');
  if (word.length < 3) return [];
  const given = (before: string) =>
    new RegExp(String.raw`${before}\b${word}\b\s*(?::\s*\w+\s*)?(?:=(?![=>])|:)`);
  const own = literalsAt(repo, [file], given(''));
  if (own.length > 0 || word.length < 6) return own;
  return literalsAt(repo, sources, given(name.includes('.') ? '' : String.raw`\b(?:const|let|var)\s+`));
}

function literalsAt(repo: Inventory, files: readonly string[], given: RegExp): readonly NamedPath[] {
  return repo.search(files, given, 4).flatMap((hit) => {
    const lines = (repo.read(hit.path) ?? '').split('\n').slice(hit.line - 1, hit.line + 3);
    const after = lines.join('\n').slice((hit.match.index ?? 0) + hit.match[0].length);
    const end =
      /;|,\s*(?:\n|$|["']?\w+["']?\s*:)|\n\s*(?:\n|const\b|let\b|var\b|export\b|if\b|function\b|return\b|\}|$)/.exec(
        after,
      );
    const text = after.slice(0, end?.index ?? after.length);
    // A list is no path.
    const at = /^\s*\[/.test(text) ? undefined : literalOf(text);
    return at === undefined ? [] : [{ hit, text, at }];
  });
}

/** The last literal that could be a path; before it may stand the name of a variable or of a package, or what is compared. */
function literalOf(text: string): number | undefined {
  const literal =
    /(?<!(?:env\[|require\(|import\(|[=!]==?)\s*)(['"`])(?:\.{0,2}\/)?[\w.-]+(?:\/[\w.-]+)*\/?\1/g;
  return [...text.matchAll(literal)].at(-1)?.index;
}
