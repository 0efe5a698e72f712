import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Cache, Step } from '../../recipe/types.ts';
import type { StackManifest } from '../schema.ts';
import { allowsBuilds } from './allows-builds.ts';
import { asksGit, oneCommit } from './asks-git.ts';
import { cachesOf, commandsOf, environmentOf } from './commands.ts';
import { readLifecycle } from './lifecycle.ts';
import { lockedPackages, type Locked } from './locked-packages.ts';
import { copyManifests, gatherManifests, installFiles, needsGathering } from './manifests.ts';
import { withoutMirrors } from './mirrors.ts';
import { findManager, type Manager } from './manager.ts';
import { findNative, type Native } from './native.ts';
import { allDependencies, join, type Package } from './package.ts';
import { remember } from './once.ts';
import { findPrisma, type Prisma } from './prisma.ts';
import { skipsDownloads } from './skips-downloads.ts';
import { contextPaths, findWorkspace, membersInOrder, type Workspace } from './workspace.ts';

/** How the packages of a service are installed in an image. Steps are for a stage whose working directory is `/app`. */
export type Install = {
  readonly workspace: Workspace;
  readonly manager: Manager;
  /** Stages that the steps copy from; before the one that has the steps. */
  readonly stages: (image: string) => readonly BuildStage[];
  readonly native: Native;
  readonly prisma?: Prisma;
  /** Debian packages that the install needs. */
  readonly apt: readonly string[];
  /** Copies the manifests and installs everything, development dependencies too. */
  readonly all: readonly Step[];
  /** Copies the manifests and installs what runs; only where nothing of the rest is needed on the way. */
  readonly production: readonly Step[];
  /** After `all`: takes away what does not run. Empty where there is nothing to take away. */
  readonly prune: readonly Step[];
  /** Scripts of the package that an install would have run, to be run when the sources are there: shell commands. */
  readonly later: readonly string[];
  /** A shell command that runs a script of package.json. */
  readonly runScript: (script: string, dir?: string) => string;
  /** A shell command that runs a program of a package that is installed. */
  readonly runProgram: (name: string) => string;
  /** The packages of its lock file. */
  readonly locked: readonly Locked[];
  /** Directories to keep between builds, for steps that run scripts. */
  readonly caches: readonly Cache[];
  /** Patterns of .dockerignore. */
  readonly ignore: readonly string[];
  readonly notes: readonly string[];
  /** What of a workspace a member needs, relative to its root. */
  readonly contextPaths: () => readonly string[];
};

/** The same for every member of a workspace. */
const managers = new WeakMap<Package, Manager>();
const locks = new WeakMap<Package, readonly Locked[]>();
const natives = new WeakMap<Package, Native>();
const skipped = new WeakMap<Package, Readonly<Record<string, string>>>();

