import type { Inventory } from '../../inventory/types.ts';
import { firstFile } from './words.ts';
import { join, type Package } from './package.ts';

/** Lines of the shell script that a command runs, the last first, as that is what stays; undefined: it runs none. */
export function linesOfScript(
  repo: Inventory,
  { dir }: Package,
  words: readonly string[],
): readonly string[] | undefined {
  const [first = '', ...rest] = words;
  const named = /^(sh|bash|\/bin\/sh|\/bin\/bash)$/.test(first) ? rest[firstFile(rest)] : first;
  if (named === undefined || !named.endsWith('.sh')) return undefined;
  const lines = (repo.read(join(dir, named.replace(/^\.\//, ''))) ?? '')
    .split('\n')
    .map((line) => line.trim());
  return lines
    .filter((line) => /^(exec |[A-Z_]\w*=\S* )*(node|npm|npx|yarn|pnpm|bun)\b/.test(line))
    .toReversed();
}
