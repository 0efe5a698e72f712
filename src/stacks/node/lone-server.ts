import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import { findPort } from './port.ts';
import type { Package } from './package.ts';

const source = /^[\w-]+\.(?:[cm]?js|ts|mts)$/;
/** What shows or tries what is beside it. */
const aside =
  /^(?:examples?|demos?|samples?|tests?|bench(?:mark)?s?|dev|mock|playground|storybook|gulpfile)(?:[-_.]|$)/i;

/**
 * The only file beside package.json that listens, where no script, no `bin` and no name says what is run: of what is deployed as
 * functions, `express.js` for those who host it themselves.
 */
export function loneServer(repo: Inventory, { dir }: Package): ChosenStart | undefined {
  const files = repo.below(dir).filter((path) => {
    const name = within(dir, path);
    return source.test(name) && !aside.test(name) && findPort(repo, [path]).at !== undefined;
  });
  const [only, ...others] = files;
  if (only === undefined || others.length > 0) return undefined;
  const entry = within(dir, only);
  return {
    start: { runs: 'file', entry, flags: [], args: [], env: {}, before: [], dir: '' },
    fact: { value: entry, from: only, confidence: 'medium' },
    by: 'file',
  };
}
