import type { Answer, Plan, Repo } from '../pipeline.ts';
import { pinsIn, referencesIn } from '../render/references.ts';
import { renderTree } from '../render/tree.ts';

/** With the digests that the Dockerfile has already, unless they were asked for just now. */
export async function pin(plan: Plan, { source }: Answer, repo: Repo, signal: AbortSignal): Promise<Plan> {
  const { files } = await renderTree({ ...plan, context: { ...plan.context, registry: '' } });
  const dockerfile = files.find(({ path }) => path === 'Dockerfile')?.content.toString('utf8') ?? '';
  const known = source === 'saved' ? knownDigests(repo) : new Map<string, string>();
  const { registry } = plan.context;
  // What asks an engine is only loaded where one is asked.
  const { findDigests } = await import('../gather/digests.ts');
  const digests = await findDigests(referencesIn(dockerfile), registry, known, signal);
  return { ...plan, digests };
}

/** Those that were written too: an updater may have moved the Dockerfile on to a tag that our text does not name. */
function knownDigests({ base, pinned = new Map() }: Repo): ReadonlyMap<string, string> {
  return new Map([...pinsIn(base.managed.get('Dockerfile') ?? ''), ...pinned]);
}
