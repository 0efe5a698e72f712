/** A tool of Node that build scripts call. */
export type NodeTool = {
  readonly name: string;
  /** All that they call it for is a page, which may be made before. */
  readonly forPage: boolean;
};

/** `Command::new("npm").args(["run", "build"])`, as far as the statement goes. */
const call = /\bCommand::new\(\s*"(npm|npx|pnpm|yarn|bun)"((?:(?!\bCommand::new\()[^;]){0,400})/g;

/** Tools of Node that build scripts call. */
export function calledNode(scripts: readonly string[]): readonly NodeTool[] {
  const found = new Map<string, boolean>();
  for (const text of scripts) {
    for (const [, name = '', rest = ''] of text.matchAll(call)) {
      const said = [...rest.matchAll(/\.args?\(([^)]*)/g)].flatMap(([, list = '']) => wordsIn(list));
      // Where a variable has the words, they stand somewhere in the script.
      const forPage = isForPage(said.length > 0 ? said : wordsIn(text));
      found.set(name, forPage && (found.get(name) ?? true));
    }
  }
  const together = ['npm', 'npx'];
  const isNpmForPage = together.every((name) => found.get(name) ?? true);
  return [...found]
    .map(([name, forPage]) => ({ name, forPage: together.includes(name) ? isNpmForPage : forPage }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function wordsIn(text: string): readonly string[] {
  return [...text.matchAll(/"([^"\n]*)"/g)].flatMap(([, words = '']) => words.split(' '));
}

/** It builds, or installs what that takes, or asks whether the tool is there; no style sheet of its own. */
function isForPage(words: readonly string[]): boolean {
  if (words.some((word) => /tailwind|postcss|sass/.test(word))) return false;
  return words.some((word) => /^(?:build|install|ci|i|--version|-v)$/.test(word));
}
