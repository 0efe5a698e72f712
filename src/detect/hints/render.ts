import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import { said } from './build-platforms.ts';
import { serviceOfAddon } from './known-services.ts';
import { mountsOf } from './mounts.ts';
import type { HintReader, Said } from './types.ts';
import { lineWith, listOf, pathFrom, present, textOf } from './values.ts';
import { sortVariables, type Variable } from './variables.ts';

const kinds = new Set(['web', 'pserv', 'worker']);

/** render.yaml (https://render.com/docs/blueprint-spec): each service has a directory. */
export const render: HintReader = (repo, dir) => {
  const path = inside(dir, 'render.yaml');
  const file = tableOf(repo.yaml(path));
  const stores = [...listOf(file.databases).map(() => 'postgres'), ...listOf(file.services).map(storeOf)];
  return listOf(file.services)
    .map(tableOf)
    .filter(({ type }) => kinds.has(String(type)))
    .flatMap((service): readonly Said[] => {
      const home = pathFrom(dir, textOf(service.rootDir) ?? '.');
      if (home === undefined) return [];
      const variables = listOf(service.envVars)
        .map(tableOf)
        .flatMap((each): readonly Variable[] => {
          const name = textOf(each.key);
          return name === undefined ? [] : [{ name, value: each.value, from: lineWith(repo, path, name) }];
        });
      const { env, needs, port } = sortVariables(variables, 'deployment');
      const needed = [...new Set(stores)].flatMap((store) =>
        store === undefined ? [] : [{ service: store, from: lineWith(repo, path, 'databases') }],
      );
      const told = said(repo, path, home, {
        start: service.startCommand,
        build: [service.buildCommand],
        health: service.healthCheckPath,
        release: textOf(service.preDeployCommand) ?? '',
      });
      const writable = mountsOf([tableOf(service.disk).mountPath], (mount) => lineWith(repo, path, mount));
      return [...told, present({ dir: home, env, needs: [...needs, ...needed], port, writable })];
    });
};

function storeOf(service: unknown): string | undefined {
  const { type } = tableOf(service);
  return type === 'redis' || type === 'keyvalue' ? serviceOfAddon('redis') : undefined;
}
