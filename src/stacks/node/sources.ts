import { dirOf, within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, readPackage } from './package.ts';

/** Nearest to the entry first: where it listens and what it reads stands in these, and a directory of thousands costs seconds. */
const most = 100;

/** The files of a service that its own program is made of, those nearest to the entry first; no tests, no pages. */
export function listSources(
  repo: Inventory,
  dir: string,
  entry: string,
  others: readonly string[],
): readonly string[] {
  // Packages of their own below it: of the workspace, or that it writes somewhere, as a generator does.
  const isBelow = (other: string) => other !== dir && (dir === '' || other.startsWith(`${dir}/`));
  const packages = repo
    .named('package.json')
    .map(dirOf)
    .filter((each) => isBelow(each) && !join(dir, entry).startsWith(`${each}/`))
    .filter((each) => readPackage(repo, each)?.raw['dependencies'] !== undefined);
  const below = [...others.filter(isBelow), ...packages];
  // Of several programs that are built side by side, the one that is started: dist/apps/api/main.
  const [, group = '', name = ''] =
    /^(?:dist|build|out)\/((?:apps|services|projects)\/)([\w.-]+)\//.exec(entry) ?? [];
  const isOfAnother = (own: string) =>
    group !== '' && own.startsWith(group) && !own.startsWith(`${group}${name}/`);
  const inside = repo.below(dir).filter((path) => {
    // What node is told to run may have no ending: bin/www.
    const isEntry = path === join(dir, entry) && !/\.\w+$/.test(path);
    if (isEntry) return true;
    if (!/\.([cm]?[jt]s|tsx|jsx)$/.test(path) || /\.d\.ts$|\.min\.js$|\.config\.[cm]?[jt]s$/.test(path))
      return false;
    const own = within(dir, path);
    if (isOfAnother(own) || below.some((other) => path.startsWith(`${other}/`))) return false;
    return !/(^|\/)(tests?|__tests__|spec|specs|e2e|cypress|playwright|coverage|public|vendor|docs|examples?|templates|fixtures|stories|mocks|\.\w+)\/|(^|[./])(test|spec|stories)\.[cm]?[jt]sx?$/.test(
      own,
    );
  });
  const stem = entry.replace(/\.\w+$/, '').replace(/^(dist|build|lib|out)\//, '');
  const rank = (path: string): number => {
    const own = within(dir, path).replace(/\.\w+$/, '');
    if (own === stem || own === `src/${stem}` || own.replace('/src/', '/') === stem) return 0;
    if (/^(src\/)?(server|index|app|main|config|env|bin\/www)$/.test(own)) return 1;
    return /(^|\/)(client|frontend|web|ui|components|pages|scripts|seeds?|migrations)\//.test(own)
      ? 100
      : 2 + own.split('/').length;
  };
  return inside.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, most);
}
