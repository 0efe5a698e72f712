import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { aptFacts } from './apt-names.ts';
import { buildOf, splitDirectory, unwrapped } from './command-line.ts';
import type { HintReader, Said } from './types.ts';
import { healthOf, lineWith, namesOf, present, textOf } from './values.ts';
import { sortVariables, variablesOf } from './variables.ts';

type Table = Readonly<Record<string, unknown>>;

/** railpack.json (https://railpack.com/config/file). */
export const railpack: HintReader = (repo, dir) => {
  const path = inside(dir, 'railpack.json');
  const file = tableOf(repo.json(path));
  const deploy = tableOf(file.deploy);
  const build = tableOf(tableOf(file.steps).build).commands;
  return said(repo, path, dir, {
    start: deploy.startCommand,
    build: (Array.isArray(build) ? build : []).map((each) => tableOf(each).cmd ?? each),
    variables: tableOf(deploy.variables),
    apt: namesOf(file.buildAptPackages),
  });
};

/** nixpacks.toml (https://nixpacks.com/docs/configuration/file). */
export const nixpacks: HintReader = (repo, dir) => {
  const path = inside(dir, 'nixpacks.toml');
  const file = tableOf(repo.toml(path));
  const phases = tableOf(file.phases);
  return said(repo, path, dir, {
    start: tableOf(file.start).cmd,
    build: [tableOf(phases.build).cmds ?? []].flat(),
    variables: tableOf(file.variables),
    apt: namesOf(tableOf(phases.setup).aptPkgs),
  });
};

/** railway.json or railway.toml (https://docs.railway.com/reference/config-as-code). */
export const railway: HintReader = (repo, dir) =>
  ['railway.json', 'railway.toml'].flatMap((name) => {
    const path = inside(dir, name);
    const file = tableOf(name.endsWith('.json') ? repo.json(path) : repo.toml(path));
    const deploy = tableOf(file.deploy);
    return said(repo, path, dir, {
      start: deploy.startCommand,
      build: [tableOf(file.build).buildCommand],
      health: deploy.healthcheckPath,
      release: [deploy.preDeployCommand].flat().join(' && '),
    });
  });

type Platform = {
  readonly start?: unknown;
  readonly build?: readonly unknown[];
  readonly health?: unknown;
  readonly variables?: Table;
  readonly apt?: readonly string[];
  /** Run before each release. */
  readonly release?: string;
};

/** What such a platform is told, as hints. */
export function said(
  repo: Inventory,
  path: string,
  dir: string,
  { start, build = [], health, variables = {}, apt = [], release = '' }: Platform,
): readonly Said[] {
  if (!repo.has(path)) return [];
  const at = (...parts: readonly unknown[]) => lineWith(repo, path, ...parts);
  const { env, needs, port } = sortVariables(variablesOf(variables, (name) => at(name)));
  const command = unwrapped(textOf(start) ?? '');
  const place = command === undefined ? undefined : splitDirectory(dir, command);
  const commands = build.map(textOf).filter((each) => each !== undefined) as string[];
  const own: Said = present({
    dir,
    build: buildOf(commands, at(commands[0] ?? '')),
    health: healthOf(health, at(health)),
    port,
    env,
    needs,
    apt: aptFacts(apt, (name) => at(name)),
    notes:
      textOf(release) === undefined ? undefined : [`${at(release)} runs before each release: ${release}`],
  });
  if (!place) return [own];
  const started: Said = {
    dir: place.dir,
    start: { value: place.line, from: at(textOf(start)), confidence: 'high' },
  };
  return [started, own];
}
