import type { Inventory } from '../../inventory/types.ts';
import { join, type Package } from './package.ts';

/** Flags of node that a file asks for in its first line, where that says that node runs it; others may be those of an older node. */
export function readShebang(repo: Inventory, { dir }: Package, path: string): readonly string[] | undefined {
  const [first = ''] = (repo.read(join(dir, path)) ?? '').split('\n', 1);
  const words = /^#!\s*(?:\/usr\/bin\/env\s+(?:-S\s+)?|\/\S*\/)node(?:js)?\b(.*)$/.exec(first.trim())?.[1];
  if (words === undefined) return undefined;
  const known =
    /(?:^|\s)(?:(?:-r|--require|--import|--conditions)[ =][\w@./-]+|--(?:no-warnings|enable-source-maps|max-old-space-size=\d+|stack-size=\d+))(?=\s|$)/g;
  return [...words.matchAll(known)].flatMap(([flag]) => flag.trim().split(' '));
}
