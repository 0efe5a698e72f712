import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import { expand } from '../../dockerfile/variables.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Fact, Need } from '../types.ts';
import { isForDevelopment, lineOfWords, unwrapped } from './command-line.ts';
import { healthInCommand } from './health-command.ts';
import { dataVolumes } from './compose-volumes.ts';
import { inApp } from './data-path.ts';
import { serviceOfImage } from './known-services.ts';
import { isOwnImage } from './own-image.ts';
import type { HintReader, Said } from './types.ts';
import { foreign } from './variables.ts';
import { lineWith, listOf, namesOf, pathFrom, portOf, present, textOf } from './values.ts';

type Table = Readonly<Record<string, unknown>>;

/** As docker compose looks for them, and the older names. */
const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** Ports of debuggers. */
const debuggers = new Set(['9229', '5005', '5678', '5858', '2345', '4020']);

/**
 * Compose files (https://docs.docker.com/reference/compose-file/): what is built from a directory, or is the published image of it, and what
 * runs beside it.
 */
export const compose: HintReader = (repo, dir) =>
  names
    .map((name) => inside(dir, name))
    .filter((path) => repo.has(path))
    .slice(0, 1)
    .flatMap((path) => readCompose(repo, path, dir));

function readCompose(repo: Inventory, path: string, dir: string): readonly Said[] {
  const services = new Map(
    Object.entries(tableOf(tableOf(repo.yaml(path)).services)).map(([name, value]) => [name, merged(value)]),
  );
  const isOwn = ({ build, image }: Table) =>
    build === undefined ? isOwnImage(repo, dir, textOf(image) ?? '') : !isForTests(build);
  const built = [...services].filter(([, service]) => isOwn(service));
  // With ports first: of a web process and a worker of one directory it is the one to ask.
  // Of several Dockerfiles of it the one without a name of its own is the service's, and the rest are of tools beside it.
  const ordered = built.toSorted(
    ([, a], [, b]) =>
      Number(a.build === undefined) - Number(b.build === undefined) ||
      Number(hasOwnName(a.build)) - Number(hasOwnName(b.build)) ||
      listOf(b.ports).length - listOf(a.ports).length,
  );
  const homes = ordered.map(([, { build }]) => homeOf(build, dir));
  return ordered.flatMap(([, service], at) => {
    const home = homes[at];
    if (home === undefined) return [];
    // The others run something else of it, or are tools beside it.
    const isFirst = homes.indexOf(home) === at;
    if (!isFirst && hasOwnName(service.build)) return [];
    const said = readService(repo, path, home, service, services);
    return [isFirst ? said : present({ dir: home, needs: said.needs })];
  });
}

function homeOf(build: unknown, dir: string): string | undefined {
  const context = typeof build === 'string' ? build : (textOf(tableOf(build).context) ?? '.');
  return pathFrom(dir, expand(context, new Map()) ?? context);
}

/** Is it built of a Dockerfile that is not called just that? */
function hasOwnName(build: unknown): boolean {
  return !/^(.*\/)?(Dockerfile|Containerfile)?$/.test(textOf(tableOf(build).dockerfile) ?? '');
}

/** A database with test data, say: `dockerfile: test-setup/mongodb.dockerfile`. */
function isForTests(build: unknown): boolean {
  return /(^|\/)(tests?|testing|testdata|e2e)([-_/]|$)/.test(textOf(tableOf(build).dockerfile) ?? '');
}

/** With what `<<` takes over from elsewhere. */
function merged(value: unknown): Table {
  const own = tableOf(value);
  return Object.assign({}, ...[own['<<']].flat().map(tableOf), own) as Table;
}

