import { lineNumber } from '../../inventory/line-number.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Bin, Package } from './manifest.ts';
import { word } from './toml.ts';

/** A Rust file without comments and tests, with its lines where they were. */
export type Source = { readonly path: string; readonly text: string };

/** More files than one program has that anybody reads. */
const most = 300;
/** Nobody writes that much in one file: it is generated. */
const longest = 300_000;

/** The paths of a program's sources, its own main file first, then its package, then the local packages that it is built of. */
export function sourcePaths(repo: Inventory, local: readonly Package[], bin?: Bin): readonly string[] {
  const others = new Set(local.flatMap(({ bins }) => bins.map(({ path }) => path)));
  const paths = local.flatMap(({ dir }) =>
    repo
      .below(dir === '' ? 'src' : `${dir}/src`)
      .filter(
        (path) =>
          path.endsWith('.rs') &&
          word(path) !== undefined &&
          !/(^|\/)tests?(\/|\.rs$)/.test(path) &&
          !isOfOther(path, others, bin),
      ),
  );
  return [...new Set([...(bin ? [bin.path] : []), ...paths])].slice(0, most);
}

/** Another program of the package, a file or a directory with a main.rs. */
function isOfOther(path: string, others: ReadonlySet<string>, bin: Bin | undefined): boolean {
  if (bin === undefined || path === bin.path) return false;
  if (others.has(path)) return true;
  const dir = path.slice(0, path.lastIndexOf('/'));
  return (
    dir !== bin.path.slice(0, bin.path.lastIndexOf('/')) &&
    /\/bin\/[^/]+$/.test(dir) &&
    others.has(`${dir}/main.rs`)
  );
}

export function readSources(repo: Inventory, paths: readonly string[]): readonly Source[] {
  return paths.flatMap((path) => {
    const text = repo.read(path);
    return text === undefined || text.length > longest ? [] : [{ path, text: plain(text) }];
  });
}

/** Comments are blanked, and what only tests have is cut off. A pattern such as `templates/**` is no comment. */
function plain(text: string): string {
  const end = text.search(
    /^\s*#\[cfg\((?:all\()?test\b[^\n]*\]\s*\n(?:\s*#\[[^\n]*\]\s*\n)*\s*(pub )?mod \w+\s*\{/m,
  );
  const own = end < 0 ? text : text.slice(0, end);
  return own
    .replaceAll(/^[ \t]*\/\/.*$/gm, '')
    .replaceAll(/(?<=^|\s)\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}

/** `src/main.rs:41` */
export function placeOf({ path, text }: Source, index: number): string {
  return `${path}:${lineNumber(text, index)}`;
}
