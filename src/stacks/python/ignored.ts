import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import { contextOf } from './project.ts';
import type { Sight } from './sight.ts';

/** What of a project is no part of its image, beyond what no image has. */
export function ignored({ project, repo, sources }: Sight): readonly string[] {
  const path = (name: string) => posix.join(project.dir, name);
  const own = within(contextOf(project), project.dir);
  const unused = ['tests', 'test'].filter(
    (name) =>
      repo.hasDir(path(name)) &&
      !repo.search(sources, new RegExp(`^\\s*(?:from|import)\\s+${name}\\b`))[0] &&
      !/tests?\b/.test(repo.read(path('pyproject.toml')) ?? ''),
  );
  const environments = ['venv', 'env', '.venv'].filter(
    (name) => name === '.venv' || repo.has(path(`${name}/pyvenv.cfg`)) || !repo.hasDir(path(name)),
  );
  return [
    '**/__pycache__',
    '**/*.py[co]',
    '**/*.egg-info',
    '**/.pytest_cache',
    '**/.mypy_cache',
    '**/.ruff_cache',
    ...['.tox', '.nox', ...environments, ...unused].map((name) => posix.join(own, name)),
    // The one of a workspace is where its lock file is.
    ...(own === '' ? [] : ['.venv']),
  ];
}
