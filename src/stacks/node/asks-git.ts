import type { Inventory } from '../../inventory/types.ts';
import { gitCommit } from '../../recipe/git-commit.ts';
import type { Step } from '../../recipe/types.ts';
import { join, type Package } from './package.ts';

/** Settings of what bundles; they are programs. */
const settings =
  /^(?:vite|next|nuxt|astro|svelte|vue|webpack|rsbuild|rspack|rollup|craco|remix|quasar|gatsby|docusaurus)[\w.-]*\.[cm]?[jt]s$/;
/** What ends with an exception where git is not there, or has no commit to tell of. */
const calls =
  /\bexec(?:File|a|aCommand)?Sync\(\s*["'`]git\b(?![^"'`\n]*\|\|)|\b(?:from|require\()\s*["'](?:git-rev-sync|git-revision-webpack-plugin|git-describe|git-last-commit|simple-git)["']/g;
const inScript = /(?:^|&&)\s*git (?:rev-parse|rev-list|describe|log|show)\b/;

/** Whether the build asks git which commit this is, and cannot do without an answer: no image is built of .git. */
export function asksGit(repo: Inventory, { dir, scripts }: Package): boolean {
  const lines = ['prebuild', 'build'].flatMap((id) => scripts[id] ?? []);
  if (lines.some((line) => inScript.test(line))) return true;
  const called = lines.flatMap((line) => line.match(/[\w./-]+\.[cm]?[jt]s\b/g) ?? []);
  const beside = repo.below(dir).filter((path) => settings.test(path.slice(dir === '' ? 0 : dir.length + 1)));
  return [...called.map((path) => join(dir, path)), ...beside].some((path) => asks(repo.read(path) ?? ''));
}

function asks(text: string): boolean {
  return [...text.matchAll(calls)].some(
    ({ index }) => !isCaught(text.slice(Math.max(0, index - 2000), index)),
  );
}

/** Behind the last `try {`, which is still open. */
function isCaught(before: string): boolean {
  const from = before.lastIndexOf('try {');
  if (from < 0) return false;
  const braces = before.slice(from).match(/[{}]/g) ?? [];
  return braces.reduce((depth, each) => depth + (each === '{' ? 1 : -1), 0) > 0;
}

/** A repository above all that is built, so that none of it gets into an image; it has one commit, of no files and always the same. */
export const oneCommit: readonly Step[] = [
  {
    comment:
      'The build asks git for a commit, and .git is not in the context: an empty one, of the same name each time.',
  },
  {
    run: ['git init -q /', gitCommit('-C / ', '--allow-empty ')],
  },
];
