import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import type { BuildStage, Recipe, Runtime, Step, Writable } from '../../recipe/types.ts';
import type { BuildPlan } from './build-plan.ts';
import { buildStage } from './build-stage.ts';
import type { RuntimeFiles } from './files.ts';
import type { Framework } from './framework.ts';
import type { Frontend } from './frontend.ts';
import type { Written } from './writable.ts';

/** Where the source is while it is built, and what the program reads while it runs: paths that the compiler keeps hold there too. */
const home = '/app';

export type Parts = {
  readonly plan: BuildPlan;
  /** `{port}` stands for the port. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly files: RuntimeFiles;
  readonly written: readonly Written[];
  readonly frontend: Frontend | undefined;
  readonly framework: Framework | undefined;
  readonly isServer: boolean;
  readonly chosen: Chosen;
};

export function recipeOf(parts: Parts): Recipe {
  const { plan, frontend, isServer, framework, chosen, files } = parts;
  const context = plan.workspace.dir;
  const below = (path: string) => posix.relative(context, path);
  const native = plan.native.because !== undefined || chosen.target.link !== 'static';
  const checked = isServer && framework !== undefined;
  const build = buildStage({
    plan,
    native,
    home,
    checked,
    target: chosen.target,
    frontend: frontend && below(frontend.output),
  });
  const ignore = ['target', ...plan.toolchain.ignored.map(below), ...(frontend ? ['**/node_modules'] : [])];
  return {
    native,
    ignore,
    stages: [...(frontend ? [frontendStage(frontend, below)] : []), build],
    runtime: runtimeOf(parts, files.base === context ? home : posix.join(home, below(files.base))),
  };
}

function runtimeOf(
  { plan, env, args, files, written, framework, isServer, chosen }: Parts,
  base: string,
): Runtime {
  const { port, health } = chosen;
  const context = plan.workspace.dir;
  const filled = (text: string) => text.replaceAll('{port}', String(port));
  const edited = new Set(plan.edits.map(({ path }) => path));
  const paths = [
    ...files.paths.map(({ value }) => value),
    ...chosen.files.map((path) => posix.join(context, path)),
  ];
  const copies = paths.map((path): Extract<Step, { copy: unknown }> => {
    const inside = posix.join(home, posix.relative(context, path));
    const changed = [...edited].some((each) => each === path || each.startsWith(`${path}/`));
    return changed
      ? { copy: [inside], to: inside, from: 'build' }
      : { copy: [posix.relative(context, path)], to: inside };
  });
  const writable: readonly Writable[] = [
    ...written.map(({ value, why, volume }) => ({ path: posix.resolve(base, value), why, volume })),
    ...chosen.writable.map((path) => ({ path: posix.resolve(base, path), why: 'as you said', volume: true })),
  ];
  const values = Object.entries(env).map(([name, value]) => [name, filled(value)] as const);
  const relative = paths.length > 0 || written.some(({ value }) => !value.startsWith('/'));
  return {
    ...(relative && { workdir: base }),
    steps: [
      { copy: ['/out/'], to: '/', from: 'build' },
      ...(copies.length > 0 ? [{ comment: 'What it reads while it runs.' }, ...copies] : []),
      ...(values.length > 0 ? [{ env: Object.fromEntries(values) }] : []),
    ],
    entrypoint: [`/usr/local/bin/${plan.bin.name}`],
    ...(args.length > 0 && { command: args.map(filled) }),
    ...(isServer && framework
      ? {
          health: [
            '/usr/local/bin/healthcheck',
            portOfHealth(env, port),
            ...(framework.grpc ? [] : [health === '' ? '/' : health]),
          ],
        }
      : { noHealth: isServer ? 'it speaks a protocol of its own.' : 'it is a command, not a service.' }),
    ...(writable.length > 0 && { writable }),
  };
}

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
