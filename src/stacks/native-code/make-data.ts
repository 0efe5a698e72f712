import { posix } from 'node:path';
import { dirOf, isIn } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { expand } from './make-expand.ts';
import { closureOf } from './make-goal.ts';
import type { Makefile } from './make-syntax.ts';

/** An installation that does something to the machine is not run in a build. */
const machine =
  /\b(?:systemctl|ldconfig|useradd|adduser|groupadd|setcap|launchctl|curl|wget|git|sudo|depmod|modprobe|chown|dpkg|apt|pip)\b|\b(?:update|gtk)-|\binstall\s[^\n]{0,200}?-[og]\s+(?!root\b)/;
/** What people and desktops read, and no program of a server or a command line. */
const unread =
  /\/(?:man|doc|licen[sc]es?|applications|icons|pixmaps|bash-completion|zsh|fish|locale|metainfo|appdata|info|pkgconfig|systemd|include)(?:\/|$)/;
const isData = /^\/(?:usr|opt|etc)\/(?:[\w.+-]+\/)*[\w.+-]+$/;
const isAbove = /^\/(?:usr|opt|etc)(?:\/[\w.+-]+)*$/;
const mostSources = 300;

/** What a makefile installs that the program reads: absolute directories. */
export type InstalledData = {
  readonly dirs: readonly string[];
  /** Where else it installs to, which may not be there in an empty root. */
  readonly beside: readonly string[];
};

/**
 * Directories that `make install` fills with files of the repository and whose path is compiled in, absolute: without them the
 * program finds its data nowhere.
 */
export function installedData(repo: Inventory, makefile: Makefile): InstalledData | undefined {
  const { path, rules } = makefile;
  if (!/\bDESTDIR\b/.test(repo.read(path) ?? '')) return undefined;
  const lines = closureOf('install', rules).flatMap(({ recipe }) => recipe);
  if (lines.some((line) => machine.test(line))) return undefined;
  const targets = lines
    .filter((line) => /^[@+-]*\s*(?:cp|install|tar|rsync)\b/.test(line) && !/\s-d\b/.test(line))
    .map((line) => (line.trim().split(/\s+/).at(-1) ?? '').replaceAll(/["']/g, ''));
  const filled = targets
    .map((dir) => dir.replace(/\/+$/, ''))
    .filter((dir) => isData.test(dir) && /\/(?:share|lib|etc)\//.test(dir) && !unread.test(dir));
  if (filled.length === 0) return undefined;
  const compiled = compiledIn(repo, makefile);
  const isRead = (dir: string) => compiled.some((each) => isIn(each, dir) || isIn(dir, each));
  const dirs = [...new Set(filled)]
    .filter(isRead)
    .filter((dir) => !filled.some((each) => dir.startsWith(`${each}/`)))
    .slice(0, 6);
  const above = targets.map((target) =>
    target.endsWith('/') ? target.replace(/\/+$/, '') : posix.dirname(target),
  );
  const beside = [...new Set(above)].filter((dir) => isAbove.test(dir)).slice(0, 12);
  return dirs.length > 0 ? { dirs, beside } : undefined;
}

/** Absolute paths that flags of the compiler, or the sources, define. */
function compiledIn(repo: Inventory, { path, rules, variables }: Makefile): readonly string[] {
  const scope = { repo, dir: dirOf(path), budget: { left: 10_000 } };
  const set = [...variables.values()].filter((text) => /-D/.test(text));
  const flags = [
    ...rules.flatMap(({ recipe }) => recipe),
    ...set.map((text) => expand(text, variables, scope, 0)),
  ].join('\n');
  const defined = [...flags.matchAll(/-D\s*\w+=[\\'"]*(\/[\w./+-]+)/g)].map(([, dir = '']) => dir);
  const sources = repo
    .below(dirOf(path))
    .filter((each) => /\.(?:c|h|cc|cpp|cxx|hpp)$/.test(each))
    .slice(0, mostSources);
  const written = repo
    .search(sources, /#\s*define\s+\w+\s+"(\/[\w./+-]+)"/, 40)
    .map(({ match: [, dir = ''] }) => dir);
  return [...defined, ...written].map((dir) => dir.replace(/\/+$/, ''));
}
