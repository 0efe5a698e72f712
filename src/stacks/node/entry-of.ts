import type { ChosenStart } from './choose-start.ts';
import { programs } from './programs.ts';

/** The file that node runs, in the image. */
export function entryOf({ start }: ChosenStart, entry: string, workdir: string): string {
  if (start.runs !== 'program') return entry.startsWith('/') ? entry : `${workdir}/${entry}`;
  const known = programs[start.entry];
  return known === undefined ? `/app/node_modules/.bin/${start.entry}` : `/app/node_modules/${known}`;
}