export function planInstall(repo: Inventory, stack: StackManifest, own: Package): Install {
  const workspace = findWorkspace(repo, own);
  const { root, members } = workspace;
  const manager = remember(managers, root, () => findManager(repo, stack, workspace));
  const manifests = [root, ...members];
  const locked = remember(locks, root, () =>
    manager.lock === undefined ? [] : lockedPackages(repo, manager.lock),
  );
  const native = remember(natives, root, () => findNative(repo, manager.lock, locked, manifests));
  const needed = membersInOrder(workspace, own);
  const prisma = findPrisma(repo, root, [own, ...needed.toReversed()]);
  const asks = native.building.length > 0 && !allowsBuilds(repo, root, manager.major, native.building);
  const commands = commandsOf(manager, root, asks);
  const caches = cachesOf(manager);
  const lifecycle = readLifecycle(root);
  const gathered = needsGathering(workspace);
  const manifestSteps = copyManifests(repo, manager, workspace, gathered, prisma);
  const strip =
    gathered || lifecycle.drop.length === 0
      ? []
      : [`npm pkg delete ${lifecycle.drop.map((id) => `scripts.${id}`).join(' ')}`];
  const direct = withoutMirrors(repo, root.dir, installFiles(repo, manager, root));
  const after = [
    ...(lifecycle.patches ? ['node_modules/.bin/patch-package'] : []),
    ...(prisma?.generates ? [prisma.generate] : []),
  ];
  const env: Readonly<Record<string, string>> = {
    ...(native.apt.length > 0 && { npm_config_nodedir: '/usr/local' }),
    // What it asks for may be older than any Node that is supported.
    ...(/^\s*engine-strict\s*=\s*true/m.test(repo.read(join(root.dir, '.npmrc')) ?? '') && {
      npm_config_engine_strict: 'false',
    }),
    ...environmentOf(manager),
    ...remember(skipped, root, () => skipsDownloads(locked, manifests)),
  };
  const steps = (install: string): readonly Step[] => [
    ...(Object.keys(env).length === 0
      ? []
      : [
          ...(native.apt.length > 0
            ? [
                {
                  comment:
                    'Addons are compiled with the headers that the image has, and not with a download.',
                },
              ]
            : []),
          { env },
        ]),
    { comment: 'Dependencies before the source: installed again only when these files change.' },
    ...manifestSteps,
    ...(strip.length > 0
      ? [{ comment: 'The scripts of the package itself need its source, which is not here yet.' }]
      : []),
    ...(direct.length > 0 ? [{ comment: fromRegistry }] : []),
    { run: [...strip, ...direct, install, ...after], caches, network: true },
  ];
  const asked = asksGit(repo, own);
  const development = manifests.some((one) => Object.keys(one.devDependencies).length > 0);
  return {
    workspace,
    manager,
    stages: (image) => (gathered ? [gatherManifests(image)] : []),
    native,
    ...(prisma && { prisma }),
    apt: [
      ...new Set([...native.apt, ...gitNeeded(manifests), ...(asked ? ['git'] : []), ...(prisma?.apt ?? [])]),
    ],
    all: [...steps(commands.all), ...(asked ? oneCommit : [])],
    production:
      after.length > 0 && development
        ? [...steps(commands.all), ...pruneSteps(commands.prune, caches)]
        : steps(commands.production),
    prune: development ? pruneSteps(commands.prune, caches) : [],
    later: [
      ...(prisma?.generatesInside ? [prisma.generate] : []),
      ...lifecycle.later.map((id) => commands.script(id)),
      ...(buildsAll(root, own)
        ? []
        : needed.flatMap((member) => buildOf(member, within(root.dir, member.dir), commands.script))),
    ],
    runScript: commands.script,
    runProgram: (name) => sh`npx --no-install ${name}`,
    locked,
    caches,
    ignore: [
      '**/node_modules',
      ...editors,
      ...(manager.id === 'yarn' && manager.major > 1 ? yarnIgnore : []),
    ],
    notes: manifests.every((one) => Object.keys(allDependencies(one)).length === 0) ? [] : notesOf(manager),
    contextPaths: () => (own.dir === root.dir ? [] : contextPaths(repo, workspace, own)),
  };
}

const fromRegistry =
  'Packages come from the registry itself: not everybody reaches the mirror that is named here.';

/** Does the package build the others itself? */
function buildsAll(root: Package, own: Package): boolean {
  return (
    own === root &&
    /\b(turbo|nx|lerna|workspaces?)\b|--recursive|\s-r\b|\s-ws\b/.test(own.scripts['build'] ?? '')
  );
}

/** What makes a member usable to those that need it. */
function buildOf(
  member: Package,
  dir: string,
  script: (id: string, dir: string) => string,
): readonly string[] {
  // No install runs prepublish of a member, which often has tests in it; where it is all that builds, it does.
  const hasBuild = member.scripts['build'] !== undefined;
  const later = readLifecycle(member).later.filter((id) => !hasBuild || id !== 'prepublish');
  const ids = [...later, ...(hasBuild ? ['build'] : [])];
  return ids.map((id) => script(id, dir));
}

const editors = ['.vscode', '.idea', '.editorconfig', '.gitattributes', '.husky', 'coverage'] as const;
const yarnIgnore = ['.pnp.*', '.yarn/cache', '.yarn/unplugged', '.yarn/install-state.gz'] as const;

function pruneSteps(command: string, caches: readonly Cache[]): readonly Step[] {
  return [{ run: [command], caches, network: true }];
}

/** npm fetches what comes from GitHub as an archive, and everything else, and the others always, by git. */
function gitNeeded(manifests: readonly Package[]): readonly string[] {
  const ranges = manifests.flatMap((one) => Object.values(allDependencies(one)));
  return ranges.some((range) =>
    /^git(\+|:|@)|^(github|gitlab|bitbucket):|^[\w.-]+\/[\w.-]+(#|$)|\.git(#|$)/.test(range),
  )
    ? ['ca-certificates', 'git']
    : [];
}

function notesOf({ id, lock, state, fact, version, replaces }: Manager): readonly string[] {
  const replaced =
    replaces === undefined
      ? []
      : [
          `${id} ${replaces} of package.json does not run on Node 20 and later: ${id} ${version} is its successor`,
        ];
  if (lock === undefined)
    return [
      ...replaced,
      `there is no lock file: ${id} installs the versions of the day, and another build may get others`,
    ];
  return state.fits
    ? replaced
    : [
        ...replaced,
        `${fact.from} does not fit package.json: the install brings it up to date in the image only`,
      ];
}
