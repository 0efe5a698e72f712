import { inside, within } from '../../inventory/paths.ts';
import { type Table, tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { readLock, type Locked } from './locks.ts';
import { parseRequirement, readRequirements, type Requirement } from './requirements.ts';
import { readSetup } from './setup-files.ts';
import { at, listOf, textOf } from './tables.ts';

/** What installs the packages: the files that are there say it. */
export type Manager = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pip' | 'pyproject' | 'setup' | 'conda' | 'none';

export type Script = {
  readonly name: string;
  readonly module: string;
  readonly call: string;
  readonly from: string;
};

/** A directory with a Python project, as its manifests tell it. */
export type Project = {
  /** Relative to the root of the repository. */
  readonly dir: string;
  readonly manager: Manager;
  /** The file that says so. */
  readonly from: string;
  /** Of pip: the requirements file to install, relative to `dir`. */
  readonly listed?: string;
  /** The lock file, relative to `dir`. */
  readonly lock?: string;
  /** What the step reads that installs the packages, relative to `dir`. */
  readonly files: readonly string[];
  readonly requirements: readonly Requirement[];
  /** Versions that are fixed, by a lock or by `==`. */
  readonly locked: ReadonlyMap<string, Locked>;
  readonly name?: { readonly value: string; readonly from: string };
  /** `>=3.10,<3.13` */
  readonly python?: { readonly value: string; readonly from: string };
  /** The version that a file for tools names. */
  readonly chosen?: { readonly value: string; readonly from: string };
  readonly scripts: readonly Script[];
  /** A build backend can make a package of it. */
  readonly packaged: boolean;
  /** The step that installs needs the source. */
  readonly needsSource: boolean;
  readonly needsGit: boolean;
  /** Its requirements name an index besides the usual one. */
  readonly indexes: boolean;
  /** Its build reads the version from git. */
  readonly versioned: boolean;
  readonly workspace: boolean;
};

/** In the order in which they are believed, where a directory has several. */
const lists = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements-prod.txt',
  'requirements.prod.txt',
  'requirements/default.txt',
  'requirements/base.txt',
  'requirements/common.txt',
  'requirements/main.txt',
  'requirements/requirements.txt',
  'requirements/app.txt',
  'requirements/local.txt',
  'requirements/dev.txt',
  'reqs.txt',
  'requirement.txt',
] as const;

export function readProject(repo: Inventory, dir: string): Project {
  const path = (name: string) => inside(dir, name);
  const pyproject = tableOf(repo.toml(path('pyproject.toml')));
  const pick = pickManager(repo, path, pyproject);
  const setup = readSetup(repo, path);
  const project = at(pyproject, 'project');
  const poetry = at(pyproject, 'tool', 'poetry');
  const listing = pick.listed === undefined ? undefined : readRequirements(repo, path(pick.listed));
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
  const python =
    textOf(project['requires-python']) ??
    textOf(at(poetry, 'dependencies').python) ??
    textOf(at(repo.toml(path('Pipfile')), 'requires').python_version)?.replace(/^(\d+\.\d+)$/, '==$1.*') ??
    setup.python;
  const relative = (file: string) => within(dir, file);
  const outside = (file: string) => dir !== '' && !file.startsWith(`${dir}/`);
  const build = JSON.stringify([pyproject['build-system'] ?? '', at(pyproject, 'tool', 'hatch'), setup.text]);
  return {
    dir,
    manager: pick.manager,
    from: path(pick.listed ?? pick.lock ?? pick.manifest),
    ...(pick.listed !== undefined && { listed: pick.listed }),
    ...(pick.lock !== undefined && { lock: pick.lock }),
    files: [
      ...new Set([...(listing?.files.filter((file) => !outside(file)).map(relative) ?? []), ...pick.files]),
    ],
    requirements,
    locked,
    ...(name === undefined
      ? setup.name !== undefined && { name: { value: setup.name, from: setup.from } }
      : { name: { value: name, from: path('pyproject.toml') } }),
    ...(python !== undefined && {
      python: { value: python, from: pythonFrom(path, project, poetry, setup.python, pick) },
    }),
    ...chosenPython(repo, path),
    scripts: [
      ...scriptsOf(path('pyproject.toml'), at(project, 'scripts'), at(poetry, 'scripts')),
      ...setup.scripts,
    ],
    packaged:
      setup.found ||
      (pyproject['build-system'] !== undefined &&
        poetry['package-mode'] !== false &&
        (project.name !== undefined || poetry.name !== undefined)),
    needsSource:
      (pick.manager === 'pyproject' && listOf(project.dynamic).includes('dependencies')) ||
      (listing?.local ?? false) ||
      (listing?.files.some(outside) ?? false) ||
      pick.manager === 'setup',
    indexes: listing?.indexes ?? false,
    needsGit:
      listing?.git ?? /git\s*=|git\+/.test(JSON.stringify([poetry.dependencies, project.dependencies])),
    versioned:
      /setuptools[-_]scm|hatch-vcs|use_scm_version|versioningit|pbr|versioneer|poetry-dynamic-versioning/.test(
        build,
      ),
    workspace: at(pyproject, 'tool', 'uv').workspace !== undefined,
  };
}

