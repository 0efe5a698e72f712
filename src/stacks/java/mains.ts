import type { Inventory } from '../../inventory/types.ts';

export type Main = {
  /** `com.example.App`. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
};

const kinds: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\.(java|groovy)$/,
    /\bstatic\s+(?:final\s+|public\s+)*void\s+main\s*\(|^\s*void\s+main\s*\(\s*(?:String\s*(?:\[\]|\.{3})\s*\w+)?\s*\)/,
  ],
  [/\.kt$/, /^(\s*)(?:@JvmStatic\s+)?(?:public\s+)?(?:suspend\s+)?fun\s+main\s*\(/],
  [/\.scala$/, /\bdef\s+main\s*\(|^\s*object\s+\w+\s+extends\s+(?:.*\bwith\s+)?App\b|^\s*@main\b/],
];

const telling = /(Application|App|Main|Server|Launcher|Bootstrap|Runner|Cli|CLI|Service|Starter)\.\w+$/;
const aside = /(Test|Tests|Example|Demo|Sample|Benchmark|Generator)\.\w+$/;

/** The classes that can be started, the most likely first. */
export function findMains(repo: Inventory, sources: readonly string[]): readonly Main[] {
  return kinds
    .flatMap(([files, pattern]) =>
      repo.search(
        sources.filter((path) => files.test(path)),
        pattern,
        40,
      ),
    )
    .map(({ path, line, match }) => ({ path, line, name: className(repo, path, match[1]) }))
    .filter(({ name }) => /^[\w.$]+$/.test(name))
    .toSorted((a, b) => score(b) - score(a) || a.name.split('.').length - b.name.split('.').length);
}

/** Of many, how many are as likely as the first; of a few the first is as good as any. */
export function likeliest(mains: readonly Main[]): number {
  const [first] = mains;
  if (!first || mains.length <= 3) return 1;
  return mains.filter((main) => score(main) === score(first)).length;
}

function score({ path }: Main): number {
  return (
    (telling.test(path) ? 2 : 0) +
    (/(^|\/)(Main|App|Application)\.\w+$/.test(path) ? 1 : 0) -
    (aside.test(path) ? 3 : 0)
  );
}

/** Kotlin makes a class of a file's functions: `app.kt` -> `AppKt`. */
function className(repo: Inventory, path: string, indent: string | undefined): string {
  const text = repo.read(path) ?? '';
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const base = file.replaceAll(/\W/g, '_');
  const inFile = path.endsWith('.kt') && indent === '';
  const named = /^@file:JvmName\("(\w+)"\)/m.exec(text)?.[1];
  const own = inFile ? (named ?? `${base.charAt(0).toUpperCase()}${base.slice(1)}Kt`) : base;
  const pkg = /^\s*package\s+([\w.]+)/m.exec(text)?.[1];
  return pkg === undefined ? own : `${pkg}.${own}`;
}
