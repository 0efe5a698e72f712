import { inside, within } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';
import { isNamed, toldFiles } from './told-files.ts';

/** The line by which a file does something only where it is run, in either order. */
export const guard = /^if[ \t(]*(?:__name__\s*==|['"]__main__['"]\s*==\s*__name__)/;

/** What people run once, before the program or beside it: make_token.py, train.py, getData.py. */
const preparing =
  /^(?:make|download|train|setup|set_up|init|get|create|generate|gen|build|install|fetch|prepare|preprocess|convert|migrate|seed|populate)(?=[_\-A-Z.])/;

/**
 * The only script in the project's directory, whatever it is called, or those that are run: by what they say, or by their
 * README. The one that is called like the project goes first, then those that the README names, in its order, but none without
 * the line that says it is run before one with it; what another of them imports is a part of that, and what only prepares
 * something, or asks people, goes last.
 */
export function singles(sight: Sight): readonly string[] {
  const { repo, project, sources } = sight;
  const own = sources.filter(
    (path) => !within(project.dir, path).includes('/') && !path.endsWith('__init__.py'),
  );
  if (own.length === 1) return own;
  const guarded = repo.search(own, guard, 40).map(({ path }) => path);
  const told = toldFiles(sight).filter((path) => own.includes(path));
  const run = [
    ...new Set([
      ...guarded,
      // Of a package a README shows what its developers run.
      ...(project.packaged ? [] : [...told, ...own.filter((path) => isNamed(sight, path))]),
    ]),
  ];
  const parts = partsOf(sight, run);
  const rank = (path: string) => {
    if (isNamed(sight, path) && !isShim(sight, path, run)) return 0;
    if (preparing.test(path.replace(/^.*\//, '')) || asksPeople(repo.read(path) ?? '')) return 6;
    if (isShim(sight, path, run)) return 5;
    const isGuarded = guarded.includes(path) || guarded.length === 0;
    if (told.includes(path)) return isGuarded ? 1 : 3;
    return parts.has(path) ? 4 : 2;
  };
  const order = (path: string) => (told.includes(path) ? told.indexOf(path) : told.length);
  return run.toSorted((a, b) => rank(a) - rank(b) || order(a) - order(b));
}

/** Those of some scripts that others of them import. */
function partsOf({ repo, project }: Sight, scripts: readonly string[]): ReadonlySet<string> {
  const imported = scripts.flatMap((path) =>
    [...(repo.read(path) ?? '').matchAll(/^[ \t]*(?:from|import)[ \t]+(\w+)/gm)]
      .map(([, name]) => inside(project.dir, `${name}.py`))
      .filter((other) => other !== path),
  );
  return new Set(imported);
}

function asksPeople(text: string): boolean {
  return /^[^#\n]*(?<![\w.])input\(/m.test(text);
}

/** An old name that only calls what another script has. */
function isShim({ repo, project }: Sight, path: string, scripts: readonly string[]): boolean {
  const text = repo.read(path) ?? '';
  const [module, ...others] = [...text.matchAll(/^(?:from|import)\s+(\w+)/gm)].map(([, name]) => name);
  return (
    others.length === 0 &&
    scripts.includes(inside(project.dir, `${module}.py`)) &&
    !/^(?:async |def |class |@)/m.test(text)
  );
}
