import { place, type Inventory } from '../../inventory/types.ts';
import type { Requirement } from './requirements.ts';
import { isUnreached } from './unreached.ts';
import { stopsBelow } from './versions.ts';

/** A module that newer versions of what brought it bring no more. */
type LeftOut = {
  readonly module: string;
  readonly of: RegExp;
  /** The first version of any of them that does not bring it. */
  readonly since: string;
  readonly imported: RegExp;
  readonly brings: string;
};

const leftOut: readonly LeftOut[] = [
  // https://lxml.de/5.2/changes-5.2.0.html
  {
    module: 'lxml.html.clean',
    of: /^lxml$/,
    // An older one is raised to the first for this Python.
    since: '0',
    imported:
      /^\s*(?:(?:import|from)\s+lxml\.html\.clean\b|from\s+lxml\.html\s+import\s[^#\n]{0,200}?\bclean\b)/,
    brings: 'lxml-html-clean',
  },
  // They ask for httpx2 in its place: https://pypi.org/project/httpx2/
  {
    module: 'httpx',
    of: /^(?:openai|openai-agents|anthropic|huggingface-hub|langsmith|mcp|mistralai)$/,
    since: '2.0',
    imported: /^(?:import|from)\s+httpx\b/,
    brings: 'httpx',
  },
];

/**
 * Modules that sources import and that new versions of what brought them bring no more, with what brings each now.
 * @param wanted direct requirements, and what a lock has besides
 */
export function missingModules(
  wanted: readonly Requirement[],
  repo: Inventory,
  sources: readonly string[],
): readonly {
  readonly module: string;
  readonly of: string;
  readonly brings: string;
  readonly from: string;
}[] {
  return leftOut.flatMap(({ module, of, since, imported, brings }) => {
    const bringer = wanted.find(({ name, spec }) => of.test(name) && !stopsBelow(spec, since));
    if (!bringer || wanted.some(({ name }) => name === brings)) return [];
    const hit = repo
      .search(sources, imported, 50)
      .find(({ path, line }) => !isUnreached(repo.read(path) ?? '', line));
    return hit ? [{ module, of: bringer.name, brings, from: place(hit) }] : [];
  });
}
