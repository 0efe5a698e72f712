import { posix } from 'node:path';
import { dirOf, within } from '../../inventory/paths.ts';

/** Where a package is in the image: what a build writes stands as deep as its source. */
export type Layout = {
  /** Of the package, relative to the repository. */
  readonly dir: string;
  /** Of the package in the image. */
  readonly workdir: string;
  /** It is started in there, relative to the package. */
  readonly cwd?: string | undefined;
  /** Directory of the package that the build writes to. */
  readonly output?: string | undefined;
};

/** The directory that a name in a file stands for, absolute in the image; undefined where nothing tells. */
export type BaseOf = (name: string, file: string) => string | undefined;

/**
 * The absolute path in the image of the literal at a place of a text, with what it is joined to; undefined where it is none.
 * @param file the source that has the text, relative to the repository
 */
export function writtenPath(
  layout: Layout,
  file: string,
  text: string,
  at: number,
  baseOf: BaseOf,
): string | undefined {
  const { dir, workdir, output, cwd = '' } = layout;
  const call = [...text.matchAll(/\b(?:join|resolve)\(((?:[^()]|\(\))*)/g)].findLast(
    ({ index, 0: all }) => index <= at && at < index + all.length,
  );
  const words = [...(call?.[1] ?? text.slice(at)).matchAll(/(['"`])(.*?)\1/g)].map((each) => each[2] ?? '');
  const parts = (call ? words : words.slice(0, 1)).map((word) =>
    word.replace(/^file:/, '').replace(/\?.*$/, ''),
  );
  if (parts.length === 0 || !parts.every((part) => /^[\w./@+%-]+$/.test(part))) return undefined;
  const beside = /__dirname|import\.meta/.test(call?.[1] ?? text.slice(Math.max(0, at - 40), at));
  const [first = ''] = parts;
  if (first.startsWith('/') && !beside) return posix.join(...parts);
  const home = /^\s*(?:\w+\.)*homedir\(\)\s*,/.test(call?.[1] ?? '');
  if (home) return posix.join('/home/nonroot', ...parts);
  const name = beside ? undefined : /^\s*([A-Za-z_$][\w$.]*)\s*,/.exec(call?.[1] ?? '')?.[1];
  const base =
    name === undefined
      ? posix.join(workdir, beside ? placeOf(dir, file, output) : cwd)
      : (baseOf(name, file) ??
        (/root|cwd|base|app|dirname/i.test(name) ? posix.join(workdir, cwd) : undefined));
  if (base === undefined) return undefined;
  const path = posix.join(base, ...parts).replace(/\/+$/, '');
  const leaves = base.startsWith(workdir) && path !== workdir && !path.startsWith(`${workdir}/`);
  return (leaves && systems.test(path)) || path.split('/').includes('node_modules') ? undefined : path;
}

/** Those of an image, where no path leads that leaves the package for its workspace in /app or for a directory of its own. */
const systems =
  /^(?:\/?$|\/(?:bin|boot|busybox|bun|dev|etc|home|lib\d*|media|mnt|nodejs|opt|proc|root|run|s?bin|srv|sys|tmp|usr|var)(?:\/|$))/;

/** The directory of a source, as the image has it. */
function placeOf(dir: string, file: string, output: string | undefined): string {
  const own = dirOf(within(dir, file));
  return output !== undefined && /\.[cm]?tsx?$/.test(file) ? own.replace(/^src(?=\/|$)/, output) : own;
}
