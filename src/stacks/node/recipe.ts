import { within } from '../../inventory/paths.ts';
import { isUnique } from '../../detect/needs.ts';
import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Recipe, Runtime, Writable } from '../../recipe/types.ts';
import { addedTo } from './added.ts';
import type { App } from './app.ts';
import { bunStage } from './bun.ts';
import { copies } from './copies.ts';
import { healthCommand, pingCommand } from './health.ts';
import { migrateFirst } from './migrate-first.ts';
import { inImage } from './in-image.ts';
import { join } from './package.ts';
import { hasPackages, prunes } from './prunes.ts';
import { exportValues, valueSteps } from './value-steps.ts';
import { runnerOf } from './runner.ts';
import { withPort } from './with-port.ts';

const preload = '/app/listen-everywhere.cjs';
const migrating = '/app/migrate-first.cjs';
/** Distroless's own, after where its node is: https://github.com/GoogleContainerTools/distroless/blob/main/base/base.bzl */
const searchPath = '/nodejs/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function recipeOf(app: App, chosen: Chosen): Recipe {
  const { install, native } = app;
  const platform = native ? 'target' : 'build';
  const built =
    app.build.commands.length > 0 ||
    app.before.length > 0 ||
    install.later.length > 0 ||
    app.host.closed !== undefined ||
    app.migration !== undefined ||
    app.shape.kind === 'output';
  const stages = built ? buildStages(app, chosen, platform) : plainStages(app, chosen, platform);
  return {
    native,
    ignore: [...install.ignore, ...app.settings.map((path) => `!${path}`), ...committed(app)],
    ...contextOf(app),
    ...(app.ignoresSigterm && { parts: [runnerOf(app.bun).stop] }),
    stages: [
      ...(app.bun === undefined ? [] : [bunStage(app.bun, chosen.target.build)]),
      ...install.stages(chosen.target.build),
      ...app.pages.flatMap((each) => each.stages),
      ...stages,
    ],
    runtime: runtimeOf(app, chosen, built),
  };
}

/** Of a workspace only what this service is made of; the manifests of the others, as the lock file knows them. */
function contextOf({ own, install }: App): Pick<Recipe, 'context'> {
  const { workspace } = install;
  const contextPaths = install.contextPaths();
  return own.dir === workspace.root.dir || contextPaths.length === 0 ? {} : { context: contextPaths };
}

/** Sources that are kept in a directory of this name: what it starts is in there. */
function committed({ own, install, start }: App): readonly string[] {
  const entry = within(install.workspace.root.dir, join(own.dir, start.entry));
  const at = start.runs === 'file' ? entry.indexOf('/node_modules/') : -1;
  return at < 0 ? [] : [`!${entry.slice(0, at)}/node_modules`];
}

const machine = 'Runs on the machine that builds: what it makes is JavaScript, the same for every platform.';

/** The sources are the program: they go straight into the last stage. */
function plainStages(app: App, { target }: Chosen, platform: BuildStage['platform']): readonly BuildStage[] {
  const { install } = app;
  if (!hasPackages(app))
    return [
      {
        name: 'build',
        image: target.build,
        platform: 'build',
        main: true,
        steps: [{ workdir: '/app' }, { copy: ['.'], to: '.' }],
      },
    ];
  return [
    {
      name: 'dependencies',
      ...(platform === 'build' && { comment: machine }),
      image: target.build,
      platform,
      trust: true,
      main: true,
      apt: install.apt,
      steps: [{ workdir: '/app' }, ...(app.everything ? install.all : install.production)],
    },
  ];
}

