import { readHints } from '../../src/detect/hints.ts';
import type { Candidate, Chosen, Service } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import type { BuildStage, Recipe } from '../../src/recipe/types.ts';
import { detector } from '../../src/stacks/java/detect.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import type { StackManifest } from '../../src/stacks/schema.ts';
import { makeRepo } from './repo.ts';

const stacks = await loadAllStacks();
export const java = stacks.find(({ id }) => id === 'java') as StackManifest;

export type Files = Readonly<Record<string, string>>;

/** What Java's detector finds in a repository of these files. */
export function find(files: Files): readonly Candidate[] {
  const repo = openInventory(makeRepo(files));
  return detector.detect({ repo, stack: java, stacks, hints: readHints(repo, {}) });
}

/** @throws where the first that is found is no service */
export function service(files: Files): Service {
  const [first] = find(files);
  if (first?.found !== 'service') throw new Error(`no service: ${JSON.stringify(first)}`);
  return first;
}

export function recipe(found: Service, more: Partial<Chosen> = {}): Recipe {
  const id = more.target?.id ?? found.target.value;
  const target = { id, ...(java.targets[id] as StackManifest['targets'][string]) };
  return found.recipe({
    port: Number(found.port?.value ?? 0),
    health: found.health?.value ?? '',
    files: [],
    writable: [],
    ...more,
    target,
  });
}

/** Shell commands of the first build stage. */
export function commands({ stages }: Recipe): readonly string[] {
  return (stages[0] as BuildStage).steps.flatMap((step) => ('run' in step ? step.run : []));
}
