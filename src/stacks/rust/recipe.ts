import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import type { BuildStage, Recipe, Runtime, Step, Writable } from '../../recipe/types.ts';
import { buildStage } from './build-stage.ts';
import type { Frontend } from './frontend.ts';
import type { Study } from './study.ts';

/** Where the source is while it is built, and what the program reads while it runs: paths that the compiler keeps hold there too. */
const home = '/app';

export function recipeOf(found: Study, chosen: Chosen): Recipe {
  const { plan, frontend, files, probe } = found;
  const { context } = plan;
  const below = (path: string) => posix.relative(context, path);
  const own = below(plan.workspace.dir);
  const native = plan.native.because !== undefined || chosen.target.link !== 'static';
  const build = buildStage({
    plan,
    native,
    home,
    checked: probe !== undefined,
    target: chosen.target,
    frontend: frontend && below(frontend.output),
  });
  return {
    native,
    ignore: [
      posix.join(own, 'target'),
      ...plan.toolchain.ignored.map(below),
      ...(frontend ? ['**/node_modules'] : []),
    ],
    stages: [...(frontend ? [frontendStage(frontend, below)] : []), build],
    runtime: runtimeOf(found, chosen, posix.join(home, below(files.base))),
  };
}

function runtimeOf(
  { plan, env, args, files, written, kind, probe, stop, frontend }: Study,
  chosen: Chosen,
  base: string,
): Runtime {
  const { port, health } = chosen;
  const { context } = plan;
  const filled = (text: string) => text.replaceAll('{port}', String(port));
  const edited = plan.edits.map(({ path }) => path);
  const paths = [
    ...files.paths.map(({ value }) => value),
    ...chosen.files.map((path) => posix.join(plan.workspace.dir, path)),
  ];
  // Made by an earlier stage, and read by the program while it runs.
  const page =
    frontend && !frontend.embedded ? posix.join(home, posix.relative(context, frontend.output)) : undefined;
  const copies = paths.map((path): Extract<Step, { copy: unknown }> => {
    const inside = posix.join(home, posix.relative(context, path));
    const changed = edited.some((each) => each === path || each.startsWith(`${path}/`));
    if (changed) return { copy: [inside], to: inside, from: 'build' };
    return { copy: [posix.relative(context, path)], to: inside };
  });
  const writable: readonly Writable[] = [
    ...written.map(({ value, why, volume }) => ({ path: posix.resolve(base, value), why, volume })),
    ...chosen.writable.map((path) => ({ path: posix.resolve(base, path), why: 'as you said', volume: true })),
  ];
  const relative =
    paths.length > 0 || page !== undefined || written.some(({ value }) => !value.startsWith('/'));
  const check = probe && [
    '/usr/local/bin/healthcheck',
    portOfHealth(env, port),
    ...(probe === 'http' ? [health === '' ? '/' : health] : []),
  ];
  return {
    ...(relative && { workdir: base }),
    steps: [
      { copy: ['/out/'], to: '/', from: 'build' },
      ...(copies.length > 0 ? [{ comment: 'What it reads while it runs.' }, ...copies] : []),
      ...(page === undefined ? [] : [{ copy: [page], to: page, from: 'frontend' }]),
      ...(Object.keys(env).length > 0
        ? [{ env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])) }]
        : []),
    ],
    entrypoint: [`/usr/local/bin/${plan.bin.name}`],
    ...(args.length > 0 && { command: args.map(filled) }),
    ...(check
      ? { health: check }
      : {
          noHealth: silent[kind],
        }),
    ...(writable.length > 0 && { writable }),
    ...(stop && { stopSignal: stop.signal, whyStopSignal: stop.why }),
  };
}

/** Why nothing can ask whether it is well. */
const silent: Readonly<Record<Study['kind'], string>> = {
  server: 'it speaks a protocol of its own.',
  worker: 'it answers no requests.',
  cli: 'it is a command, not a service.',
  static: '',
};

/** The variable that holds the port, where there is one: the check follows it. */
function portOfHealth(env: Readonly<Record<string, string>>, port: number): string {
  return Object.entries(env).find(([, value]) => value === '{port}')?.[0] ?? String(port);
}

function frontendStage(
  { dir, output, install, build }: Frontend,
  below: (path: string) => string,
): BuildStage {
  void output;
  return {
    name: 'frontend',
    comment: 'The page that the program serves; what it is made of runs on no particular machine.',
    image: 'node:24-trixie-slim',
    platform: 'build',
    trust: true,
    steps: [
      { workdir: posix.join(home, below(dir)) },
      { copy: [below(dir)], to: './' },
      { run: [install], caches: ['/root/.npm'], network: true },
      { run: [build] },
    ],
  };
}
