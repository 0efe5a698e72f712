import type { Runtime } from '../../recipe/types.ts';
import type { App } from './app.ts';

const user = '65532:0';

/** What comes over the tree, or beside what a build made: pages that the program looks for there, and databases that it opens to write to them. */
export function addedTo({ pages, kept, beside }: App): Runtime['steps'] {
  return [
    ...pages.map(({ stages, from, to }) => ({
      copy: [from],
      to,
      from: stages.at(-1)?.name ?? '',
      ...(beside && { owner: user }),
    })),
    ...kept.map(({ from, to }) => ({ copy: [from], to, owner: user })),
  ];
}
