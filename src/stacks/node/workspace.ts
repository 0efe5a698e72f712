import { within } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { remember } from './once.ts';
import { allDependencies, join, readPackage, text, type Package } from './package.ts';

/** A package and what it is installed with: the packages of its workspace, or itself alone. */
export type Workspace = {
  /** Where the lock file is or would be. */
  readonly root: Package;
  /** Of the workspace, without the root. */
  readonly members: readonly Package[];
};

/** The workspace that a package is of; of one that is in none, itself. */
export function findWorkspace(repo: Inventory, own: Package): Workspace {
  for (let dir = parent(own.dir); dir !== undefined; dir = parent(dir)) {
    const root = readPackage(repo, dir);
    if (!root) continue;
    const members = membersOf(repo, root);
    if (members.some((member) => member.dir === own.dir)) return { root, members };
  }
  return { root: own, members: membersOf(repo, own) };
}

/** A package and those of the workspace that it depends on, directly or not, for running or building. */
function neededMembers({ root, members }: Workspace, own: Package): readonly Package[] {
  const byName = remember(namesOf, root, () => new Map(members.map((member) => [member.name, member])));
  const needed = new Set<Package>();
  const add = (one: Package): void => {
    if (needed.has(one)) return;
    needed.add(one);
    for (const name of Object.keys(allDependencies(one))) {
      const member = byName.get(name);
      if (member) add(member);
    }
  };
  add(own);
  if (own !== root)
    for (const name of Object.keys(allDependencies(root))) {
      const member = byName.get(name);
      if (member) add(member);
    }
  return [...needed].filter(({ dir }) => dir !== root.dir);
}

/** What a package needs of its workspace, each after what it needs itself: the order to build them in. */
export function membersInOrder(workspace: Workspace, own: Package): readonly Package[] {
  const wanted = neededMembers(workspace, own);
  const sorted: Package[] = [];
  const seen = new Set<Package>([own]);
  const visit = (one: Package): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const name of Object.keys(allDependencies(one))) {
      const member = wanted.find((each) => each.name === name);
      if (member) visit(member);
    }
    sorted.push(one);
  };
  wanted.forEach(visit);
  return sorted;
}

/** No build reads them, and some are ours: the list is the same whether they are there or not. */
const aside =
  /^(?:\.dockerignore|\.distroless|\.git|\.github|\.husky|\.vscode|\.idea|\.editorconfig|\.gitattributes|Dockerfile|README\.md|distroless\.yaml|(?:AGENTS|AUTHORS|CHANGELOG|CLAUDE|CODE_OF_CONDUCT|CONTRIBUTING|CONTRIBUTORS|GOVERNANCE|MAINTAINERS|SECURITY|SUPPORT)(?:\.\w+)?)$/;

const topsOf = new WeakMap<Package, ReadonlySet<string>>();
const namesOf = new WeakMap<Package, ReadonlyMap<string, Package>>();

/** The build context of a member: what is beside the members, those that it needs, and the manifests of the others. */
export function contextPaths(repo: Inventory, workspace: Workspace, own: Package): readonly string[] {
  const { root, members } = workspace;
  const inside = (path: string) => within(root.dir, path);
  const dirs = members.map(({ dir }) => inside(dir));
  const holding = new Set(dirs.map((dir) => dir.split('/')[0] as string));
  const isOfMember = (path: string) => dirs.some((dir) => path.startsWith(`${dir}/`));
  const needed = new Set(neededMembers(workspace, own).map(({ dir }) => inside(dir)));
  const tops = remember(
    topsOf,
    root,
    () => new Set(repo.below(root.dir).map((path) => inside(path).split('/', 1)[0] as string)),
  );
  return [
    ...[...tops].filter((top) => !holding.has(top) && !aside.test(top)),
    // Settings that the members share: packages/tsconfig.json.
    ...repo
      .below(root.dir)
      .map(inside)
      .filter((path) => /^[^/]+\/[^/]+$/.test(path) && holding.has(path.split('/', 1)[0] as string))
      .filter((path) => !isOfMember(path)),
    ...dirs.map((dir) => (needed.has(dir) ? dir : `${dir}/package.json`)),
  ];
}

/** Asked for once a package of it, and the same each time. */
const known = new WeakMap<Package, readonly Package[]>();

function membersOf(repo: Inventory, root: Package): readonly Package[] {
  return remember(known, root, () => listMembers(repo, root));
}

function listMembers(repo: Inventory, root: Package): readonly Package[] {
  const patterns = [...root.workspaces, ...pnpmPatterns(repo, root.dir)];
  if (patterns.length === 0) return [];
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(toRegExp);
  const unwanted = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((each) => toRegExp(each.slice(1)));
  return repo
    .named('package.json')
    .filter((path) => root.dir === '' || path.startsWith(`${root.dir}/`))
    .map((path) => path.replace(/\/?package\.json$/, ''))
    .filter((dir) => {
      const inside = within(root.dir, dir);
      return (
        inside !== '' && wanted.some((one) => one.test(inside)) && !unwanted.some((one) => one.test(inside))
      );
    })
    .flatMap((dir) => readPackage(repo, dir) ?? [])
    .slice(0, 2000);
}

function pnpmPatterns(repo: Inventory, dir: string): readonly string[] {
  const settings = repo.yaml(join(dir, 'pnpm-workspace.yaml'));
  const list = isTable(settings) ? settings['packages'] : undefined;
  return Array.isArray(list) ? list.map(text).filter((each) => each !== '') : [];
}

/** `packages/*`, `apps/**`, `{apps,libs}/*`: what minimatch would make of them. */
function toRegExp(pattern: string): RegExp {
  const meanings: Readonly<Record<string, string>> = {
    '/**': '/.+',
    '**/': '(?:.+/)?',
    '**': '.+',
    '*': '[^/]*',
    '?': '[^/]',
    '{': '(?:',
    '}': ')',
    ',': '|',
  };
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  const braces = /^[^{}]*(\{[^{}]*\}[^{}]*)*$/.test(plain);
  const source = plain.replaceAll(/\/\*\*$|\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (part) =>
    braces || !'{},'.includes(part) ? (meanings[part] ?? `\\${part}`) : `\\${part}`,
  );
  return new RegExp(`^${source}$`);
}

function parent(dir: string): string | undefined {
  if (dir === '') return undefined;
  return dir.includes('/') ? dir.slice(0, dir.lastIndexOf('/')) : '';
}
