import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { Recipe, Runtime, Step } from '../../recipe/types.ts';
import type { StackManifest } from '../schema.ts';
import type { Written } from './data.ts';
import type { Frontend } from '../frontend/frontend.ts';
import { copiesOf, stagesOf } from './frontends.ts';
import { healthCommand } from './health.ts';
import { ignored } from './ignored.ts';
import { installSteps } from './install.ts';
import { launcher } from './launch.ts';
import type { Fixes } from './pins.ts';
import { contextOf } from './project.ts';
import { dataSteps, missingDirs } from './written.ts';
import { missingServers } from './servers.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';
import { toolsOf, venv } from './venv.ts';

const packages = '/venv/lib/python3.13/site-packages';
/** Where Debian's Python looks for what pip installs: https://wiki.debian.org/Python */
const installed = '/usr/local/lib/python3.13/dist-packages';
const compile = 'python -m compileall -qq --invalidation-mode unchecked-hash';

export type Plan = {
  readonly sight: Sight;
  readonly start: Start;
  readonly fixes: Fixes;
  readonly data: readonly Written[];
  /** The project itself becomes a package. */
  readonly install: boolean;
  /** Of the virtual environment, which it starts by their names. */
  readonly programs: readonly string[];
  readonly stack: StackManifest;
  readonly frontends: readonly Frontend[];
  /** What they are built by. */
  readonly nodeStack: StackManifest | undefined;
};

/** How the image of a Python project is made. */
export function recipeOf(plan: Plan, chosen: Chosen): Recipe {
  const { sight, start, fixes, data, install, stack, frontends, nodeStack } = plan;
  const programs = programsOf(plan);
  const { project, repo } = sight;
  const { target, port } = chosen;
  const program = start.script === undefined ? launcher(start, port) : undefined;
  const additions = [...missingServers(sight, start.servers), ...fixes.additions];
  const { early, late } = installSteps(project, fixes, additions, stack);
  const work = posix.join('/app', start.workdir);
  const own = within(contextOf(project), project.dir);
  const beside = data.filter(({ path }) => !path.startsWith('/'));
  const linked = dataSteps(
    beside,
    (path) => repo.has(posix.join(project.dir, path)),
    (path) => repo.hasDir(posix.join(project.dir, path)),
    start.build.length > 0,
  );
  const installing: readonly Step[] =
    install && project.manager !== 'setup' ? [installOwn(project.versioned)] : [];
  const tools = toolsOf([...early, ...late, ...installing]);
  // A program of the standard library only has no packages, and no directory for them.
  const installs = tools.length > 0;
  // What comes later is compiled with all the rest.
  const isEarly = late.length === 0 && early.some((step) => 'run' in step);
  const sourced = start.script === undefined;
  return {
    // Packages with compiled parts are those of the platform that they are installed on.
    native: true,
    ignore: [...ignored(sight), ...(frontends.length > 0 ? ['**/node_modules'] : [])],
    stages: [
      ...(stack.managers.uv && installs
        ? [{ name: 'uv', image: stack.managers.uv.image, platform: 'target', steps: [] } as const]
        : []),
      ...stagesOf(frontends, sight, nodeStack),
      {
        name: 'build',
        image: target.build,
        platform: 'target',
        trust: true,
        main: true,
        ...(fixes.apt.length > 0 && { apt: fixes.apt }),
        steps: [
          ...(installs ? venv(tools) : []),
          { workdir: '/app' },
          ...early,
          ...(sourced && isEarly ? [bytecode, { run: [`${compile} ${packages} || true`] }] : []),
          { copy: [own === '' ? '.' : own], to: '.' },
          ...copiesOf(frontends, sight, nodeStack),
          ...late,
          ...installing,
          ...builds(
            start,
            work,
            missingDirs(beside, (path) => repo.hasDir(posix.join(project.dir, path))),
          ),
          ...linked,
          ...(programs.length === 0
            ? []
            : [
                {
                  comment:
                    programs.length === 1
                      ? 'The command begins with the Python of the image.'
                      : 'These begin with the Python of the image.',
                },
                {
                  run: [
                    ["sed -i '1s|.*|#!/usr/bin/python3.13|'", ...programs.map((each) => sh`${each}`)].join(
                      ' ',
                    ),
                  ],
                },
              ]),
          ...(sourced && isEarly ? [] : [bytecode]),
          {
            run: [
              sourced
                ? `${compile} ${late.length + installing.length > 0 ? `${packages} ` : ''}/app || true`
                : `${compile} ${packages} || true`,
            ],
          },
          ...(program === undefined
            ? []
            : [
                { comment: 'What a shell would do, which the image does not have.' },
                { file: '/start.py', content: program },
              ]),
        ],
      },
    ],
    runtime: runtimeOf(plan, chosen, { program, work, programs, installs }),
  };
}

