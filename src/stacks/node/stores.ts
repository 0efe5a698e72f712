import { place, type Inventory } from '../../inventory/types.ts';

/** A path in quotes, of no more than a line and without values in it: a part of a pattern. */
export const quoted = String.raw`['"\x60]([^'"\x60\n$]{1,120})['"\x60]`;
/** Why a directory is written to that holds what a store in files keeps. */
export const store = 'what it stores';

/**
 * Stores in files: https://github.com/typicode/lowdb, https://github.com/seald/node-seald-nedb, and the streams of
 * https://expressjs.com/en/resources/middleware/morgan.html#log-file-rotation
 */
export const storePatterns: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  readonly file: boolean;
  /** What its file says besides: others have a class of this name. */
  readonly beside?: RegExp;
}[] = [
  {
    pattern: new RegExp(
      String.raw`\b(?:File(?:Sync|Async)|JSONFile(?:Sync)?(?:Preset)?)(?:<[^<>()\n]{0,60}>)?\([^\n]{0,60}?` +
        quoted.replace('{1,120}', String.raw`{1,120}\.(?:json|db)`),
    ),
    why: store,
    file: true,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:Datastore(?:\.create)?|Nedb)(?:<[^<>()\n]{0,60}>)?\((?:\s*\{[^\n]{0,60}?\bfilename\b|(?!\s*\{))[^\n]{0,60}?` +
        quoted.replace('{1,120}', String.raw`{1,120}\.(?:json|db)`),
    ),
    why: store,
    file: true,
    beside: /['"](?:@seald-io\/)?nedb(?:-[\w-]{1,40})?['"]/,
  },
  {
    pattern: new RegExp(String.raw`\bnew LocalStorage\([^\n]{0,60}?${quoted}`),
    why: store,
    file: false,
  },
  {
    pattern:
      /\bpath['"]?\s*:\s*(?:path\.)?(?:join|resolve)\(\s*__dirname\b[^\n'"]{0,20}(?:['"]\.\.['"]\s*,\s*)?['"]((?:[\w./-]{1,60}\/)?logs?)['"]/,
    why: 'its log',
    file: false,
  },
];

/** What stores write to where nothing is said: the directory, relative to where the program runs; '' is that itself. */
const usual: readonly { readonly pattern: RegExp; readonly unless?: RegExp; readonly path: string }[] = [
  // https://github.com/lorypelli/quick.db: json.sqlite
  { pattern: /\bnew QuickDB\(\s*\)/, path: '' },
  // https://github.com/valery-barysok/session-file-store#options
  {
    pattern: /(?:require\(|from\s)\s*['"]session-file-store['"]/,
    unless: /\bFileStore\(\s{0,100}\{[^}]{0,500}\bpath\b/,
    path: 'sessions',
  },
  // https://enmap.alterion.dev
  { pattern: /\bnew Enmap\(/, unless: /\bdataDir\b|\binMemory\b/, path: 'data' },
  // https://github.com/simonlast/node-persist#options
  { pattern: /(?:require\(|from\s)\s*['"]node-persist['"]/, unless: /\bdir\s*:/, path: '.node-persist' },
];

/** Directories that stores without a name write to, and where they are made. */
export function usualStores(
  repo: Inventory,
  sources: readonly string[],
): readonly { readonly path: string; readonly from: string }[] {
  return usual.flatMap(({ pattern, unless, path }) => {
    const [hit] = repo.search(sources, pattern);
    if (!hit || unless?.test(repo.read(hit.path) ?? '') === true) return [];
    return [{ path, from: place(hit) }];
  });
}
