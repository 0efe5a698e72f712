import { isDeepStrictEqual } from 'node:util';
import { resolveAnswers } from '../answers/resolve.ts';
import { UserError } from '../errors.ts';
import type { Base, Plan, Tree } from '../pipeline.ts';
import { makePlan } from '../render/plan.ts';
import { renderTree } from '../render/tree.ts';
import { readSaved } from '../repo/saved.ts';
import type { SharedLayer, StackManifest } from '../stacks/schema.ts';
import { settingsPath } from './base.ts';

/**
 * The tree of the earlier run's answers, by today's templates. What it differs in from the new tree is what other answers
 * change, and not what newer templates do. Undefined when its answers mean nothing today.
 */
export async function renderPrevious(
  base: Base,
  plan: Plan,
  tree: Tree,
  stacks: readonly StackManifest[],
  shared: SharedLayer,
): Promise<Tree | undefined> {
  const settings = base.managed.get(settingsPath);
  const present = tree.files.find(({ path }) => path === settingsPath);
  if (settings === undefined || settings === present?.content.toString('utf8')) return tree;
  try {
    const request = { flags: await readSaved(settings), yes: true };
    const answers = await resolveAnswers({ request, repo: { saved: {} }, stacks, ask: undefined });
    const earlier = makePlan(plan, answers, stacks, shared);
    if (isDeepStrictEqual(earlier.context.answers, plan.context.answers)) return tree;
    return await renderTree(earlier);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
