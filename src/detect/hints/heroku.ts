import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import { serviceOfAddon } from './known-services.ts';
import type { HintReader } from './types.ts';
import { lineWith, listOf, present, textOf } from './values.ts';
import { sortVariables, type Variable } from './variables.ts';

/** app.json (https://devcenter.heroku.com/articles/app-json-schema). Expo has a file of that name too, with its own keys. */
export const heroku: HintReader = (repo, dir) => {
  const path = inside(dir, 'app.json');
  const file = tableOf(repo.json(path));
  if (Object.keys(file).length === 0 || 'expo' in file) return [];
  const variables = Object.entries(tableOf(file.env)).map(([name, value]): Variable => {
    const { value: given, required, generator, description } = tableOf(value);
    return {
      name,
      value: typeof value === 'string' ? value : given,
      from: lineWith(repo, path, `"${name}"`),
      required:
        required !== false && generator === undefined && given === undefined && typeof value !== 'string',
      about: textOf(description),
    };
  });
  const addons = listOf(file.addons)
    .map((addon) => textOf(addon) ?? textOf(tableOf(addon).plan) ?? '')
    .flatMap((addon) => {
      const service = serviceOfAddon(addon);
      return service === undefined ? [] : [{ service, from: lineWith(repo, path, addon) }];
    });
  const { env, needs, port } = sortVariables(variables);
  return [present({ dir, env, needs: [...needs, ...addons], port })];
};