const bytecode: Step = {
  comment:
    'Bytecode needs no check against its source: the image is read-only. What is no Python 3 stays as it is.',
};

type Made = {
  /** The program that starts it, in place of a shell. */
  readonly program: string | undefined;
  readonly work: string;
  /** Of the virtual environment, by their paths. */
  readonly programs: readonly string[];
  /** There are packages. */
  readonly installs: boolean;
};

/** Programs of the virtual environment that the image has: the one that it is, and what that starts. */
function programsOf({ start, programs }: Plan): readonly string[] {
  const all = [...(start.script === undefined ? [] : [start.script]), ...programs];
  return [...new Set(all)].map((name) => `/venv/bin/${name}`);
}

function runtimeOf(
  { start, data, sight: { project } }: Plan,
  { port, health, files, writable }: Chosen,
  { program, work, programs, installs }: Made,
): Runtime {
  const python = '/usr/bin/python3.13';
  const own = within(contextOf(project), project.dir);
  const linked = data.filter(({ path }) => !path.startsWith('/'));
  const bases = start.bases.map((base) => posix.join('/app', base));
  const isServer = start.kind === 'server' && port > 0;
  const environment = {
    PYTHONUNBUFFERED: '1',
    ...(isServer && start.portByEnv && { PORT: String(port) }),
    ...(bases.length > 0 && { PYTHONPATH: bases.join(':') }),
    ...start.env,
  };
  const entrypoint =
    start.script === undefined
      ? [python, ...(program === undefined ? start.argv : ['/start.py'])]
      : [`/usr/local/bin/${start.script}`, ...start.argv];
  return {
    ...(start.script === undefined || files.length > 0
      ? { workdir: start.script === undefined ? work : '/app' }
      : {}),
    steps: [
      ...(installs
        ? ([
            { comment: "Where Debian's Python looks for packages." },
            { copy: [packages], to: installed, from: 'build' },
          ] as const)
        : []),
      ...(programs.length > 0 ? ([{ copy: programs, to: '/usr/local/bin/', from: 'build' }] as const) : []),
      ...(start.script === undefined
        ? [{ copy: ['/app'], to: '/app', from: 'build' }]
        : files.length > 0
          ? [{ copy: files.map((path) => posix.join(own, path)), to: '/app/' }]
          : []),
      ...(program === undefined ? [] : [{ copy: ['/start.py'], to: '/', from: 'build' }]),
      { env: environment },
    ],
    entrypoint,
    ...(isServer
      ? {
          health: healthCommand(
            port,
            start.portByEnv,
            health === '' ? '/' : health,
            !/grpc|websockets/.test(start.framework.value),
          ),
        }
      : {
          noHealth:
            start.kind === 'cli' ? 'it is a command, not a service.' : 'it is a worker and listens nowhere.',
        }),
    // What Python ends at by itself: it ignores the usual signal where it is the first process.
    ...(isServer && start.script !== undefined && { stopSignal: 'SIGINT' }),
    startPeriod: 15,
    writable: [
      ...(linked.length > 0
        ? [
            {
              path: '/data',
              why: linked.map(({ path }) => path).join(', '),
              volume: true,
              content: '/written/data',
            },
          ]
        : []),
      ...data
        .filter(({ path }) => path.startsWith('/') && !(linked.length > 0 && /^\/data(?:\/|$)/.test(path)))
        .map(({ path, from }) => ({ path, why: from, volume: true })),
      ...writable.map((path) => ({
        path: posix.resolve(work, path),
        why: 'said by --writable',
        volume: true,
      })),
    ],
  };
}

function installOwn(versioned: string): Step {
  return {
    run: [`${versioned}uv pip install --no-deps .`],
    caches: ['/root/.cache/uv'],
    network: true,
  };
}

function builds({ build }: Start, work: string, missing: readonly string[]): readonly Step[] {
  const moved = work === '/app' ? [] : [{ workdir: work }];
  return build.length === 0
    ? []
    : [
        ...moved,
        ...build.flatMap(({ comment, run }): readonly Step[] => [
          { comment },
          { run: [...(missing.length > 0 ? [`mkdir -p ${missing.join(' ')}`] : []), run] },
        ]),
      ];
}
