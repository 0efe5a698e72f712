import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import { toName } from '../../detect/names.ts';
import type { Fact, Kind, Scene, Service } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import type { App } from './app.ts';
import { planBuild } from './build.ts';
import type { ChosenStart } from './choose-start.ts';
import { healthByFile, type Framework } from './framework.ts';
import { findHost } from './host.ts';
import { planInstall } from './install.ts';
import { findNeeds } from './needs.ts';
import { allDependencies, join, type Package } from './package.ts';
import { planPages, type Planned } from './pages.ts';
import { findPort, portInSettings, type Listens } from './port.ts';
import { programs } from './programs.ts';
import { inImage, recipeOf } from './recipe.ts';
import { needsDevelopment } from './misplaced.ts';
import { listSources } from './sources.ts';
import { sourcesOnly } from './tidy.ts';
import { findNodeVersion } from './versions.ts';
import { findWrites } from './writes.ts';

/** The service of a package, or undefined where nothing of it runs. */
export function serviceOf(
  scene: Scene,
  own: Package,
  found: ChosenStart | undefined,
  framework: Framework | undefined,
): Service | undefined {
  const { repo, stack, hints } = scene;
  const said = hints(own.dir);
  const install = planInstall(repo, stack, own);
  const { root, members } = install.workspace;
  const pages = planPages(scene, own, found, framework, install);
  if (pages === 'static') return undefined;
  const chosen = pages?.chosen ?? found;
  if (!chosen || chosen.start.runs === 'pages' || chosen.start.runs === 'deno') return undefined;
  const sources = listSources(
    repo,
    own.dir,
    chosen.start.entry,
    members.map(({ dir }) => dir),
  );
  const listens = findPort(repo, sources);
  const kind = kindOf(
    own,
    chosen,
    framework,
    listens,
    pages,
    own === root && members.length === 0,
    said.port !== undefined,
  );
  if (kind === undefined) return undefined;

  const build = planBuild(repo, own, chosen, install, said);
  const node = findNodeVersion(repo, own === root ? [own] : [own, root]);
  const port =
    kind === 'server' ? (said.port ?? portFact(scene, own, chosen, framework, listens)) : undefined;
  const health = kind === 'server' ? (said.health ?? healthFact(scene, own, sources)) : undefined;
  const workdir = inImage({ own, install, start: chosen.start });
  const writes = findWrites(repo, sources, workdir);
  const environment = findNeeds(repo, own, sources, install.prisma);
  const misplaced =
    build.loader === undefined && build.commands.length === 0
      ? needsDevelopment(repo, own, sources)
      : undefined;
  const host = kind === 'server' && !pages ? findHost(repo, sources, own) : {};
  const shape = pages?.shape ?? ({ kind: 'tree' } as const);
  const app: App = {
    own,
    install,
    build: pages?.commands ? { ...build, commands: pages.commands } : build,
    start: chosen.start,
    kind,
    framework: framework?.id ?? '',
    shape,
    entry: entryOf(chosen, pages?.entry ?? build.entry, workdir, install.manager.id === 'pnpm'),
    args: pages?.args ?? chosen.start.args,
    before: pages?.before ?? [],
    buildEnv: { ...pages?.buildEnv, ...legacyOpenssl(own) },
    env: { ...environment.defaults, ...chosen.start.env, ...pages?.env },
    ...(listens.variable !== undefined && !pages && { portVariable: listens.variable }),
    host,
    writable: [...(pages?.writable ?? []), ...writes.directories],
    beside: writes.beside && !pages,
    everything: build.loader !== undefined || misplaced !== undefined,
    native:
      pages?.shape?.kind === 'output'
        ? pages.native === true || install.native.names.length > 0
        : install.native.bound || install.prisma !== undefined,
    sources: sourcesOnly(repo, root.dir, own, build),
    facts: {},
    needs: [],
    notes: [],
  };
  const version: Fact = { ...node.target, value: String(node.major) };
  return {
    found: 'service',
    stack: 'node',
    dir: own.dir,
    context: root.dir,
    name: nameOf(own),
    kind,
    target: node.target,
    ...(port && { port }),
    ...(health && { health }),
    facts: {
      version,
      ...(framework && { framework: { value: framework.label, from: own.path, confidence: 'high' } }),
      manager: install.manager.fact,
      ...(app.build.commands.length > 0 && {
        build: {
          value: app.build.commands.join(' && '),
          from: build.fact?.from ?? own.path,
          confidence: 'high',
        },
      }),
      start: chosen.fact,
      entry: { value: app.entry, from: chosen.fact.from, confidence: chosen.fact.confidence },
      ...(install.native.names.length > 0 && {
        native: {
          value: install.native.names.join(', '),
          from: install.manager.lock ?? own.path,
          confidence: 'medium',
        },
      }),
    },
    needs: environment.needs,
    packages: [],
    notes: [
      ...(node.note === undefined ? [] : [node.note]),
      ...install.notes,
      ...(host.closed === undefined
        ? []
        : [`${host.closed} listens on localhost: in the image it listens on every address`]),
      ...(misplaced === undefined
        ? []
        : [
            `${misplaced} is a development dependency, and the program runs with it: the image has all of them`,
          ]),
      ...(build.loader === undefined
        ? []
        : ['it compiles as it starts: a build script would make it smaller and faster to start']),
      ...migrations(chosen),
    ],
    rank: rankOf(own, kind, chosen),
    recipe: (answers) => recipeOf(app, answers),
  };
}

