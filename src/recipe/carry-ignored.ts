import { posix } from 'node:path';
import { parseIgnored } from '../dockerfile/ignored.ts';
import { alwaysIgnored } from './always-ignored.ts';
import type { Recipe, Step } from './types.ts';

/** What a recipe keeps of the .dockerignore before it, and what it cannot. */
export type KeptIgnored = { readonly kept: readonly string[]; readonly lost: readonly string[] };

/**
 * The patterns of the .dockerignore before ours that ours does not have: they may keep data and secrets out of an image. Those
 * that hide what the new build reads are lost, and so is a list of what is let in, which knows nothing of the new build.
 * @param patterns lines of the old file, without comments
 * @param read paths that the build reads, relative to the context, beside those that its COPYs name
 */
export function keepIgnored(
  recipe: Recipe,
  patterns: readonly string[],
  read: readonly string[],
): KeptIgnored {
  if (patterns.some((pattern) => /^\/?\*{1,2}(?:\/\*{0,2})?$/.test(pattern)))
    return { kept: [], lost: patterns };
  const own = [...alwaysIgnored, ...recipe.ignore];
  const ours = parseIgnored(own.join('\n'));
  const needed = [...named(recipe), ...read].filter((path) => !ours.has(path));
  const fresh = patterns.filter(
    (pattern) => !own.some((each) => bare(each) === bare(pattern)) && !isCovered(pattern, ours),
  );
  const lost = fresh.filter((pattern) => needed.some(parseIgnored(pattern).has));
  return { kept: fresh.filter((pattern) => !lost.includes(pattern)), lost };
}

/** Ours hides the path whatever this says. */
function isCovered(pattern: string, ours: ReturnType<typeof parseIgnored>): boolean {
  const path = bare(pattern.replace(/^!/, ''));
  return !/[*?[\\]/.test(path) && ours.has(path);
}

/** The same of `./node_modules/`, `/node_modules` and the pattern that fits it at any depth. */
function bare(pattern: string): string {
  return posix
    .normalize(pattern)
    .replace(/^\/+|\/+$/g, '')
    .replace(/^\*\*\//, '');
}

/** Paths of the context that a COPY or a mount names, without `.`, which is everything that is not hidden. */
function named({ stages, runtime }: Recipe): readonly string[] {
  const steps: readonly Step[] = [...stages.flatMap((stage) => stage.steps), ...runtime.steps];
  return steps
    .flatMap((step) => {
      if ('copy' in step && step.from === undefined)
        return step.copy.filter((source): source is string => typeof source === 'string');
      if ('run' in step)
        return (step.mounts ?? []).filter(({ from }) => from === undefined).map(({ source }) => source);
      return [];
    })
    .map((path) => posix.normalize(path).replace(/\/$/, ''))
    .filter((path) => path !== '.');
}
