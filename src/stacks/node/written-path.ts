import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';

/** Where a package is in the image: what a build writes stands as deep as its source. */
export type Layout = {
  /** Of the package, relative to the repository. */
  readonly dir: string;
  /** Of the package in the image; it is started there. */
  readonly workdir: string;
  /** Directory of the package that the build writes to. */
  readonly output?: string;
};

/** No path that a program would write to has these. */
const odd = /[\s:*{}<>|()\\,$]/;

/**
 * The absolute path in the image of the literal at a place of a text, with those that it is joined to; undefined where it is none.
 * @param file the source that has the text, relative to the repository
 */
export function writtenPath(
  { dir, workdir, output }: Layout,
  file: string,
  text: string,
  at: number,
): string | undefined {
  const call = [...text.matchAll(/\b(?:join|resolve)\(((?:[^()]|\(\))*)/g)].findLast(
    ({ index, 0: all }) => index <= at && at < index + all.length,
  );
  const words = [...(call?.[1] ?? text.slice(at)).matchAll(/(['"`])(.*?)\1/g)].map((each) => each[2] ?? '');
  const parts = (call ? words : words.slice(0, 1)).map((word) =>
    word.replace(/^file:/, '').replace(/\?.*$/, ''),
  );
  if (parts.length === 0 || parts.some((part) => part === '' || odd.test(part))) return undefined;
  const beside = /__dirname|import\.meta/.test(call?.[1] ?? text.slice(Math.max(0, at - 40), at));
  const [first = ''] = parts;
  if (first.startsWith('/') && !beside) return posix.join(...parts);
  const path = posix.join(beside ? placeOf(dir, file, output) : '', ...parts).replace(/\/+$/, '');
  if (path.startsWith('..') || path.split('/').includes('node_modules')) return undefined;
  return posix.join(workdir, path);
}

/** The directory of a source, as the image has it. */
function placeOf(dir: string, file: string, output: string | undefined): string {
  const own = dirOf(within(dir, file));
  return output !== undefined && /\.[cm]?tsx?$/.test(file) ? own.replace(/^src(?=\/|$)/, output) : own;
}
