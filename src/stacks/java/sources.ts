import type { Inventory } from '../../inventory/types.ts';

/** Of one project, and of all those of a repository: whoever has hundreds says which by the directory. */
const mostOfOne = 400;
const mostOfAll = 2000;
const leastOfOne = 12;
const first =
  /(Application|App|Main|Server|Launcher|Bootstrap|Runner|Cli|CLI|Command|Verticle|Config\w*|Controller|Resource|Routing|Module|Properties)\.\w+$/;

/** How many files of a project are looked into, by repository: counted once. */
const shares = new WeakMap<Inventory, number>();

/** What is compiled below a directory; of very many files those whose names tell most. */
export function sourcesIn(repo: Inventory, dir: string): readonly string[] {
  const most = shareOf(repo);
  const files = repo
    .below(dir)
    .filter((path) => /\.(java|kt|scala|groovy)$/.test(path) && !path.includes('/src/test/'));
  if (files.length <= most) return files;
  const telling = files.filter((path) => first.test(path));
  return [...telling, ...files.filter((path) => !first.test(path))].slice(0, most);
}

function shareOf(repo: Inventory): number {
  const known = shares.get(repo);
  if (known !== undefined) return known;
  const projects = repo.named('pom.xml', 'build.gradle', 'build.gradle.kts').length;
  const share = Math.max(leastOfOne, Math.min(mostOfOne, Math.floor(mostOfAll / Math.max(1, projects))));
  shares.set(repo, share);
  return share;
}
