import { type Table } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { parseRequirement, readRequirements } from './requirements.ts';
import type { Setup } from './setup-files.ts';
import { at, listOf, textOf } from './tables.ts';

/** What installs the packages: the files that are there say it. */
export type Manager = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pip' | 'pyproject' | 'setup' | 'conda' | 'none';

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

export type Picked = {
  readonly manager: Manager;
  readonly manifest: string;
  readonly files: readonly string[];
  readonly listed?: string;
  readonly lock?: string;
};

/** What the files of a directory say of how its packages are installed; `path` is a file of it. */
export function pickManager(
  repo: Inventory,
  path: (name: string) => string,
  pyproject: Table,
  setup: Setup,
): Picked {
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
  const dependencies = listOf(own.dependencies).length > 0;
  const scripts = Object.keys(at(pyproject, 'project', 'scripts')).length > 0;
  const named = listed === undefined ? [] : namesIn(repo, path(listed), path(''));
  const adds = (its: readonly string[]) => named.length > 0 && !its.some((name) => named.includes(name));
  const tools = named.filter((name) =>
    /^(?:pytest(?:-.*)?|flake8|tox|twine|black|mypy|coverage|nose|pylint)$/.test(name),
  );
  // Beside a project with commands of its own, the file is what its developers use; and one that names nothing of what the
  // project itself lists is not the list.
  const isForTools =
    (dependencies && (scripts || adds(ownNames(pyproject)))) ||
    (setup.scripts.length > 0 &&
      /install_requires/.test(setup.text) &&
      (tools.length > 2 || (tools.length > 0 && adds(setup.requirements.map(({ name }) => name)))));
  if (listed !== undefined && !isForTools) return { manager: 'pip', manifest: listed, listed, files: [] };
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

/** What a requirements file names; nothing where it names the project itself, whose requirements come with it. */
function namesIn(repo: Inventory, path: string, dir: string): readonly string[] {
  const { requirements, local } = readRequirements(repo, path, dir);
  return local ? [] : requirements.map(({ name }) => name);
}

function ownNames(pyproject: Table): readonly string[] {
  return listOf(at(pyproject, 'project').dependencies).flatMap(
    (each) => parseRequirement(textOf(each) ?? '', '')?.name ?? [],
  );
}
