import { isBuiltin } from 'node:module';
import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import { findPort } from './port.ts';
import type { Package } from './package.ts';

const source = /^[\w-]+\.(?:[cm]?js|ts|mts)$/;
/** What shows or tries what is beside it, by any word of its name. */
const aside =
  /(?:^|[-_.])(?:examples?|demos?|samples?|tests?|testing|e2e|specs?|fixtures?|karma|jest|mocha|cypress|playwright|puppeteer|bench(?:mark)?s?|dev|debug|mocks?|mocked|fake|stubs?|playground|sandbox|storybook|gulpfile|live-?reload)(?:[-_.]|$)|(?:^|[-_.])(?:static|proxy)[-_.]serve|serve[rd]?[-_.](?:static|proxy)[-_.]/i;
/** `from 'x'`, `import 'x'`, `import('x')`, `require('x')`. */
const imports =
  /(?:\bfrom[ \t]*|\bimport[ \t]*(?:\([ \t]*)?|\brequire[ \t]*\([ \t]*)['"]([\w@.][\w@./:-]{0,200})['"]/;
/** Settings of tools, what is for tests, and the manifest. */
const ofTools =
  /\.conf(?:ig)?(?:\.[cm]?[jt]s)?$|\.json$|(?:^|\/)(?:tests?|__tests__|fixtures?|mocks?)(?:\/|$)/;

/**
 * The only file beside package.json that listens, where no script, no `bin` and no name says what is run: of what is deployed as
 * functions, `express.js` for those who host it themselves.
 */
export function loneServer(repo: Inventory, own: Package): ChosenStart | undefined {
  const { dir } = own;
  const files = repo.below(dir).filter((path) => {
    const name = within(dir, path);
    return (
      source.test(name) &&
      !aside.test(name.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')) &&
      findPort(repo, [path]).at !== undefined
    );
  });
  const [only, ...others] = files;
  if (only === undefined || others.length > 0 || isTool(repo, own, only)) return undefined;
  const entry = within(dir, only);
  return {
    start: { runs: 'file', entry, flags: [], args: [], env: {}, before: [], dir: '' },
    fact: { value: entry, from: only, confidence: 'medium' },
    by: 'file',
  };
}

/** A tool of those who develop a library is made of what only they have, and of nothing of the package; a published one has no other. */
function isTool(repo: Inventory, { dependencies, devDependencies, raw }: Package, path: string): boolean {
  const names = repo.search([path], imports, 100).map(({ match }) => match[1] as string);
  const packages = names.filter((name) => !name.startsWith('.') && !isBuiltin(name));
  const isDevelopers = (name: string) =>
    Object.keys(devDependencies).some(
      (each) => dependencies[each] === undefined && (name === each || name.startsWith(`${each}/`)),
    );
  const isPublished = raw['files'] !== undefined || raw['exports'] !== undefined;
  if (names.some((name) => name.startsWith('.') && !ofTools.test(name)))
    return isPublished && packages.some(isDevelopers);
  if (packages.length === 0) return Object.keys(devDependencies).length > 0;
  return packages.some(isDevelopers);
}
