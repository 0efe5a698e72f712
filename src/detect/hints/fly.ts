import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import { unwrapped } from './command-line.ts';
import { mountsOf } from './mounts.ts';
import type { HintReader } from './types.ts';
import { healthOf, lineWith, listOf, portOf, present, textOf } from './values.ts';
import { sortVariables, variablesOf } from './variables.ts';

/** fly.toml (https://fly.io/docs/reference/configuration/). */
export const fly: HintReader = (repo, dir) => {
  const path = inside(dir, 'fly.toml');
  const file = tableOf(repo.toml(path));
  if (Object.keys(file).length === 0) return [];
  const at = (...parts: readonly unknown[]) => lineWith(repo, path, ...parts);
  const service = tableOf(file.http_service ?? listOf(file.services)[0]);
  const checks = [...listOf(service.checks), ...listOf(service.http_checks), ...listOf(file.checks)].map(
    tableOf,
  );
  const health = checks.map((check) => check.path).find((each) => textOf(each) !== undefined);
  const processes = tableOf(file.processes);
  const command = textOf(processes.app ?? processes.web);
  const start = command === undefined ? undefined : unwrapped(command);
  const { env, needs, port } = sortVariables(
    variablesOf(tableOf(file.env), (name) => at(name, '=')),
    'deployment',
  );
  const release = textOf(tableOf(file.deploy).release_command);
  return [
    present({
      dir,
      start:
        start === undefined ? undefined : { value: start, from: at(command), confidence: 'high' as const },
      port: portOf(service.internal_port, at('internal_port')) ?? port,
      health: health === undefined ? undefined : healthOf(health, at('path', health)),
      env,
      needs,
      writable: mountsOf(
        [file.mounts, file.mount].flat().map((mount) => tableOf(mount).destination),
        (mount) => at(mount),
      ),
      notes:
        release === undefined ? undefined : [`${at('release_command')} runs before each release: ${release}`],
    }),
  ];
};
