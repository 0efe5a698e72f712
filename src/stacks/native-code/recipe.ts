import { within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { Recipe, Step, Writable } from '../../recipe/types.ts';
import { buildSteps } from './build-steps.ts';
import type { RuntimeFiles } from './files.ts';
import { healthProgram } from './health.ts';
import { librariesScript } from './libraries.ts';
import type { Server } from './server.ts';
import type { Program, Project } from './types.ts';

/** Everything that a recipe is made of. */
export type Plan = {
  readonly project: Project;
  readonly program: Program;
  readonly cpp: boolean;
  /** Some of a program of C is C++. */
  readonly mixed: boolean;
  /** It asks for the instructions of the machine that builds, which are left out. */
  readonly native: boolean;
  readonly server?: Server;
  readonly files: RuntimeFiles;
  /** Debian packages to build with. */
  readonly apt: readonly string[];
  /** It links to more than the base has. */
  readonly links: boolean;
  /** Debian packages of what it loads without being linked to it. */
  readonly loads: readonly string[];
  /** It draws on a terminal, and asks terminfo how. */
  readonly terminal: boolean;
  /** Of sources without a build file: libraries to link to and directories of headers. */
  readonly libs?: readonly string[];
  readonly include?: readonly string[];
  /** Patterns of what earlier builds leave, where the repository has nothing of that name. */
  readonly ignore: readonly string[];
  /** Arguments that it is started with. */
  readonly args: readonly string[];
};

const home = '/app';

export function recipeOf(plan: Plan, chosen: Chosen): Recipe {
  const { project, program, server, files } = plan;
  const fixed = chosen.target.link === 'static';
  const links = plan.links && !fixed;
  const http = server !== undefined && server.http && chosen.port > 0;
  const bin = `/usr/local/${program.sbin ? 'sbin' : 'bin'}/${program.name}`;
  const read = [
    ...new Set([...files.reads.keys(), ...chosen.files.map((path) => posix.join(project.dir, path))]),
  ];
  const here = (path: string) => within(project.dir, path);
  const workdir = files.below ? `${home}/build` : home;
  const writable = writableOf(files, chosen, workdir);
  const isRelative =
    read.length > 0 || writable.some(({ path }) => path.startsWith(`${home}/`) || path === home);
  const compiled = project.compiledPaths ?? [];
  return {
    native: true,
    ignore: plan.ignore,
    stages: [
      {
        name: 'build',
        image: chosen.target.build,
        platform: 'target',
        trust: true,
        main: true,
        apt: plan.apt,
        steps: joined([
          { workdir: '/src' },
          { copy: ['.'], to: '.' },
          ...(server?.loopback ?? []).map((hit) => listenEverywhere(here(hit.path), hit.line)),
          ...(fixed ? staticFlags() : []),
          ...buildSteps(plan, bin),
          ...(links ? librarySteps(plan.loads) : []),
          ...(http ? healthSteps(server) : []),
        ]),
      },
    ],
    runtime: {
      ...(isRelative && { workdir }),
      steps: [
        { copy: ['/out/'], to: '/', from: 'build' },
        ...copies(read.map(here), home, 'What it reads while it runs.'),
        ...copies(compiled.map(here), '/src', 'Paths that were compiled in.'),
        ...(plan.terminal
          ? ([
              {
                comment:
                  'What terminals can do, and the locale that reads and draws UTF-8, which glibc has in a file.',
              },
              { copy: ['/usr/share/terminfo/'], to: '/usr/share/terminfo/', from: 'build' },
              { copy: ['/usr/lib/locale/C.utf8/'], to: '/usr/lib/locale/C.utf8/', from: 'build' },
              { env: { LANG: 'C.UTF-8' } },
            ] as const)
          : []),
        ...(server?.readsPort && chosen.port > 0 ? [{ env: { PORT: String(chosen.port) } }] : []),
      ],
      entrypoint: [bin],
      ...commandOf(plan, chosen),
      ...(writable.length > 0 && { writable }),
      ...(links && { libraries: { from: 'build', path: '/libraries' } }),
      ...(http
        ? { health: ['/healthcheck', String(chosen.port), chosen.health === '' ? '/' : chosen.health] }
        : { noHealth: server ? 'it does not speak HTTP.' : 'it is a command, not a service.' }),
    },
  };
}

/** What is only run, one after the other, is one layer. */
function joined(steps: readonly Step[]): readonly Step[] {
  const all: Step[] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (last && isOnlyRun(last) && isOnlyRun(step)) all.splice(-1, 1, { run: [...last.run, ...step.run] });
    else all.push(step);
  }
  return all;
}

function isOnlyRun(step: Step): step is { readonly run: readonly string[] } {
  return 'run' in step && Object.keys(step).length === 1;
}

function commandOf({ server, args }: Plan, { port }: Chosen): { command?: readonly string[] } {
  if (args.length > 0) return { command: args.map((each) => each.replace('{port}', String(port))) };
  return server?.argument !== undefined && port > 0 ? { command: [String(port)] } : {};
}

/** Binding the loopback address only, it would answer nobody outside of its container. */
function listenEverywhere(path: string, line: number): Step {
  return {
    run: [
      sh`sed -i -e ${`${line}s/127\\.0\\.0\\.1\\|localhost/0.0.0.0/; ${line}s/INADDR_LOOPBACK/INADDR_ANY/`} ${path}`,
    ],
  };
}

function staticFlags(): readonly Step[] {
  return [
    { comment: 'All in one file, at a random address all the same.' },
    { env: { LDFLAGS: '-static-pie' } },
  ];
}

function librarySteps(loads: readonly string[]): readonly Step[] {
  return [
    {
      comment: [
        'Which packages of Debian have the libraries that it links to; its own go beside it.',
        ...(loads.length > 0 ? [`It opens what ${loads.join(' and ')} has while it runs.`] : []),
      ].join(' '),
    },
    { file: '/libraries.sh', content: librariesScript },
    { run: ['sh /libraries.sh', ...loads.map((name) => sh`echo ${name} >> /libraries`)] },
  ];
}

function healthSteps(server: Server): readonly Step[] {
  return [
    { file: '/health.c', content: healthProgram(server) },
    { run: ['cc -Os -s -static -o /out/healthcheck /health.c'] },
  ];
}

/** Files into their directories, one COPY for each of them. */
function copies(paths: readonly string[], root: string, comment: string): Recipe['runtime']['steps'] {
  if (paths.length === 0) return [];
  return [{ comment }, ...paths.map((path) => ({ copy: [path], to: posix.join(root, path) }))];
}

function writableOf({ writes }: RuntimeFiles, { writable }: Chosen, workdir: string): readonly Writable[] {
  const found = writes.map(({ path, why }) => ({ path: posix.resolve(workdir, path), why, volume: true }));
  const given = writable.map((path) => ({
    path: posix.resolve(workdir, path),
    why: 'as you said',
    volume: true,
  }));
  return [...found, ...given].filter(
    ({ path }, at, all) => all.findIndex((each) => each.path === path) === at,
  );
}
