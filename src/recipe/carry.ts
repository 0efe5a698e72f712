import { carriedMark } from '../detect/hints/carried.ts';
import type { Hints } from '../detect/types.ts';
import type { BuildStage, Recipe, Runtime, Step, Writable } from './types.ts';

/**
 * A recipe with what the files of a repository say of its image and no detector has to know: variables of the runtime,
 * arguments and Debian packages of the build, volumes. What the recipe itself sets goes before.
 */
export function carry(recipe: Recipe, { env, args, apt, writable = [] }: Hints): Recipe {
  const tools =
    recipe.stages.find((stage) => stage.tools) ??
    recipe.stages.find((stage) => stage.main) ??
    recipe.stages[0];
  const names = apt.map(({ value }) => value);
  return {
    ...recipe,
    stages: recipe.stages.map((stage) =>
      stage === tools ? withArguments(withPackages(stage, names), valuesOf(args)) : stage,
    ),
    runtime: withVolumes(
      withVariables(recipe.runtime, valuesOf(env)),
      writable.map(({ value }) => value),
    ),
  };
}

function valuesOf(facts: Hints['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));
}

function withPackages(stage: BuildStage, names: readonly string[]): BuildStage {
  if (names.length === 0) return stage;
  return { ...stage, apt: [...new Set([...(stage.apt ?? []), ...names])] };
}

/** After the source and before what is built of it, so that another value costs no installation. */
function withArguments(stage: BuildStage, args: Readonly<Record<string, string>>): BuildStage {
  const known = new Set(stage.steps.flatMap((step) => ('arg' in step ? [step.arg] : [])));
  const fresh = Object.entries(args).filter(([name]) => !known.has(name));
  if (fresh.length === 0) return stage;
  const copied = stage.steps.findLastIndex((step) => 'copy' in step && step.from === undefined);
  const steps: readonly Step[] = [
    { comment: carriedMark.args },
    ...fresh.map(([arg, value]) => ({ arg, ...(value !== '' && { default: value }) })),
  ];
  return { ...stage, steps: stage.steps.toSpliced(copied + 1, 0, ...steps) };
}

/** Under their mark, also those that the recipe took from the hints itself; another value of the recipe's own goes before. */
function withVariables(runtime: Runtime, env: Readonly<Record<string, string>>): Runtime {
  const steps = runtime.steps.flatMap<Runtime['steps'][number]>((step) => {
    if (!('env' in step)) return [step];
    const own = Object.entries(step.env).filter(([name, value]) => env[name] !== value);
    return own.length === 0 ? [] : [{ env: Object.fromEntries(own) }];
  });
  const known = new Set(steps.flatMap((step) => ('env' in step ? Object.keys(step.env) : [])));
  const fresh = Object.entries(env).filter(([name]) => !known.has(name));
  if (fresh.length === 0) return runtime;
  return { ...runtime, steps: [...steps, { comment: carriedMark.env }, { env: Object.fromEntries(fresh) }] };
}

function withVolumes(runtime: Runtime, paths: readonly string[]): Runtime {
  const { writable = [] } = runtime;
  const known = new Set(writable.map(({ path }) => path));
  const fresh = paths
    .filter((path) => !known.has(path))
    .map((path): Writable => ({ path, why: carriedMark.writable, volume: true }));
  const all = [...writable, ...fresh];
  if (all.length === 0) return runtime;
  const isInside = ({ path }: Writable) =>
    all.some((each) => each.volume && path.startsWith(`${each.path}/`));
  // What lies in a volume is in it already: it is laid before that one begins, and is none of its own.
  const inner = all.filter(isInside).map((each) => ({ ...each, volume: false }));
  return { ...runtime, writable: [...inner, ...all.filter((each) => !isInside(each))] };
}
