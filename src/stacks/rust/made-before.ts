import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { NodeTool } from './called-node.ts';

/** The build script would make the page once more, by tools that this image does not have. */
export function madeBefore(tools: readonly NodeTool[]): readonly Step[] {
  const made = tools.filter(({ forPage }) => forPage);
  if (made.length === 0) return [];
  return [
    { comment: 'The build script calls for the page, which is made already.' },
    { run: made.map(({ name }) => sh`ln -s /bin/true ${`/usr/local/bin/${name}`}`) },
  ];
}
