import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/**
 * GitPython looks for git when it is imported, and ends the program where there is none, unless it is told to wait until git is called:
 * https://gitpython.readthedocs.io/en/stable/reference.html#module-git.cmd
 */
export function withoutGit({ project }: Sight, start: Start): Start {
  if (!project.requirements.some(({ name }) => name === 'gitpython')) return start;
  return { ...start, env: { GIT_PYTHON_REFRESH: 'quiet', ...start.env } };
}
