import type { Inventory } from '../inventory/types.ts';
import { loadDetectors } from '../stacks/detectors.ts';
import type { StackManifest } from '../stacks/schema.ts';
import type { Candidate, Hints } from './types.ts';
import { findUnsupported } from './unsupported.ts';

/** What every detector finds, the most likely first. */
export async function detect(
  repo: Inventory,
  hints: (dir: string) => Hints,
  stacks: readonly StackManifest[],
): Promise<readonly Candidate[]> {
  const detectors = await loadDetectors();
  const found = detectors.flatMap(({ stack: id, detect: look }) => {
    const stack = stacks.find((each) => each.id === id);
    return stack ? look({ repo, stack, stacks, hints }) : [];
  });
  const real = found.filter(({ dir }) => !toFillIn.test(dir));
  return [...real, ...findUnsupported(repo)].toSorted(
    (a, b) => rankOf(b) - rankOf(a) || a.dir.length - b.dir.length,
  );
}

/** `{{cookiecutter.name}}`: what a generator fills in is no project yet. */
const toFillIn = /\{[{%]/;

function rankOf(candidate: Candidate): number {
  return candidate.rank ?? -1;
}
