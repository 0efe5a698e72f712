import { dirOf } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { pomReader, type Pom } from './pom.ts';

/** More is not looked at: who has so many says which by the directory. */
const most = 150;

/** Maven projects that are built together. */
export type Reactor = {
  /** The pom that lists the others, itself among them. */
  readonly root: Pom;
  readonly poms: readonly Pom[];
};

/** The projects of a repository, the shallowest first. */
export function findReactors(repo: Inventory): readonly Reactor[] {
  const read = pomReader(repo);
  const poms = repo
    .named('pom.xml')
    .filter((path) => !/(^|\/)(target|META-INF|archetype-resources|src\/(test|it|main))\//.test(path))
    .slice(0, most)
    .flatMap((path) => read(path) ?? []);
  const byDir = new Map(poms.map((pom) => [pom.dir, pom]));
  const listedBy = new Map(poms.flatMap((pom) => pom.modules.map((dir) => [dir, pom] as const)));
  const rootOf = (pom: Pom, depth = 0): Pom => {
    const above = listedBy.get(pom.dir);
    return above === undefined || above === pom || depth > 20 ? pom : rootOf(above, depth + 1);
  };
  const reactors = new Map<Pom, Pom[]>();
  for (const pom of byDir.values()) {
    const root = rootOf(pom);
    reactors.set(root, [...(reactors.get(root) ?? []), pom]);
  }
  return [...reactors].map(([root, members]) => ({ root, poms: members }));
}

/** The modules that a module is made of, itself first. */
export function withSiblings(pom: Pom, { poms }: Reactor): readonly Pom[] {
  const found = [pom];
  for (const each of found) {
    for (const { artifact } of each.dependencies) {
      const sibling = poms.find((other) => other.artifact === artifact);
      if (sibling && !found.includes(sibling)) found.push(sibling);
    }
  }
  return found;
}

/** The directory that the build needs: of the reactor, or further up where a parent is. */
export function contextOf(pom: Pom, { root }: Reactor): string {
  return [root.dir, ...pom.chain.map(dirOf)].reduce(commonDir);
}

function commonDir(a: string, b: string): string {
  const [left, right] = [a, b].map((dir) => (dir === '' ? [] : dir.split('/')));
  const common: string[] = [];
  for (const [at, part] of (left ?? []).entries()) {
    if (right?.[at] !== part) break;
    common.push(part);
  }
  return common.join('/');
}