function buildStages(app: App, { target }: Chosen, platform: BuildStage['platform']): readonly BuildStage[] {
  const { install, build } = app;
  const workdir = inImage(app);
  const pruned = prunes(app);
  const env = app.buildEnv;
  const whole = app.shape.kind === 'tree' && app.shape.only === undefined;
  const used = app.sources.map((path) => sh`${workdir === '/app' ? path : `/app/${path}`}`);
  const alone = install.workspace.members.length === 0;
  const cleanup = [
    ...app.cleanup,
    ...(whole && alone ? [['rm -rf node_modules', ...used].join(' ')] : []),
    ...(whole && !alone
      ? [
          `find /app -name node_modules -prune -exec rm -rf '{}' +`,
          ...(used.length > 0 ? [`rm -rf ${used.join(' ')}`] : []),
        ]
      : []),
  ];
  const inside = workdir !== '/app';
  const commands = [...(inside ? [] : install.later), ...build.commands];
  return [
    {
      name: 'dependencies',
      ...(platform === 'build' && { comment: machine }),
      image: target.build,
      platform,
      trust: true,
      ...({ tools: true } as const),
      apt: install.apt,
      steps: [{ workdir: '/app' }, ...install.all],
    },
    ...(pruned
      ? [
          {
            name: 'production',
            comment: 'Without what only the build needs; done again only when the dependencies change.',
            image: 'dependencies',
            platform: 'target',
            steps: install.prune,
          } as const,
        ]
      : []),
    {
      name: 'build',
      image: 'dependencies',
      platform: 'target',
      main: true,
      steps: [
        { copy: ['.'], to: '.' },
        ...(inside && install.later.length > 0
          ? [
              { comment: 'What it needs of its workspace.' },
              { run: install.later, caches: install.caches, network: true } as const,
            ]
          : []),
        ...(inside ? [{ workdir }] : []),
        ...app.before,
        ...(Object.keys(env).length > 0 ? [{ env }] : []),
        ...valueSteps(app.buildValues),
        ...(commands.length > 0
          ? [
              {
                run: [...exportValues(app.buildValues), ...commands],
                caches: install.caches,
                network: true,
                secrets: app.buildValues.secrets.map((required) => ({ required })),
              } as const,
            ]
          : []),
        ...(app.host.closed === undefined ? [] : [{ file: preload, content: runnerOf(app.bun).openHost }]),
        ...(app.migration === undefined
          ? []
          : [
              { comment: 'Makes the tables of its database, before the program starts.' },
              { file: migrating, content: migrateFirst(app.migration) },
            ]),
        ...(cleanup.length > 0 ? [{ comment: 'What only the build needs.' }, { run: cleanup }] : []),
      ],
    },
  ];
}

function runtimeOf(app: App, { port, health, files, writable }: Chosen, built: boolean): Runtime {
  const workdir = inImage(app);
  const { program, load, ...runner } = runnerOf(app.bun);
  const stop = `.distroless/${runner.stop}.cjs`;
  const flags = [
    ...(app.host.closed === undefined ? [] : [load, preload]),
    ...(app.migration === undefined ? [] : [load, migrating]),
    ...(app.ignoresSigterm ? [load, `/app/${stop}`] : []),
    ...(app.build.loader === undefined ? [] : [app.build.loader]),
    ...(app.bun === undefined ? app.start.flags : (app.start.bunFlags ?? [])),
  ];
  const entrypoint = [program, ...flags, app.entry, ...app.args.map((arg) => withPort(arg, port))];
  const env = {
    NODE_ENV: 'production',
    ...runner.environment,
    ...app.env,
    ...(port > 0 && { [app.portVariable ?? 'PORT']: String(port) }),
    ...(app.host.variable !== undefined && { [app.host.variable]: '0.0.0.0' }),
  };
  const paths: readonly Writable[] = [
    ...app.writable,
    ...(app.beside ? [{ path: workdir, why: 'a file beside the program', volume: false }] : []),
    ...writable.map((path) => ({
      path: path.startsWith('/') ? path : `${workdir}/${path}`,
      why: 'asked for',
      volume: true,
    })),
  ];
  return {
    workdir: join(workdir, app.cwd),
    steps: [
      ...runner.steps,
      ...copies(app, built),
      ...addedTo(app),
      ...(app.ignoresSigterm
        ? [
            { comment: 'Nothing in the program listens for SIGTERM; this ends it when it is told to stop.' },
            { copy: [{ ours: stop }], to: `/app/${stop}` },
          ]
        : []),
      ...(files.length > 0 ? files.map((path) => ({ copy: [path], to: `/app/${path}` })) : []),
      { env },
      ...(app.callsNode
        ? [{ comment: 'The program starts `node` by its name.' }, { env: { PATH: searchPath } }]
        : []),
    ],
    entrypoint,
    writable: paths.filter(isUnique(({ path }) => path)),
    ...(port > 0
      ? {
          health: app.grpc
            ? pingCommand(runner.evaluate, port, app.portVariable)
            : healthCommand(runner.evaluate, port, health === '' ? '/' : health, app.portVariable),
          startPeriod: 10,
        }
      : {
          noHealth:
            app.kind === 'cli' ? 'it is a command, not a service.' : 'it serves nothing that could be asked.',
        }),
  };
}
