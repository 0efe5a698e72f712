import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { BuildStage, CopySource, Step } from '../../recipe/types.ts';
import { readLifecycle } from './lifecycle.ts';
import type { Manager } from './manager.ts';
import { allDependencies, join, type Package } from './package.ts';
import type { Prisma } from './prisma.ts';
import type { Workspace } from './workspace.ts';

/** Lines of COPY that a reader can still take in; more manifests than that are gathered by a stage of their own. */
const mostManifests = 12;

/** More manifests than are copied one by one, or some whose scripts must not run yet. */
export function needsGathering({ members }: Workspace): boolean {
  return members.length > mostManifests || members.some((member) => readLifecycle(member).drop.length > 0);
}

/** Its output is the same as long as no manifest changes: what copies from it stays cached. */
export function gatherManifests(image: string): BuildStage {
  return {
    name: 'manifests',
    comment: 'Every package.json of the workspace, without the scripts that would need the source.',
    image,
    platform: 'build',
    steps: [
      { workdir: '/app' },
      { copy: ['.'], to: '.' },
      { file: '/gather.mjs', content: gatherProgram },
      { run: ['node /gather.mjs'] },
    ],
  };
}

const gatherProgram = `import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // A broken one is of a test.
    return undefined;
  }
};

for (const path of globSync('**/package.json')) {
  const found = read(path);
  if (!found) continue;
  const { scripts = {}, ...manifest } = found;
  for (const id of ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare']) delete scripts[id];
  mkdirSync(dirname(\`/manifests/\${path}\`), { recursive: true });
  writeFileSync(\`/manifests/\${path}\`, JSON.stringify({ ...manifest, scripts }));
}`;

/** Copies what an install reads: manifests, lock file, settings, patches, packages that are directories of the repository. */
export function copyManifests(
  repo: Inventory,
  manager: Manager,
  { root, members }: Workspace,
  gathered: boolean,
  prisma: Prisma | undefined,
): readonly Step[] {
  const ownDir = (name: string) => repo.hasDir(join(root.dir, name));
  const files = ['package.json', ...installFiles(repo, manager, root)];
  const directories = [
    ...(manager.id === 'yarn' && manager.major > 1 && ownDir('.yarn') ? ['.yarn'] : []),
    ...['patches', '.pnpm-patches', '.yarn-patches'].filter(ownDir),
    ...localDirectories(repo, root),
  ];
  const inside = (path: string) => within(root.dir, path);
  const copied: readonly CopySource[] = files;
  return [
    { copy: copied, to: './' },
    ...(gathered
      ? [{ copy: ['/manifests/'], to: './', from: 'manifests' }]
      : members.map(({ dir }) => ({ copy: [`${inside(dir)}/package.json`], to: `./${inside(dir)}/` }))),
    ...directories.map((dir) => ({ copy: [`${dir}/`], to: `./${dir}/` })),
    ...(prisma?.generates ? prisma.files.map((path) => ({ copy: [path], to: `./${path}` })) : []),
  ];
}

/** The lock file and the settings that an install reads, relative to the root of the workspace. */
export function installFiles(repo: Inventory, manager: Manager, { dir }: Package): readonly string[] {
  return [
    ...(manager.lock === undefined ? [] : [within(dir, manager.lock)]),
    ...['.npmrc', ...settingsOf[manager.id]].filter((name) => repo.has(join(dir, name))),
  ];
}

const settingsOf: Readonly<Record<Manager['id'], readonly string[]>> = {
  npm: [],
  pnpm: ['pnpm-workspace.yaml', '.pnpmfile.cjs'],
  yarn: ['.yarnrc', '.yarnrc.yml'],
  bun: ['bunfig.toml'],
};

/** `file:./lib`: a package that is installed from a directory or an archive of the repository. */
function localDirectories(repo: Inventory, root: Package): readonly string[] {
  return Object.values(allDependencies(root)).flatMap((range) => {
    const path = /^(?:file|link|portal):(?:\.\/)?([^.].*?)\/?$/.exec(range)?.[1];
    if (path === undefined || path.split('/').includes('..')) return [];
    return repo.hasDir(join(root.dir, path)) ? [path] : [];
  });
}