function readService(
  repo: Inventory,
  path: string,
  dir: string,
  service: Table,
  all: ReadonlyMap<string, Table>,
): Said {
  const at = (...parts: readonly unknown[]) => lineWith(repo, path, ...parts);
  const command = lineOf(service.command);
  const test = lineOf(tableOf(service.healthcheck).test);
  const writable = dataVolumes(repo, dir, service.volumes);
  const kept = variablesIn(service.environment, writable);
  const variables = variableNames(service.environment).filter((name) => !kept.has(name));
  return present({
    dir,
    start:
      command === undefined || isForDevelopment(command)
        ? undefined
        : { value: command, from: at('command'), confidence: 'medium' as const },
    port: listOf(service.ports)
      .map((port) => containerPort(port, at))
      .find((port) => port && !debuggers.has(port.value)),
    health:
      test === undefined ? undefined : healthInCommand(test, at(tableOf(service.healthcheck).path ?? 'test')),
    env: Object.fromEntries(
      [...kept].map(([name, value]): [string, Fact] => [
        name,
        { value, from: at(name), confidence: 'medium' },
      ]),
    ),
    writable: writable.map((value): Fact => ({ value, from: at(value), confidence: 'medium' })),
    needs: [
      ...variables.map((env): Need => ({ env, from: at(env), required: false })),
      ...besides(service, all).map((each): Need => ({ service: each.kind, from: at(each.image) })),
    ],
  });
}

function lineOf(value: unknown): string | undefined {
  if (typeof value === 'string') return unwrapped(value);
  const words = listOf(value).map(textOf);
  return words.includes(undefined) ? undefined : lineOfWords(words as string[]);
}

/** `3000`, `80:3000`, `127.0.0.1:80:3000/tcp`, `${PORT:-3000}:3000`, or a table. */
function containerPort(port: unknown, at: (...parts: readonly unknown[]) => string): Fact | undefined {
  const written = textOf(port) ?? textOf(tableOf(port).target) ?? '';
  const text = expand(written, new Map()) ?? written;
  const own = (text.split(':').pop() ?? '').replace(/\/tcp$/, '');
  return portOf(own, at(written), 'medium');
}

/** What it is given is for its neighbours in the file; only the names are of use elsewhere. */
function variableNames(environment: unknown): readonly string[] {
  return namesOf(environment)
    .map((each) => each.replace(/[=:].*$/s, ''))
    .filter((each) => /^[A-Za-z_]\w{0,99}$/.test(each) && each !== 'PORT' && each !== 'NODE_ENV')
    .slice(0, 60);
}

/** Those that say where its data is: `DB_FILE: /data/app.db`. */
function variablesIn(environment: unknown, volumes: readonly string[]): ReadonlyMap<string, string> {
  const pairs = Array.isArray(environment)
    ? environment.map((each) => (textOf(each) ?? '').split(/=(.*)/s))
    : Object.entries(tableOf(environment)).map(([name, value]) => [name, textOf(value) ?? '']);
  return new Map(
    pairs.flatMap(([name = '', written = '']) => {
      const value = inApp(written);
      const isKept = volumes.some((path) => value === path || value.startsWith(`${path}/`));
      if (!isKept || !/^[A-Za-z_]\w{0,99}$/.test(name) || foreign.test(name)) return [];
      return /^[\w./-]+$/.test(value) ? [[name, value] as const] : [];
    }),
  );
}

/** The services that it depends on, or whose host name it is given. */
function besides(
  service: Table,
  all: ReadonlyMap<string, Table>,
): readonly { readonly kind: string; readonly image: string }[] {
  const named = new Set([...namesOf(service.depends_on), ...namesOf(service.links).map(withoutAlias)]);
  const given = JSON.stringify(service.environment ?? '');
  return [...all].flatMap(([name, other]) => {
    const image = textOf(other.image);
    const kind = image === undefined ? undefined : serviceOfImage(image);
    if (image === undefined || kind === undefined || name.length > 100) return [];
    const isNamed = named.has(name) || new RegExp(`[/@=":]${escaped(name)}[:/",]`).test(given);
    return isNamed ? [{ kind, image }] : [];
  });
}

function withoutAlias(link: string): string {
  return link.replace(/:.*$/, '');
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}
