import type { Changes, PlannedRule, Tree } from '../pipeline.ts';
import { renderTree } from '../render/tree.ts';
import { diffTree } from '../tree/diff.ts';
import type { AddContext, Added } from './add-service.ts';
import { settleConflicts } from './settle.ts';

const folder = '.github/';
const workflow = '.github/workflows/image.yml';

export function isWorkflow({ to }: Pick<PlannedRule, 'to'>): boolean {
  return to.startsWith(folder);
}

/** The workflows of several services: one each, in the root of the repository, with a record of their own. */
export async function addWorkflows(
  services: readonly Added[],
  { request, host, repo }: AddContext,
): Promise<Changes> {
  const trees = await Promise.all(services.map((added) => renderWorkflow(added, repo.root)));
  const files = trees.flatMap((tree) => tree.files).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return settleConflicts(await diffTree({ root: repo.root, files }, repo), request, host);
}

async function renderWorkflow({ plan }: Added, root: string): Promise<Tree> {
  const to = `.github/workflows/image-${plan.context.place.scope}.yml`;
  const rules = plan.rules.filter((rule) => rule.to === workflow).map((rule) => ({ ...rule, to }));
  return renderTree({ ...plan, root, rules });
}
