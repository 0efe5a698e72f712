import { lineNumber } from '../../inventory/line-number.ts';
import { bestHealthRoute } from '../../detect/health-routes.ts';
import { answersAll, isGuarded } from './answers-all.ts';
import { argumentsAt } from './arguments.ts';
import { readRouters, type RouterFile } from './router-file.ts';
import type { Sight } from './sight.ts';

/** A route of something that may be a router, told in the same line or the next. */
const route = /^[ \t]*@(\w{1,60})\.(?:get|head|route|api_route)\(\s{0,40}['"]\/?([\w/-]{1,40})['"]/gm;
const prefix = /\b(?:url_)?prefix\s*=\s*(?:['"]([\w/-]*)['"]|None\b)?/;
/** Of all files; more are no program's. */
const most = 40;

type Route = { readonly value: string; readonly path: string; readonly line: number };

/**
 * A route that tells whether a program is well, of a router of FastAPI or a blueprint of Flask that the application itself
 * takes in: with the prefixes that the two say, where they are plain texts. None that asks for more than its path.
 * https://fastapi.tiangolo.com/tutorial/bigger-applications/, https://flask.palletsprojects.com/en/stable/blueprints/
 */
export function routerRoute({ repo, sources }: Pick<Sight, 'repo' | 'sources'>): Route | undefined {
  const files = sources.slice(0, 80).map((path) => readRouters(path, repo.read(path) ?? ''));
  const found = files
    .flatMap((file) => routesOf(file))
    .slice(0, most)
    .flatMap(({ file, name, last, line }): readonly Route[] => {
      const made = file.routers.get(name);
      const above = made === undefined || isGuarded(made) ? undefined : aboveOf(files, file, name, made);
      if (above === undefined) return [];
      const value = `/${above}/${last}`.replaceAll(/\/{2,}/g, '/');
      return [{ value, path: file.path, line }];
    });
  const best = bestHealthRoute(found.map(({ value }) => value));
  return found.find(({ value }) => value === best);
}

/** The first routes of a file that are called so, and that answer everybody. */
function routesOf(file: RouterFile) {
  const { text } = file;
  return [...text.matchAll(route)]
    .filter(([, , last = '']) => bestHealthRoute([last.replace(/^.*\//, '')]) !== undefined)
    .slice(0, 5)
    .filter(({ 0: all, index }) => answersAll(text, index + all.indexOf('(') + 1))
    .map(({ 1: name = '', 2: last = '', index }) => ({ file, name, last, line: lineNumber(text, index) }));
}

/** Below which path an application has the routes of a router, wherever it takes it in; undefined: nowhere, or only a run tells. */
function aboveOf(
  files: readonly RouterFile[],
  of: RouterFile,
  name: string,
  made: string,
): string | undefined {
  for (const file of files) {
    const names = file === of ? [name] : namesIn(file, of, name);
    if (names.length === 0) continue;
    for (const { onto, given, told, replaces } of file.takings) {
      if (!names.includes(given) || isGuarded(told) || !isApplication(files, file, onto)) continue;
      const [own, below] = [replaces ? '' : prefixOf(made), prefixOf(told)];
      if (own !== undefined && below !== undefined) return `${below}/${own}`;
    }
  }
  return undefined;
}

/** Is what takes in a router no router itself, whose prefix is another one's affair, and nothing that another one has below a path? */
function isApplication(files: readonly RouterFile[], file: RouterFile, onto: string): boolean {
  if (file.routers.has(onto) || files.some(({ mounted }) => mounted.includes(onto))) return false;
  if (isGuardedApp(file.text)) return false;
  return !file.imports.some(
    ({ from, what, as }) =>
      as === onto && files.some(({ module, routers }) => isModule(module, from) && routers.has(what)),
  );
}

function isGuardedApp(text: string): boolean {
  const made = /\bFastAPI\(/.exec(text);
  return made !== null && isGuarded(argumentsAt(text, made.index + made[0].length));
}

/** What the router of a file is called in another: `from shop.health import router as health`, `from shop import health`. */
function namesIn(file: RouterFile, { module }: RouterFile, name: string): readonly string[] {
  return file.imports.flatMap(({ from, what, as }) =>
    what === name && isModule(module, from)
      ? [as]
      : isModule(module, from === '' ? what : `${from}.${what}`)
        ? [`${as}.${name}`]
        : [],
  );
}

/** Is a module the one that an import names, from the root of its sources or beside it? */
function isModule(module: string, said: string): boolean {
  return said !== '' && (module === said || module.endsWith(`.${said}`));
}

/** The prefix that is among the arguments, '' where there is none; undefined: only a run tells. */
function prefixOf(told: string): string | undefined {
  const said = prefix.exec(told);
  if (said === null || said[0].endsWith('None')) return '';
  return said[1];
}
