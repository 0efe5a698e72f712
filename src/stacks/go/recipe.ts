import { inside, within } from '../../inventory/paths.ts';
import type { Chosen } from '../../detect/types.ts';
import type { Recipe } from '../../recipe/types.ts';
import { buildStage } from './build-stage.ts';
import { frontendStages, stageName } from '../frontend/frontend.ts';
import type { Plan } from './plan.ts';
import { runtimeOf } from './runtime.ts';

/** How the image of a program of Go is made. */
export function recipeOf(plan: Plan, chosen: Chosen): Recipe {
  const native = chosen.target.link !== 'static';
  const { program, frontends, context, nodeStack, envFile, runTime } = plan;
  const { repo } = program.module;
  return {
    native,
    ignore:
      envFile?.source === undefined ? [] : [`!${within(context, inside(runTime.base, envFile.source))}`],
    stages: [
      ...frontends.flatMap((each, index) =>
        nodeStack ? frontendStages(each, repo, nodeStack, context, stageName(index)) : [],
      ),
      buildStage(plan, chosen, native),
    ],
    runtime: runtimeOf(plan, chosen),
  };
}