function kindOf(
  own: Package,
  chosen: ChosenStart,
  framework: Framework | undefined,
  listens: Listens,
  pages: Planned | undefined,
  alone: boolean,
  port: boolean,
): Kind | undefined {
  const { by, start } = chosen;
  if (pages || port) return 'server';
  if (by === 'bin') return 'cli';
  if (by === 'file') {
    if (listens.at !== undefined) return 'server';
    return alone && own.private && !['exports', 'types', 'typings', 'files'].some((field) => field in own.raw)
      ? 'worker'
      : undefined;
  }
  if (
    framework ||
    listens.at !== undefined ||
    (start.runs === 'program' && programs[start.entry] !== undefined)
  )
    return 'server';
  return Object.keys(own.bin).length > 0 ? 'cli' : 'worker';
}

function portFact(
  { repo }: Scene,
  own: Package,
  chosen: ChosenStart,
  framework: Framework | undefined,
  listens: Listens,
): Fact {
  const { args, env } = chosen.start;
  const at = args.findIndex((arg) => /^(-p|--port)$/.test(arg));
  const given = [
    at >= 0 ? args[at + 1] : undefined,
    args.map((arg) => /^(?:--port=|-p)(\d+)$/.exec(arg)?.[1]).find(Boolean),
    env['PORT'],
  ].find((each) => each !== undefined && /^\d{2,5}$/.test(each));
  if (given !== undefined) return { value: given, from: chosen.fact.from, confidence: 'high' };
  if (listens.port) return listens.port;
  const settings = portInSettings(
    repo,
    [
      'config/default.json',
      'config/production.json',
      'config.json',
      'src/config.json',
      'config/config.json',
      '.env.example',
      '.env.sample',
      'config/default.js',
      'config/default.yml',
      'config/default.yaml',
    ].map((name) => join(own.dir, name)),
  );
  if (settings) return settings;
  if (framework)
    return {
      value: framework.port,
      from: `default of ${framework.label}`,
      confidence: listens.variable === undefined ? 'medium' : 'high',
    };
  return {
    value: '3000',
    from: listens.variable === undefined ? 'default' : `default: it takes ${listens.variable}`,
    confidence: listens.variable === undefined ? 'low' : 'medium',
  };
}

function healthFact({ repo }: Scene, own: Package, sources: readonly string[]): Fact | undefined {
  const file = healthByFile(repo, own);
  if (file) return { value: file.path, from: file.from, confidence: 'high' };
  const hits = repo
    .search(sources, healthRoute, 20)
    .filter(({ match }) => /get|use|route|path|url|Controller|Get|app\./.test(match.input ?? ''));
  const best = bestHealthRoute(hits.map(({ match }) => match[1] as string));
  const hit = hits.find(({ match }) => `/${(match[1] as string).replace(/^\//, '')}` === best);
  // In a router of its own it may stand below another path.
  const prefixed = hit !== undefined && !/\b(app|server|fastify)\b/.test(hit.match.input ?? '');
  return best === undefined || hit === undefined || prefixed
    ? undefined
    : { value: best, from: place(hit), confidence: 'medium' };
}

function entryOf({ start }: ChosenStart, entry: string, workdir: string, pnpm: boolean): string {
  if (start.runs !== 'program') return entry.startsWith('/') ? entry : `${workdir}/${entry}`;
  const known = programs[start.entry];
  void pnpm;
  return known === undefined ? `/app/node_modules/.bin/${start.entry}` : `/app/node_modules/${known}`;
}

function nameOf(own: Package): Fact {
  const value = toName(own.name) ?? toName(own.dir.split('/').pop() ?? '') ?? 'app';
  return { value, from: own.name === '' ? 'the directory' : `${own.path}: name`, confidence: 'high' };
}

/** Builds of the time of webpack 4 hash by an algorithm that OpenSSL 3 has put away. */
function legacyOpenssl(own: Package): Readonly<Record<string, string>> {
  const asked = allDependencies(own);
  const older = (name: string, major: number): boolean => {
    const found = /\d+/.exec(asked[name] ?? '')?.[0];
    return found !== undefined && Number(found) < major;
  };
  const old =
    older('webpack', 5) ||
    older('react-scripts', 5) ||
    older('@vue/cli-service', 5) ||
    older('next', 11) ||
    older('nuxt', 3);
  return old ? { NODE_OPTIONS: '--openssl-legacy-provider' } : {};
}

function migrations({ start }: ChosenStart): readonly string[] {
  const found = start.before.map((words) => words.join(' ')).filter((line) => /migrat|seed|db/.test(line));
  return found.map(
    (line) =>
      `the start script runs ${JSON.stringify(line)} first: the image does not, run it when you release`,
  );
}

function rankOf({ dir }: Package, kind: Kind, { by }: ChosenStart): number {
  if (
    /(^|\/)(examples?|tests?|fixtures?|samples?|demos?|e2e|docs?|benchmarks?|templates?|__\w+__|scripts|tools?)(\/|$)/.test(
      dir,
    )
  )
    return 0.1;
  if (kind === 'server') return by === 'file' ? 0.8 : 0.9;
  return kind === 'cli' ? 0.5 : 0.45;
}
