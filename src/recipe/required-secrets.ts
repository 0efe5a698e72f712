import type { Recipe, Step } from './types.ts';

/** Names of the build secrets without which the recipe does not build, in their order; each is the name of a variable, too. */
export function requiredSecrets({ stages }: Pick<Recipe, 'stages'>): readonly string[] {
  const names = stages.flatMap(({ steps }) => steps.flatMap(namesOf));
  return [...new Set(names)];
}

function namesOf(step: Step): readonly string[] {
  if (!('run' in step)) return [];
  return (step.secrets ?? []).flatMap((each) => (typeof each === 'string' ? [] : [each.required]));
}
