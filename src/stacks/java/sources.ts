import type { Inventory } from '../../inventory/types.ts';

const most = 400;
const first =
  /(Application|App|Main|Server|Launcher|Bootstrap|Runner|Cli|CLI|Command|Verticle|Config\w*|Controller|Resource|Routing|Module|Properties)\.\w+$/;

/** What is compiled below a directory; of very many files those whose names tell most. */
export function sourcesIn(repo: Inventory, dir: string): readonly string[] {
  const files = repo
    .below(dir)
    .filter((path) => /\.(java|kt|scala|groovy)$/.test(path) && !path.includes('/src/test/'));
  if (files.length <= most) return files;
  return [...files.filter((path) => first.test(path)), ...files.filter((path) => !first.test(path))].slice(
    0,
    most,
  );
}
