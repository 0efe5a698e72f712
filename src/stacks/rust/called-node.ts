/** Tools of Node that a build script calls: Command::new("npm") */
export function calledNode(scripts: readonly string[]): readonly string[] {
  const found = scripts.flatMap((text) =>
    [...text.matchAll(/\bCommand::new\(\s*"(npm|npx|pnpm|yarn|bun)"/g)].map(([, tool]) => tool as string),
  );
  return [...new Set(found)].toSorted();
}
