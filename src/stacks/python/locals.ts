import { posix } from 'node:path';
import { clean, dirOf, isIn } from '../../inventory/paths.ts';
import { type Table, tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { pathIn } from './local-path.ts';
import type { Manager } from './manager.ts';
import { at, listOf, textOf } from './tables.ts';
import { isAbove, isProject, leadsOut, sourcesOf, type Workspace } from './workspace.ts';

/**
 * What a project is installed with that no index has: directories and files, relative to the root of the repository; what is
 * not in it begins with `../`. https://python-poetry.org/docs/dependency-specification/#path-dependencies,
 * https://pip.pypa.io/en/stable/topics/local-project-installs/, https://docs.astral.sh/uv/concepts/projects/dependencies/#path
 */
export function localsOf(
  dir: string,
  manager: Manager,
  manifests: { readonly pyproject: Table; readonly pipfile: Table },
): readonly string[] {
  const { pyproject, pipfile } = manifests;
  const named = [
    ...(manager === 'poetry' ? Object.values(at(pyproject, 'tool', 'poetry', 'dependencies')) : []),
    ...(manager === 'pipenv' ? Object.values(at(pipfile, 'packages')) : []),
  ]
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map((value) => textOf(tableOf(value).path));
  const isOwn = manager !== 'pip' && manager !== 'pipenv';
  const urls = isOwn ? listOf(at(pyproject, 'project').dependencies).map((each) => pathIn(textOf(each))) : [];
  const sources = /^(?:uv|pyproject|pdm)$/.test(manager)
    ? sourcesOf(pyproject)
        .map(({ source }) => textOf(source.path) ?? '')
        // What an example lies in is published.
        .filter((path) => path !== '' && !isAbove(path))
    : [];
  return [...named, ...urls, ...sources].flatMap((path) =>
    path === undefined || path.startsWith('/') ? [] : clean(posix.join(dir, path)),
  );
}

/** The directory that holds a project and all that it is installed with; undefined: its own, or the repository has not all of it. */
export function besideOf(repo: Inventory, dir: string, locals: readonly string[]): Workspace | undefined {
  const out = locals.filter((path) => !isIn(path, dir));
  if (out.length === 0 || out.some((path) => leadsOut(path) || !(repo.has(path) || isProject(repo, path))))
    return undefined;
  let above = dir;
  while (above !== '' && !out.every((path) => isIn(repo.has(path) ? dirOf(path) : path, above)))
    above = dirOf(above);
  const areFiles = out.every((path) => repo.has(path));
  return { dir: above, from: dir, isLocked: false, ...(areFiles && { files: out }) };
}
