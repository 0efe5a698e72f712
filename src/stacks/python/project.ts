import { posix } from 'node:path';
import { inside, isIn, within } from '../../inventory/paths.ts';
import { type Table, tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { isUnnumbered, readLock, type Locked } from './locks.ts';
import { besideOf, localsOf } from './locals.ts';
import { parseRequirement, readRequirements, type Requirement } from './requirements.ts';
import { pickManager, type Manager, type Picked } from './manager.ts';
import { findPythonVersion, type PythonVersion } from './python-version.ts';
import { readSetup } from './setup-files.ts';
import { syncOf, type Sync } from './sync.ts';
import { at, listOf, textOf } from './tables.ts';
import { workspaceOf, type Workspace } from './workspace.ts';

export type Script = {
  readonly name: string;
  readonly module: string;
  readonly call: string;
  readonly from: string;
};

/** A directory with a Python project, as its manifests tell it. */
export type Project = PythonVersion & {
  /** Relative to the root of the repository. */
  readonly dir: string;
  readonly manager: Manager;
  /** The file that says so. */
  readonly from: string;
  /** Of pip: the requirements file to install, relative to `dir`. */
  readonly listed?: string;
  /** The lock file, relative to `dir`. */
  readonly lock?: string;
  /** It is of Poetry 1.0, which gave lock files no number; those after it refuse one without. */
  readonly unnumbered: boolean;
  /** What the step reads that installs the packages, relative to `dir`. */
  readonly files: readonly string[];
  readonly requirements: readonly Requirement[];
  /** Versions that are fixed, by a lock or by `==`. */
  readonly locked: ReadonlyMap<string, Locked>;
  readonly name?: { readonly value: string; readonly from: string };
  readonly scripts: readonly Script[];
  /** Files of it that are commands themselves. */
  readonly commands: readonly string[];
  /** A build backend can make a package of it. */
  readonly packaged: boolean;
  /** Its own package has parts in C. */
  readonly compiled: boolean;
  /** Its classifiers say that other programs are made with it: https://pypi.org/classifiers/ */
  readonly library: boolean;
  /** The step that installs needs the source. */
  readonly needsSource: boolean;
  readonly needsGit: boolean;
  /** Its requirements name an index besides the usual one. */
  readonly indexes: boolean;
  /** They name PyPI by the address that it had before 2018, pypi.python.org. */
  readonly formerIndex: boolean;
  /** Its [tool.uv.sources] names a directory that is not there: what is published is taken in its place. */
  readonly published: boolean;
  /** Its build, or that of what it is installed with, reads the version from git, which is not in the build: the variables that say it, a space after each. */
  readonly versioned: string;
  /** It is the root of a workspace of uv. */
  readonly isWorkspace: boolean;
  /** What it is installed with that is not in its directory, relative to the root of the repository. */
  readonly beside: readonly string[];
  /** It is installed from a directory above it. */
  readonly workspace?: Workspace;
  /** Of a workspace that has a lock file. */
  readonly sync?: Sync;
};

/** What its build can see: its own directory, or that of the workspace that it is installed from. */
export function contextOf({ dir, workspace }: Pick<Project, 'dir' | 'workspace'>): string {
  return workspace?.dir ?? dir;
}

const versions: readonly (readonly [tool: RegExp, variables: string])[] = [
  [/poetry-dynamic-versioning/, 'POETRY_DYNAMIC_VERSIONING_BYPASS=0.0.0 '],
  [/"source":"scm"/, 'PDM_BUILD_SCM_VERSION=0.0.0 '],
  [
    /setuptools[-_]scm|hatch-vcs|use_scm_version|versioningit|pbr|versioneer/,
    'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 PBR_VERSION=0.0.0 ',
  ],
];

export function readProject(repo: Inventory, dir: string): Project {
  const path = (name: string) => (name.startsWith('../') ? posix.join(dir, name) : inside(dir, name));
  const pyproject = tableOf(repo.toml(path('pyproject.toml')));
  const setup = readSetup(repo, path);
  const ofUv = workspaceOf(repo, dir, pyproject);
  const pick = ofUv ? ofWorkspace(ofUv, dir) : pickManager(repo, path, pyproject, setup);
  const project = at(pyproject, 'project');
  const poetry = at(pyproject, 'tool', 'poetry');
  const listing = pick.listed === undefined ? undefined : readRequirements(repo, path(pick.listed), dir);
  const locals = [
    ...(listing?.paths ?? []),
    ...localsOf(dir, pick.manager, { pyproject, pipfile: tableOf(repo.toml(path('Pipfile'))) }),
  ];
  const workspace = ofUv ?? besideOf(repo, dir, locals);
  const requirements =
    listing?.requirements ?? requirementsOf(repo, path, pick.manager, pyproject, setup.requirements);
  const locked = new Map<string, Locked>();
  for (const { name, spec, from } of requirements) {
    const version = /^===?\s*(\d[\w.!+-]*)$/.exec(spec)?.[1];
    if (version !== undefined) locked.set(name, { version, from });
  }
  if (pick.lock !== undefined) {
    const roots = requirements.map((each) => each.name);
    for (const [locking, each] of readLock(repo, path(pick.lock), roots)) locked.set(locking, each);
  }
  const name = textOf(project.name) ?? textOf(poetry.name);
  const relative = (file: string) => within(dir, file);
  const isWorkspace = at(pyproject, 'tool', 'uv').workspace !== undefined;
  const holds = isWorkspace || locals.some((each) => isIn(each, dir));
  const members =
    workspace || isWorkspace
      ? repo.named('pyproject.toml').filter((each) => isIn(each, workspace?.dir ?? dir))
      : [];
  const build = `${[pyproject, ...members.slice(0, 50).map((each) => tableOf(repo.toml(each)))].map(buildOf).join()}${setup.text}`;
  return {
    dir,
    manager: pick.manager,
    from: path(pick.listed ?? pick.lock ?? pick.manifest),
    ...(pick.listed !== undefined && { listed: pick.listed }),
    ...(pick.lock !== undefined && { lock: pick.lock }),
    unnumbered: pick.lock === 'poetry.lock' && isUnnumbered(repo.read(path(pick.lock)) ?? ''),
    files: [
      ...new Set([...(listing?.files.filter((file) => isIn(file, dir)).map(relative) ?? []), ...pick.files]),
    ],
    requirements,
    locked,
    ...(name === undefined
      ? setup.name !== undefined && { name: { value: setup.name, from: setup.from } }
      : { name: { value: name, from: path('pyproject.toml') } }),
    ...findPythonVersion(repo, path, pyproject, setup.python, pick.manifest),
    scripts: [
      ...scriptsOf(path('pyproject.toml'), at(project, 'scripts'), at(poetry, 'scripts')),
      ...setup.scripts,
    ],
    commands: setup.commands,
    packaged:
      setup.found ||
      ((pyproject['build-system'] !== undefined || at(pyproject, 'tool', 'uv').package === true) &&
        poetry['package-mode'] !== false &&
        (project.name !== undefined || poetry.name !== undefined)),
    compiled: /\bext_modules\b|\bExtension\(/.test(setup.text),
    library: /Software Development :: Libraries|Intended Audience :: Developers/.test(
      `${JSON.stringify([project.classifiers ?? '', poetry.classifiers ?? ''])}${setup.text}`,
    ),
    needsSource:
      (pick.manager === 'pyproject' && listOf(project.dynamic).includes('dependencies')) ||
      (listing?.local ?? false) ||
      (pick.manager !== 'pip' && locals.some((each) => isIn(each, dir))) ||
      pick.manager === 'setup',
    indexes: listing?.indexes ?? false,
    formerIndex:
      repo.search([...pick.files.map(path), ...(listing?.files ?? [])], /:\/\/pypi\.python\.org\/simple/)
        .length > 0,
    published: Object.values(at(pyproject, 'tool', 'uv', 'sources')).some((source) =>
      textOf(tableOf(source).path)?.startsWith('../'),
    ),
    needsGit:
      listing?.git ?? /git\s*=|git\+/.test(JSON.stringify([poetry.dependencies, project.dependencies])),
    versioned: versions.flatMap(([pattern, variables]) => (pattern.test(build) ? variables : [])).join(''),
    isWorkspace,
    beside: locals.filter((each) => !isIn(each, dir)),
    ...(workspace && { workspace }),
    ...(workspace?.isLocked && { sync: syncOf(repo, workspace.from) }),
    ...(!workspace && holds && pick.manager === 'uv' && { sync: syncOf(repo, dir) }),
  };
}

/** What says how the version of a package is found. */
function buildOf(pyproject: Table): string {
  return JSON.stringify([
    pyproject['build-system'] ?? '',
    at(pyproject, 'tool', 'hatch'),
    at(pyproject, 'tool', 'pdm', 'version'),
  ]);
}

/** Its own lists are not what is installed. */
function ofWorkspace({ from, isLocked }: Workspace, dir: string): Picked {
  const lock = posix.join(posix.relative(dir, from), 'uv.lock');
  return { manager: 'uv', manifest: 'pyproject.toml', files: [], ...(isLocked && { lock }) };
}

function requirementsOf(
  repo: Inventory,
  path: (name: string) => string,
  manager: Manager,
  pyproject: Table,
  setup: readonly Requirement[],
): readonly Requirement[] {
  const listed = listOf(at(pyproject, 'project').dependencies)
    .map((each) => parseRequirement(textOf(each) ?? '', `${path('pyproject.toml')}: project.dependencies`))
    .filter((each) => each !== undefined);
  const from =
    manager === 'pipenv'
      ? { table: at(repo.toml(path('Pipfile')), 'packages'), from: `${path('Pipfile')}: packages` }
      : {
          table: at(pyproject, 'tool', 'poetry', 'dependencies'),
          from: `${path('pyproject.toml')}: tool.poetry.dependencies`,
        };
  const named = Object.entries(from.table)
    .filter(([name]) => name !== 'python')
    .flatMap(([name, value]) => {
      const spec = textOf(value) ?? textOf(tableOf(value).version) ?? '';
      const extras = listOf(tableOf(value).extras).filter((extra) => typeof extra === 'string');
      const found = parseRequirement(name, from.from);
      return found
        ? [{ ...found, extras, spec: spec === '*' ? '' : /^\d/.test(spec) ? `==${spec}` : spec }]
        : [];
    });
  return [...listed, ...named, ...setup];
}

function scriptsOf(from: string, ...tables: readonly Table[]): readonly Script[] {
  return tables.flatMap((table) =>
    Object.entries(table).flatMap(([name, value]) => {
      const found = /^\s*([\w.]+)\s*:\s*([\w.]+)\s*(?:\[.*\])?$/.exec(
        textOf(value) ?? textOf(tableOf(value).reference) ?? textOf(tableOf(value).callable) ?? '',
      );
      if (!found || !/^[\w.-]+$/.test(name)) return [];
      return [
        { name, module: found[1] as string, call: found[2] as string, from: `${from}: scripts.${name}` },
      ];
    }),
  );
}
