import type { Hit, Inventory } from '../../inventory/types.ts';
import { existing } from './choose-start.ts';
import { join, type Package } from './package.ts';
import { reachedFrom } from './reached-from.ts';
import { sourceNamed } from './source-named.ts';
import type { Start } from './start.ts';

/** What is written: the file of a store, such as SQLite's database, or any other. */
export type Unseen = 'store' | 'file';

type Writer = {
  readonly what: Unseen;
  /** What a file imports that has such a call; elsewhere it is of a bucket or of a page. */
  readonly packages: RegExp;
  /** The first group is what it is given. */
  readonly call: RegExp;
};

const writers: readonly Writer[] = [
  {
    what: 'file',
    packages:
      /['"](?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs|mkdirp|jsonfile|write-file-atomic)['"]/,
    call: /(?:(?<![\w$])(?:fs\w{0,10}|jsonfile|promises)\.(?:promises\.)?|(?<![\w$.]))(?:writeFile|appendFile|copyFile|createWriteStream|mkdirp?|output(?:File|Json|JSON)|write(?:Json|JSON)|ensure(?:Dir|File))(?:Sync)?\(([^\n]{0,200})/,
  },
  {
    what: 'store',
    packages:
      /['"](?:better-sqlite3|sqlite3|sqlite|(?:node|bun):sqlite|lowdb[\w/]{0,20}|@?[\w-]{0,20}\/?nedb[\w-]{0,20})['"]/,
    call: /\bnew\s+(?:\w+\.)?(?:Database(?:Sync)?|Datastore|FileSync|JSONFile(?:Sync)?)(?:<[^<>()]{0,60}>)?\(([^\n]{0,200})/,
  },
  // https://github.com/simonlast/node-persist#options
  { what: 'store', packages: /['"]node-persist['"]/, call: /\b(?:storage|persist)\w*\.init\(([^\n]{0,200})/ },
];

/** Tools of its developers, which a program may load while it is developed. */
const tools = /(^|\/)(scripts?|tools?|build|seeds?|seeders|migrations|te?mp)\/|(^|\/)(dev|seed)\.\w+$/;
const elsewhere = /te?mp|homedir|:memory:/i;

/**
 * What a server writes to files somewhere, by what its entry imports; undefined where it writes none. For one of which no directory
 * can be told; what only makes files when it is called, such as a seed, is not imported, and what lies in a temporary directory is
 * none of it.
 */
export function writesUnseen(
  repo: Inventory,
  own: Package,
  { runs, entry }: Start,
  sources: readonly string[],
): Unseen | undefined {
  if (runs !== 'file') return undefined;
  const there = existing(repo, own, entry);
  const first = there === undefined ? sourceNamed(sources, entry) : join(own.dir, there);
  if (first === undefined) return undefined;
  const known = new Set([first, ...sources]);
  const reached = reachedFrom(repo, own, first).filter(
    (path) => known.has(path) && (path === first || !tools.test(path)),
  );
  const found = writers.filter(({ packages, call }) =>
    reached
      .filter((path) => packages.test(repo.read(path) ?? ''))
      .flatMap((path) => repo.search([path], call, 20))
      .some((hit) => isBeside(repo, hit)),
  );
  return (found.find(({ what }) => what === 'store') ?? found[0])?.what;
}

/** Not what is commented out, what is absolute or no path, nor what only its user names. */
function isBeside(repo: Inventory, { path, match }: Hit): boolean {
  const given = (match[1] ?? '').trim();
  if (/^\s*(?:\/\/|\*)/.test(match.input ?? '') || elsewhere.test(match.input ?? '')) return false;
  if (/^(?:$|[{)[]|['"`]\/|process\.env\.\w+\s*[,)])/.test(given)) return false;
  const text = repo.read(path) ?? '';
  return !namesIn(given).some((name) => isElsewhere(text, name));
}

function namesIn(given: string): readonly string[] {
  return (given.match(/[A-Za-z_$][\w$]{1,40}/g) ?? []).slice(0, 6);
}

/** What a path is made of that is another's: `dirname(location)`, `location`. */
const sameAs =
  /^(?:[\w.$]{0,40}(?:\(['"][\w:]{1,20}['"]\))?\.?(?:dirname|resolve|normalize)\(\s*)?([A-Za-z_$][\w$]{1,40})\)?\s*;?\s*$/;

/** Is a name given a path that is absolute or temporary, or that of a name that is? */
function isElsewhere(text: string, name: string, depth = 0): boolean {
  const given = new RegExp(
    String.raw`\b${name.replaceAll('$', String.raw`\$`)}\s{0,20}=(?!=)\s{0,20}([^\n]{0,200})`,
    'gi',
  );
  return [...text.matchAll(given)].slice(0, 6).some(([, value = '']) => {
    const other = sameAs.exec(value)?.[1];
    return (
      /te?mp|homedir|^['"]\/\w|(?:\|\||\?\?|=)\s*['"]\/\w/i.test(value) ||
      (other !== undefined && other !== name && depth < 3 && isElsewhere(text, other, depth + 1))
    );
  });
}
