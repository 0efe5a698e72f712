import type { Hints } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Project } from './project.ts';

/** What the rules of a project look at. */
export type Sight = {
  readonly repo: Inventory;
  readonly project: Project;
  /** Its Python files, those near its root first. */
  readonly sources: readonly string[];
  readonly hints: Hints;
};

/** Does the project ask for a distribution, itself or by its lock file? What is built of it each night counts as it. */
export function wants({ project }: Pick<Sight, 'project'>, ...names: readonly string[]): boolean {
  return names
    .flatMap((name) => [name, `${name}-nightly`])
    .some((name) => project.locked.has(name) || project.requirements.some((each) => each.name === name));
}

/** Does a requirement come with an extra of these, such as the standard of FastAPI, which brings Uvicorn? */
export function wantsExtra(
  { project }: Pick<Sight, 'project'>,
  name: string,
  ...extras: readonly string[]
): boolean {
  return project.requirements.some(
    (each) => each.name === name && each.extras.some((extra) => extras.includes(extra)),
  );
}
