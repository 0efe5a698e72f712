import type { Inventory } from '../../inventory/types.ts';

/** `process.argv[2]`, as it is or made a number. */
const word = String.raw`(?:Number\(|(?:Number\.)?parseInt\(|\+)?\s*process\.argv\[([2-9])\](?:\s*,\s*10)?\s*\)?`;
const direct = new RegExp(String.raw`\.listen\(\s*(?:\{\s*port:\s*)?${word}\s*(?:[,)}]|$)`);
const byName = /\.listen\(\s*(?:\{\s*(?:port:\s*)?)?([A-Za-z_]\w*)\s*(?:[,)}]|$)/;

/**
 * Which word after the file is the port, where the call that listens is given it and nothing in its place: 0 for `process.argv[2]`
 * (https://nodejs.org/api/process.html#processargv). Whoever starts the program without it gets no server.
 */
export function portArgument(repo: Inventory, sources: readonly string[]): number | undefined {
  const [told] = repo.search(sources, direct, 1);
  if (told) return Number(told.match[1]) - 2;
  for (const { path, match } of repo.search(sources, byName, 8)) {
    const name = match[1] as string;
    const given = new RegExp(
      String.raw`\b(?:const|let|var)\s+${name}\s*(?::\s*\w+\s*)?=\s*${word}\s*(?:[,;]|\/\/.*|$)`,
    );
    const [set] = repo.search([path], given, 1);
    // Another value of that name: there is one for whoever says none.
    const again = new RegExp(String.raw`(?<!\b(?:const|let|var)\s)\b${name}\s*(?:\|\||\?\?)?=(?![=>])`);
    if (set && !repo.search([path], again, 1)[0]) return Number(set.match[1]) - 2;
  }
  return undefined;
}
