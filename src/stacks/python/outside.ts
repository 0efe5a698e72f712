import { posix } from 'node:path';
import { tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Project } from './project.ts';
import { inside } from '../../inventory/paths.ts';
import { at, textOf } from './tables.ts';
import { isAbove, leadsOut, sourcesOf } from './workspace.ts';

type Outside = { readonly name: string; readonly hint: string };

const whole = 'run add where the whole workspace is; --service picks a program of it';

/**
 * What a project takes from where its build cannot see it: another member of a workspace that is not here, a directory beside
 * it, a brick of Polylith (https://davidvujic.github.io/python-polylith-docs/).
 */
export function takenFromOutside(repo: Inventory, project: Project): Outside | undefined {
  const pyproject = tableOf(repo.toml(inside(project.dir, 'pyproject.toml')));
  const sources = project.manager === 'pip' || project.workspace ? [] : sourcesOf(pyproject);
  const source = sources.find(({ source: { workspace, path } }) => {
    if (workspace === true) return !project.isWorkspace;
    const to = textOf(path) ?? '';
    // What an example lies in is published, unless a lock says that it is taken from there.
    return leadsOut(to) && (project.lock !== undefined || !isAbove(to));
  });
  if (source) return { name: source.name, hint: whole };
  const [beside] = project.workspace ? [] : project.beside;
  if (beside !== undefined) return { name: posix.basename(beside), hint: whole };
  const brick = Object.keys(at(pyproject, 'tool', 'polylith', 'bricks')).find((each) =>
    leadsOut(posix.join(project.dir, each)),
  );
  return brick === undefined ? undefined : { name: brick, hint: whole };
}