type Picked = {
  readonly manager: Manager;
  readonly manifest: string;
  readonly files: readonly string[];
  readonly listed?: string;
  readonly lock?: string;
};

function pickManager(repo: Inventory, path: (name: string) => string, pyproject: Table): Picked {
  const has = (name: string) => repo.has(path(name));
  const manifest = 'pyproject.toml';
  const first = lists.find(has);
  // What developers install of a package is more than it needs.
  const forDevelopers =
    first !== undefined && /local|dev/.test(first) && ['setup.py', 'setup.cfg', manifest].some(has);
  const listed = forDevelopers ? undefined : first;
  const isPoetry = at(pyproject, 'tool', 'poetry').dependencies !== undefined;
  const own = at(pyproject, 'project');
  const isProject = own.name !== undefined || own.dependencies !== undefined;
  if (has('uv.lock') && isProject)
    return { manager: 'uv', manifest, lock: 'uv.lock', files: [manifest, 'uv.lock'] };
  if (has('poetry.lock') && (isPoetry || isProject))
    return { manager: 'poetry', manifest, lock: 'poetry.lock', files: [manifest, 'poetry.lock'] };
  if (has('pdm.lock') && isProject)
    return { manager: 'pdm', manifest, lock: 'pdm.lock', files: [manifest, 'pdm.lock'] };
  const dependencies = listOf(at(pyproject, 'project').dependencies).length > 0;
  const scripts = Object.keys(at(pyproject, 'project', 'scripts')).length > 0;
  // Beside a project with commands of its own, the file is what its developers use.
  if (listed !== undefined && !(dependencies && scripts))
    return { manager: 'pip', manifest: listed, listed, files: [] };
  if (isPoetry) return { manager: 'poetry', manifest, files: [manifest] };
  if (isProject) return { manager: 'pyproject', manifest, files: [manifest] };
  if (has('Pipfile.lock'))
    return {
      manager: 'pipenv',
      manifest: 'Pipfile',
      lock: 'Pipfile.lock',
      files: ['Pipfile', 'Pipfile.lock'],
    };
  if (has('Pipfile')) return { manager: 'pipenv', manifest: 'Pipfile', files: ['Pipfile'] };
  for (const name of ['setup.py', 'setup.cfg'])
    if (has(name)) return { manager: 'setup', manifest: name, files: [] };
  for (const name of ['environment.yml', 'environment.yaml'])
    if (has(name)) return { manager: 'conda', manifest: name, files: [] };
  return { manager: 'none', manifest: '', files: [] };
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

function pythonFrom(
  path: (name: string) => string,
  project: Table,
  poetry: Table,
  setup: string | undefined,
  pick: Picked,
): string {
  if (project['requires-python'] !== undefined) return `${path('pyproject.toml')}: requires-python`;
  if (at(poetry, 'dependencies').python !== undefined)
    return `${path('pyproject.toml')}: tool.poetry.dependencies.python`;
  return setup === undefined ? path('Pipfile') : path(pick.manifest);
}

/** https://docs.astral.sh/uv/concepts/python-versions/, Heroku's runtime.txt, asdf's and mise's .tool-versions. */
function chosenPython(repo: Inventory, path: (name: string) => string): Pick<Project, 'chosen'> {
  for (const [name, pattern] of [
    ['.python-version', /^\s*(?:cpython-)?(\d+\.\d+)/m],
    ['runtime.txt', /^python-(\d+\.\d+)/m],
    ['.tool-versions', /^python\s+(\d+\.\d+)/m],
  ] as const) {
    const version = pattern.exec(repo.read(path(name)) ?? '')?.[1];
    if (version !== undefined) return { chosen: { value: version, from: path(name) } };
  }
  return {};
}
