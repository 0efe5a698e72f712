import { lineNumber } from '../../inventory/line-number.ts';
import { dirOf } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { joinPath } from './join-path.ts';
import { children, textOf } from './xml.ts';

/** A pom.xml of the chain; `parentHere`: the repository holds its parent, too. */
export type Link = { readonly path: string; readonly node: unknown; readonly parentHere: boolean };

/** The pom and its parents, as far as they are in the repository. */
export function chainOf(repo: Inventory, path: string): readonly Link[] {
  const links: Link[] = [];
  let next: string | undefined = path;
  while (next !== undefined && links.length < 12 && !links.some((link) => link.path === next)) {
    const root: unknown = repo.xml(next);
    const [node] = children(root, 'project');
    if (!isTable(node)) break;
    const parent = parentPath(repo, next, node);
    links.push({ path: next, node, parentHere: parent !== undefined });
    next = parent;
  }
  return links;
}

/** `relativePath` is ../pom.xml unless said; it may name a directory, and it is the parent only if its name is the parent's. */
function parentPath(repo: Inventory, path: string, node: unknown): string | undefined {
  const artifact = textOf(node, 'parent', 'artifactId');
  if (artifact === undefined) return undefined;
  const relative = children(node, 'parent', 'relativePath').length > 0;
  const said = textOf(node, 'parent', 'relativePath') ?? '';
  if (relative && said === '') return undefined;
  const target = joinPath(dirOf(path), said === '' ? '../pom.xml' : said);
  if (target === undefined) return undefined;
  const file = target.endsWith('.xml') ? target : target === '' ? 'pom.xml' : `${target}/pom.xml`;
  const found: unknown = repo.has(file) ? repo.xml(file) : undefined;
  return textOf(found, 'project', 'artifactId') === artifact ? file : undefined;
}

/** Where a text stands in the chain, nearest first: `pom.xml:12`. */
export function lineOf(repo: Inventory, chain: readonly Link[], text: string): string {
  for (const { path } of chain) {
    const whole = repo.read(path) ?? '';
    const index = whole.indexOf(text);
    if (index >= 0) return `${path}:${lineNumber(whole, index)}`;
  }
  return chain[0]?.path ?? 'pom.xml';
}
