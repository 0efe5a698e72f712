import { dirOf, within } from '../../inventory/paths.ts';
import type { Scene } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import { commandsOf } from './commands.ts';
import { findManager } from './manager.ts';
import { allDependencies, readPackage, type Package } from './package.ts';
import { runLines, visitedIn } from './run-lines.ts';
import { findWorkspace } from './workspace.ts';

/** `npm ci`, `yarn --cwd client`, `pnpm i`: whoever writes one of them takes care of it. */
const installs =
  /\b(?:npm|yarn|pnpm|bun) (?:-\S+ (?:[\w./-]+ )?)?(?:install|i|ci)\b|\byarn(?: --?cwd[ =]\S+)?\s*(?:&&|;|$)/;
/**
 * Commands that install the packages of directories which a build goes to and where nothing installs them: on the machine of
 * its developer they are there.
 * @param commands what the build runs
 * @param before what is run before it
 */
export function nestedInstalls(
  { repo, stack }: Scene,
  own: Package,
  commands: readonly string[],
  before: readonly string[],
): readonly string[] {
  const text = runLines(own, commands);
  if (installs.test(text) || installs.test(runLines(own, before))) return [];
  const named = visitedIn(text);
  return repo
    .named('package.json')
    .map(dirOf)
    .filter((dir) => dir !== own.dir && named.has(within(own.dir, dir)))
    .flatMap((dir) => readPackage(repo, dir) ?? [])
    .filter((pkg) => Object.keys(allDependencies(pkg)).length > 0)
    .flatMap((pkg) => {
      const workspace = findWorkspace(repo, pkg);
      const manager = findManager(repo, stack, workspace);
      if (workspace.root !== pkg || manager.pinned || manager.yarnPath !== undefined) return [];
      return sh`cd ${within(own.dir, pkg.dir)}` + ` && ${commandsOf(manager, pkg, false).all}`;
    })
    .map((line) => `(${line})`);
}
