import { posix } from 'node:path';
import type { CopySource, Recipe, Step } from './types.ts';

/**
 * The same recipe for a build context above the one it was made for: of a service that is the only one of a repository, so that
 * its Dockerfile can stand in the root, where people look for it.
 * @param dir of the recipe's own context, relative to the new one
 */
export function rebase(recipe: Recipe, dir: string): Recipe {
  if (dir === '') return recipe;
  const { stages, runtime, context, ignore } = recipe;
  return {
    ...recipe,
    stages: stages.map((stage) => ({ ...stage, steps: stage.steps.map((step) => rebaseStep(step, dir)) })),
    runtime: {
      ...runtime,
      steps: runtime.steps.map((step) => rebaseStep(step, dir)) as typeof runtime.steps,
    },
    ignore: ignore.map((pattern) => rebasePattern(pattern, dir)),
    ...(context && { context: context.map((path) => rebasePattern(path, dir)) }),
  };
}

function rebaseStep(step: Step, dir: string): Step {
  if ('copy' in step && step.from === undefined) {
    return { ...step, copy: step.copy.map((source) => rebaseSource(source, dir)) };
  }
  if ('run' in step && step.mounts) {
    const mounts = step.mounts.map((mount) =>
      mount.from === undefined ? { ...mount, source: posix.join(dir, mount.source) } : mount,
    );
    return { ...step, mounts };
  }
  return step;
}

function rebaseSource(source: CopySource, dir: string): CopySource {
  if (typeof source === 'string') return posix.join(dir, source);
  // The directory is no pattern, though it may look like one.
  return 'glob' in source ? { glob: posix.join(dir.replaceAll(/[*?[]/g, '[$&]'), source.glob) } : source;
}

/** Of .dockerignore: what fits at any depth does so still. */
function rebasePattern(pattern: string, dir: string): string {
  if (pattern.startsWith('!')) return `!${rebasePattern(pattern.slice(1), dir)}`;
  return pattern.startsWith('**/') ? pattern : posix.join(dir, pattern);
}
