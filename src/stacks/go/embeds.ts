import { clean, dirOf, inside } from '../../inventory/paths.ts';
import { readBoxes } from './boxes.ts';
import type { Program } from './program.ts';
import type { GoFile } from './source.ts';

/** What a program embeds: `//go:embed dist/*` in a file of a directory, or what others call a box. */
export type Embed = {
  /** Relative to the root, up to the first part that is a pattern. */
  readonly path: string;
  /** As it was written. */
  readonly pattern: string;
  readonly file: GoFile;
  readonly line: number;
  /** Something matches it. */
  readonly there: boolean;
};

/** By program: what is made of them asks one after the other. */
const known = new WeakMap<Program, readonly Embed[]>();

export function readEmbeds(program: Program): readonly Embed[] {
  const embeds = known.get(program) ?? findEmbeds(program);
  known.set(program, embeds);
  return embeds;
}

function findEmbeds(program: Program): readonly Embed[] {
  const {
    files,
    module: { repo },
  } = program;
  const boxes = readBoxes(program).map(({ path, match, file, line }) => ({
    path,
    pattern: match[1] ?? '',
    file,
    line,
    there: isThere(path, '', repo),
  }));
  const embeds = files.flatMap((file) =>
    file.embeds.map(({ pattern, line }) => {
      const words = pattern.split('/');
      const wild = words.findIndex((word) => /[*?[]/.test(word));
      const fixed = wild < 0 ? pattern : words.slice(0, wild).join('/');
      const path = clean(inside(dirOf(file.path), fixed));
      return {
        path,
        pattern,
        file,
        line,
        there: isThere(path, wild < 0 ? '' : words.slice(wild).join('/'), repo),
      };
    }),
  );
  return [...embeds, ...boxes];
}

/** Nobody writes more into one name; matching takes time by the power of their number. */
const mostStars = 3;

function isThere(path: string, rest: string, repo: Program['module']['repo']): boolean {
  if (rest.split('/').some((name) => name.split('*').length - 1 > mostStars)) return true;
  if (rest === '') return repo.has(path) || hasVisible(path, repo);
  const pattern = new RegExp(
    `^${rest
      .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}(?:/|$)`,
  );
  return repo.below(path).some((file) => {
    const tail = path === '' ? file : file.slice(path.length + 1);
    return pattern.test(tail) && (/^[._]/.test(rest) || !/^[._]/.test(tail));
  });
}

/** A directory of which git keeps only .gitkeep is as good as none. */
function hasVisible(path: string, repo: Program['module']['repo']): boolean {
  return repo.below(path).some((file) => !/(?:^|\/)[._][^/]*$/.test(file.slice(path.length)));
}
