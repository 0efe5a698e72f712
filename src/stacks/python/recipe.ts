import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { Recipe, Step } from '../../recipe/types.ts';
import { nodeStage, nodeSteps, npmHook } from './build-hook.ts';
import { copiesOf, stagesOf } from './frontends.ts';
import { ignored } from './ignored.ts';
import { installSteps } from './install.ts';
import { launcher } from './launch.ts';
import type { Plan } from './plan.ts';
import { contextOf } from './project.ts';
import { runtimeOf } from './runtime.ts';
import { dataSteps, missingDirs } from './written.ts';
import { missingServers } from './servers.ts';
import type { Start } from './start.ts';
import { sitePackages, toolsOf, venv } from './venv.ts';

const compile = 'python -m compileall -qq --invalidation-mode unchecked-hash';

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
  // Nothing of the project is built where only what it asks for is installed.
  const hook = late.length + installing.length > 0 ? npmHook(repo, project.dir) : undefined;
  const tools = toolsOf([...early, ...late, ...installing]);
  // A program of the standard library only has no packages, and no directory for them.
  const installs = tools.length > 0;
  // What comes later is compiled with all the rest.
  const isEarly = late.length === 0 && early.some((step) => 'run' in step);
  const sourced = start.script === undefined;
  return {
    // Packages with compiled parts are those of the platform that they are installed on.
    native: true,
    ignore: [...ignored(sight), ...(frontends.length > 0 || hook !== undefined ? ['**/node_modules'] : [])],
    stages: [
      ...(stack.managers.uv && installs
        ? [{ name: 'uv', image: stack.managers.uv.image, platform: 'target', steps: [] } as const]
        : []),
      ...(hook === undefined ? [] : [nodeStage(within(contextOf(project), hook))]),
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
          ...(hook === undefined ? [] : nodeSteps),
          { workdir: '/app' },
          ...early,
          ...(sourced && isEarly ? [bytecode, { run: [`${compile} ${sitePackages} || true`] }] : []),
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
                ? `${compile} ${late.length + installing.length > 0 ? `${sitePackages} ` : ''}/app || true`
                : `${compile} ${sitePackages} || true`,
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

/** Programs of the virtual environment that the image has: the one that it is, and what that starts. */
function programsOf({ start, programs }: Plan): readonly string[] {
  const all = [...(start.script === undefined ? [] : [start.script]), ...programs];
  return [...new Set(all)].map((name) => `/venv/bin/${name}`);
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
