import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { expand } from '../static/serves-itself.ts';
import type { Package } from './package.ts';

const bundlers = /\b(?:webpack|rollup|gulp|babel)\b/;
const settings =
  /^(?:(?:config|webpack|build|scripts)\/)?(?:[\w.-]*webpack[\w.-]*|rollup\.config\.\w+|gulpfile[\w.]*|babel\.config\.\w+|\.babelrc[\w.]*)$/;

/**
 * Commands that run a build script, in production where the settings of its bundler ask whether it is that; frameworks set it
 * themselves. Not of a script that installs something, which would leave out what builds, or that says for some of what it makes
 * that this is for production: the rest is not.
 */
export function inProduction(
  repo: Inventory,
  { dir, scripts }: Package,
  id: string,
  commands: readonly string[],
): readonly string[] {
  const all = expand(scripts[id] ?? '', scripts);
  if (!bundlers.test(all) || /NODE_ENV|\b(?:install|ci)\b/.test(all)) return commands;
  const paths = repo.below(dir).filter((path) => settings.test(within(dir, path)));
  const [asks] = repo.search(paths, /env\.NODE_ENV\s*[!=]==?\s*['"]production/);
  return asks
    ? commands.map((command) => (/\brun\b/.test(command) ? `NODE_ENV=production ${command}` : command))
    : commands;
}
