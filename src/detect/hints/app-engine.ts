import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import { unwrapped } from './command-line.ts';
import type { HintReader } from './types.ts';
import { factOf, healthOf, lineWith, present, textOf } from './values.ts';
import { sortVariables, variablesOf } from './variables.ts';

/** app.yaml of App Engine, which has a runtime (https://cloud.google.com/appengine/docs/standard/reference/app-yaml). */
export const appEngine: HintReader = (repo, dir) =>
  ['app.yaml', 'src/main/appengine/app.yaml'].flatMap((name) => {
    const path = inside(dir, name);
    const file = tableOf(repo.yaml(path));
    if (textOf(file.runtime) === undefined) return [];
    const at = (...parts: readonly unknown[]) => lineWith(repo, path, ...parts);
    const command = textOf(file.entrypoint) ?? textOf(tableOf(file.entrypoint).shell);
    const health = tableOf(file.readiness_check).path ?? tableOf(file.liveness_check).path;
    const { env, needs, port } = sortVariables(
      variablesOf(tableOf(file.env_variables), (id) => at(id)),
      'deployment',
    );
    return [
      present({
        dir,
        start: command === undefined ? undefined : factOf(unwrapped(command), at('entrypoint')),
        health: healthOf(health, at('path', health ?? '')),
        env,
        needs,
        port,
      }),
    ];
  });
