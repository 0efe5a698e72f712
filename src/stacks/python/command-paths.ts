import { dirOf, inside } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import type { Before } from './start.ts';

/** A path as it is from the directory of the project, where a command tells it from the root of the repository. */
export function fromHere({ repo, project }: Sight, word: string): string {
  const path = word.replace(/^\.\//, '');
  const isFromRoot =
    project.dir !== '' &&
    path.startsWith(`${project.dir}/`) &&
    repo.has(path) &&
    !repo.has(inside(project.dir, path));
  return isFromRoot ? path.slice(project.dir.length + 1) : word;
}

/** A file of a package that imports this by its name, which is installed where its authors run it: Python finds it from the working directory. */
export function asModule({ repo, project }: Sight, before: Before): Before {
  const [file = '', ...rest] = before.argv;
  const path = inside(project.dir, file.replace(/^\.\//, ''));
  if (!file.endsWith('.py') || !repo.has(inside(dirOf(path), '__init__.py'))) return before;
  const module = moduleOf(repo, project.dir, path);
  const [top = ''] = module?.name.split('.') ?? [];
  if (module?.base !== '' || !repo.search([path], new RegExp(`^(?:from|import)\\s+${top}\\b`), 1)[0])
    return before;
  return { ...before, argv: ['-m', module.name, ...rest] };
}
