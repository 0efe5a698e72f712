import { clean, inside, joined, within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import type { Runtime, Step, Writable } from '../../recipe/types.ts';
import { stageName } from '../frontend/frontend.ts';
import { places, workOf, type Plan } from './plan.ts';

const { bin, work: root } = places;
/** Made by the stage that compiles. */
export const emptyFile = '/out/.env';

/** The last stage: the program, what it reads, where it writes. */
export function runtimeOf(plan: Plan, chosen: Chosen): Runtime {
  const { serves, name } = plan;
  const work = workOf(plan);
  const { port, target, health } = chosen;
  const files = filesOf(plan, chosen);
  const writable = writableOf(plan, chosen);
  const binary = `${bin}/${name}`;
  const fill = (text: string) => text.replace('$PORT', String(port));
  const env = Object.fromEntries(Object.entries(plan.env).map(([key, text]) => [key, fill(text)]));
  const args = plan.args.map(fill);
  const apart = files.length > 0 || writable.some(({ path }) => path.startsWith(root));
  return {
    ...(apart && { workdir: work }),
    steps: [
      ...(target.runtime === 'scratch' ? [{ copy: ['/rootfs/'], to: '/', from: 'build' }] : []),
      ...(files.length > 0
        ? [{ comment: 'Read at run time, relative to the working directory.' }, ...files]
        : []),
      { copy: ['/out/app'], to: binary, from: 'build' },
      ...(port > 0 ? [{ copy: ['/out/healthcheck'], to: `${bin}/`, from: 'build' }] : []),
      ...(Object.keys(env).length > 0 ? [{ env }] : []),
    ],
    entrypoint: [binary],
    ...(args.length > 0 && { command: args }),
    ...(port > 0
      ? { health: [`${bin}/healthcheck`, String(port), health === '' ? '/' : health] }
      : { noHealth: serves ? 'its port is not known.' : 'it is a command, not a service.' }),
    ...(writable.length > 0 && { writable }),
  };
}

type Copy = Extract<Step, { readonly copy: unknown }>;

/** Of the context; of the build stage, where that changes something in it. */
function sourceOf(path: string, changed: readonly string[], context: string): Pick<Copy, 'copy' | 'from'> {
  const own = within(context, path);
  if (!changed.some((each) => each === path || each.startsWith(`${path}/`))) return { copy: [own] };
  return { copy: [posix.join('/src', own)], from: 'build' };
}

function filesOf(plan: Plan, chosen: Chosen): readonly Copy[] {
  const { program, runTime, envFile, frontends, writes, context, patches } = plan;
  const work = workOf(plan);
  const { base } = runTime;
  const there = runTime.files.filter(({ built }) => !built);
  const sources = new Map(there.map(({ path, source }) => [path, source]));
  // What the program changes must be its own.
  const owned = new Set(writes.flatMap(({ file }) => (file === undefined ? [] : [file])));
  const paths = new Set([...there.map(({ path }) => path), ...chosen.files.map(clean), ...owned]);
  const made = runTime.files.flatMap(({ path, built }) => {
    const index = built ? frontends.findIndex(({ wants }) => wants === inside(base, path)) : -1;
    return index < 0 ? [] : [{ path, from: stageName(index) }];
  });
  const changed = patches.map(({ path }) => path);
  const isFile = (path: string) => program.module.repo.has(joined(base, path));
  return [
    ...[...paths].map((path) => ({
      ...sourceOf(joined(base, sources.get(path) ?? path), changed, context),
      to: path.startsWith('..') ? posix.resolve(work, path) : `./${path}`,
      ...(owned.has(path) && { owner: '65532:0', ...(isFile(path) && { mode: '664' }) }),
    })),
    ...made.map(({ path, from }) => ({
      copy: [posix.join('/src', within(context, inside(base, path)))],
      to: `./${path}`,
      from,
    })),
    ...(envFile === undefined
      ? []
      : [
          envFile.source === undefined
            ? { copy: [emptyFile], to: './.env', from: 'build' }
            : { copy: [within(context, inside(base, envFile.source))], to: './.env' },
        ]),
  ];
}

function writableOf(plan: Plan, { writable, target }: Chosen): readonly Writable[] {
  const found = new Map<string, Writable>();
  const add = (path: string, why: string, volume: boolean) => {
    const whole = posix.resolve(workOf(plan), path);
    if (whole !== '/' && !found.has(whole)) found.set(whole, { path: whole, why, volume });
  };
  const has = plan.runTime.files.length > 0 || plan.envFile !== undefined;
  // A volume over files of the image would keep their old versions: only what the program changes itself is in one.
  for (const { path, why, lasts = true } of plan.writes) add(path, why, lasts && (path !== '' || !has));
  for (const path of writable) add(path, 'data that it keeps', true);
  if (plan.needsHome && target.runtime === 'scratch') add('/home/nonroot', 'its settings and caches', false);
  return [...found.values()].filter(
    ({ path }, _, all) => !all.some((other) => other !== undefined && path.startsWith(`${other.path}/`)),
  );
}
