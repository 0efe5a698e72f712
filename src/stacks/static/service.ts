import { basename } from 'node:path';
import type { Fact, Scene, Service } from '../../detect/types.ts';
import { toName } from '../../detect/names.ts';
import { proxyNotes } from './hosts.ts';
import { siteRecipe, type SiteSource } from './recipe.ts';

/** What was found of a site. */
export type Site = {
  readonly dir: string;
  /** The build context. */
  readonly context: string;
  /** As a manifest has it; absent: the directory's. */
  readonly name?: Fact;
  readonly facts: Readonly<Record<string, Fact>>;
  /** What shows that it is a static site. */
  readonly evidence: string;
  readonly needs?: Service['needs'];
  readonly notes?: readonly string[];
  readonly rank: number;
  readonly part?: true;
  readonly source: SiteSource;
};

/** The server is ours, and so are its port and its route of health. */
export function siteService({ repo, stack, hints }: Scene, site: Site): Service {
  const { port, health, needs } = hints(site.dir);
  const { dir, context, facts, evidence, rank, part, source } = site;
  return {
    found: 'service',
    stack: stack.id,
    dir,
    context,
    name: nameOf(repo.root, site),
    kind: 'static',
    target: { value: Object.keys(stack.targets)[0] ?? '', from: evidence, confidence: 'high' },
    port: port?.from.startsWith('--') ? port : { value: '8080', from: 'our server', confidence: 'high' },
    health: health?.from.startsWith('--')
      ? health
      : { value: '/healthz', from: 'our server', confidence: 'high' },
    facts: {
      ...facts,
      ...(source.fallback && fallbackFact(site)),
    },
    needs: [...(site.needs ?? []), ...needs],
    packages: [],
    notes: [...(site.notes ?? []), ...proxyNotes(repo, dir)],
    rank,
    ...(part && { part }),
    recipe: (chosen) => siteRecipe(source, chosen),
  };
}

function nameOf(root: string, { dir, name }: Site): Fact {
  const value = name && toName(name.value);
  if (name && value !== undefined) return { ...name, value };
  const directory = toName(basename(dir === '' ? root : dir)) ?? 'site';
  return { value: directory, from: 'directory name', confidence: 'medium' };
}

function fallbackFact({ source, facts }: Site): Readonly<Record<string, Fact>> {
  return {
    fallback: {
      value: 'index.html',
      from: source.fallbackFrom ?? facts['framework']?.value ?? '',
      confidence: 'high',
    },
  };
}
