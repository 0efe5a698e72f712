import type { Service } from '../detect/types.ts';
import { within } from '../inventory/paths.ts';
import { keepIgnored } from '../recipe/carry-ignored.ts';
import type { Recipe } from '../recipe/types.ts';

/**
 * A recipe with the patterns of the .dockerignore that ours takes the place of, and a note of those that cannot stay.
 * @param old its patterns; none where there was no such file
 * @param context the directory of the build context, relative to the root
 */
export function keepOldIgnored(
  recipe: Recipe,
  old: readonly string[],
  context: string,
  service: Service,
): { readonly recipe: Recipe; readonly notes: readonly string[] } {
  if (old.length === 0) return { recipe, notes: [] };
  const { kept, lost } = keepIgnored(recipe, old, evidence(service, context));
  const shown = `${lost.slice(0, 3).join(', ')}${lost.length > 3 ? ', …' : ''}`;
  const notes =
    lost.length === 0 ? [] : [`.dockerignore: not kept, as the build reads what they hide: ${shown}`];
  return { recipe: { ...recipe, kept }, notes };
}

/** What other tools read, and no build. */
const ofOthers =
  /(?:^|\/)(?:Dockerfile|Containerfile|Procfile|README[^/]*|[^/]*compose[^/]*\.ya?ml|(?:fly|railway|nixpacks)\.toml|render\.ya?ml|\.env[^/]*)$/;

/** The files that the service was found by: most of them are read by its build. */
function evidence({ facts, name, target, port, health }: Service, context: string): readonly string[] {
  return [name, target, port, health, ...Object.values(facts)]
    .map((fact) => (fact?.from ?? '').replace(/[:,][\s\S]*$/, ''))
    .filter(
      (path) => path !== '' && !ofOthers.test(path) && (context === '' || path.startsWith(`${context}/`)),
    )
    .map((path) => within(context, path));
}
