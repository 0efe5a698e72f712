import { inside } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/** More than the C that lies in a directory beside it. */
const rankOfProduct = 0.65;

/** A file without a manifest, where its README says that it is run: `python tool.py -h`. One that the README is about is the product. */
export function documented({ repo, project }: Sight, start: Start): Start | undefined {
  const stem = /^([\w-]+)\.py$/.exec(start.entry.value)?.[1];
  if (stem === undefined) return undefined;
  const text = ['README.md', 'README.rst', 'README.txt', 'README']
    .map((name) => repo.read(inside(project.dir, name)) ?? '')
    .join('\n');
  const said = new RegExp(`(?:^|[\\s\`$])(?:python3? |\\./)(?:\\./)?${stem}\\.py(?=[\\s\`]|$)`).test(text);
  if (!said) return undefined;
  const isTitle = new RegExp(`^# *\\[?${stem}\\b`, 'im').test(text);
  return isTitle ? { ...start, rank: Math.max(start.rank, rankOfProduct) } : start;
}
