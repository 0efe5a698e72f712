import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Recipe, Runtime, Step, Writable } from '../../recipe/types.ts';
import { buildStage, home } from './build-stage.ts';
import { frontendStages, stageName } from '../frontend/frontend.ts';
import type { RuntimeFile } from './files.ts';
import type { StackManifest } from '../schema.ts';
import type { Study } from './study.ts';

/** @param node the stack that pages are built by */
export function recipeOf(
  found: Study,
  chosen: Chosen,
  repo: Inventory,
  node: StackManifest | undefined,
): Recipe {
  const { plan, frontend, files, probe } = found;
  const { context } = plan;
  const below = (path: string) => posix.relative(context, path);
  const own = below(plan.workspace.dir);
  const native = plan.native.because !== undefined || chosen.target.link !== 'static';
  const build = buildStage({
    plan,
    native,
    checked: probe !== undefined,
    target: chosen.target,
    frontend,
  });
  return {
    native,
    ignore: [
      posix.join(own, 'target'),
      ...plan.toolchain.ignored.map(below),
      ...(frontend ? ['**/node_modules'] : []),
    ],
    stages: [
      ...(frontend?.page && node ? frontendStages(frontend.page, repo, node, context, stageName(0)) : []),
      build,
    ],
    runtime: runtimeOf(found, chosen, posix.join(home, below(files.base))),
  };
}

function runtimeOf(
  { plan, env: own, args, files, written, needsHome, kind, probe, stop, frontend }: Study,
  chosen: Chosen,
  base: string,
): Runtime {
  const { port, health, target } = chosen;
  const { context } = plan;
  const homeless = needsHome && target.runtime === 'scratch';
  const env = { ...(homeless && { HOME: userHome }), ...own };
  const filled = (text: string) => text.replaceAll('{port}', String(port));
  const edited = plan.edits.map(({ path }) => path);
  const paths: readonly Pick<RuntimeFile, 'value' | 'at'>[] = [
    ...files.paths,
    ...chosen.files.map((path) => ({ value: posix.join(plan.workspace.dir, path) })),
  ];
  // Made by an earlier stage, and read by the program while it runs.
  const page = frontend?.page && !frontend.embedded ? posix.relative(context, frontend.output) : undefined;
  const inside = (path: string) => posix.join(home, posix.relative(context, path));
  const copies = paths.map(({ value: path, at = path }): Extract<Step, { copy: unknown }> => {
    const changed = edited.some((each) => each === path || each.startsWith(`${path}/`));
    if (changed) return { copy: [inside(path)], to: inside(at), from: 'build' };
    return { copy: [posix.relative(context, path)], to: inside(at) };
  });
  const writable: readonly Writable[] = [
    ...written.map(({ value, why, volume }) => ({ path: posix.resolve(base, value), why, volume })),
    ...chosen.writable.map((path) => ({ path: posix.resolve(base, path), why: 'as you said', volume: true })),
    ...(homeless ? [{ path: userHome, why: 'its settings and caches', volume: false }] : []),
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
      ...(page === undefined
        ? []
        : [{ copy: [posix.join('/src', page)], to: posix.join(home, page), from: stageName(0) }]),
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

/** As in the distroless images. */
const userHome = '/home/nonroot';

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
