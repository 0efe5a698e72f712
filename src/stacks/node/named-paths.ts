import type { Hit, Inventory } from '../../inventory/types.ts';

/** A path that has a name: what is done with it, and where the name is given to it. */
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
  const called = repo.search(sources, calls, 8).map((hit) => ({
    path: hit.path,
    name: (hit.match[1] ?? '').replace(/^.*\./, '').replaceAll('$', ''),
  }));
  const seen = new Set<string>();
  return called.flatMap(({ path, name }) => {
    if (name.length < 3 || seen.has(name)) return [];
    seen.add(name);
    // Its own file first: others may call something else by the same name.
    const given = new RegExp(String.raw`\b${name}\b\s*(?::\s*\w+\s*)?(?:=(?![=>])|:)`);
    const own = valuesOf(repo, [path], given);
    return own.length > 0 ? own : valuesOf(repo, sources, given);
  });
}

function valuesOf(repo: Inventory, files: readonly string[], given: RegExp): readonly NamedPath[] {
  return repo.search(files, given, 4).flatMap((hit) => {
    const lines = (repo.read(hit.path) ?? '').split('\n').slice(hit.line - 1, hit.line + 3);
    const after = lines.join('\n').slice((hit.match.index ?? 0) + hit.match[0].length);
    const end =
      /;|,\s*(?:\n|$|["']?\w+["']?\s*:)|\n\s*(?:\n|const\b|let\b|var\b|export\b|if\b|function\b|return\b|\}|$)/.exec(
        after,
      );
    const text = after.slice(0, end?.index ?? after.length);
    const at = literalOf(text);
    return at === undefined ? [] : [{ hit, text, at }];
  });
}

/** The last literal that could be a path: before it may stand the name of a variable, or what is compared. */
function literalOf(text: string): number | undefined {
  const literal = /(?<!env\[|[=!]==?\s*)(['"`])(?:\.{0,2}\/)?[\w.-]+(?:\/[\w.-]+)*\/?\1/g;
  return [...text.matchAll(literal)].at(-1)?.index;
}
