import { bestHealthRoute } from '../../detect/health-routes.ts';
import { dirOf } from '../../inventory/paths.ts';
import { argumentsAt } from './arguments.ts';
import type { Sight } from './sight.ts';

/** A route of something that may be a router, told in the same line or the next. */
const route = /^[ \t]*@(\w{1,60})\.(?:get|head|route|api_route)\(\s{0,40}['"]\/?([\w/-]{1,40})['"]/gm;
const including = /\b(\w{1,60})\.(?:include_router|register_blueprint)\(/g;
const prefix = /\b(?:url_)?prefix\s*=\s*(?:['"]([\w/-]*)['"])?/;

type Route = { readonly value: string; readonly path: string; readonly line: number };

/**
 * A route that tells whether a program is well, of a router of FastAPI or a blueprint of Flask that the application itself
 * takes in: with the prefixes that the two say, where they are plain texts.
 * https://fastapi.tiangolo.com/tutorial/bigger-applications/, https://flask.palletsprojects.com/en/stable/blueprints/
 */
export function routerRoute({ repo, sources }: Pick<Sight, 'repo' | 'sources'>): Route | undefined {
  const texts = sources.slice(0, 80).map((path) => ({ path, text: repo.read(path) ?? '' }));
  const found = texts.flatMap(({ path, text }) =>
    [...text.matchAll(route)]
      .filter(([, , last = '']) => bestHealthRoute([last.replace(/^.*\//, '')]) !== undefined)
      .slice(0, 5)
      .flatMap(({ 1: name = '', 2: last = '', index }): readonly Route[] => {
        const own = prefixOf(madeWith(text, name));
        if (own === undefined) return [];
        const above = texts.map((other) => includedAt(other.path, other.text, path, name)).find(Boolean);
        if (above === undefined) return [];
        const value = `/${[above.prefix, own, last].join('/')}`.replaceAll(/\/{2,}/g, '/');
        return [{ value, path, line: text.slice(0, index).split('\n').length }];
      }),
  );
  const best = bestHealthRoute(found.map(({ value }) => value));
  return found.find(({ value }) => value === best);
}

/** What a router of that name is made with in a file; undefined: it is none. */
function madeWith(text: string, name: string): string | undefined {
  const made = new RegExp(
    String.raw`^${name}[ \t]*(?::[ \t]*[\w.]+[ \t]*)?=[ \t]*(?:\w+\.)?(?:APIRouter|Blueprint|APIBlueprint)\(`,
    'm',
  ).exec(text);
  return made ? argumentsAt(text, made.index + made[0].length) : undefined;
}

/** Where a file has an application take in the router of another one, or its own, and below which path. */
function includedAt(
  path: string,
  text: string,
  of: string,
  name: string,
): { readonly prefix: string } | undefined {
  const names = path === of ? [name] : namesIn(text, of, name);
  if (names.length === 0) return undefined;
  for (const { 0: all, 1: onto = '', index } of [...text.matchAll(including)].slice(0, 60)) {
    const told = argumentsAt(text, index + all.length);
    const given = /^\s*(?:router\s*=\s*|blueprint\s*=\s*)?([\w.]+)/.exec(told)?.[1] ?? '';
    // What takes it in may be a router itself, whose prefix is another one's affair.
    if (!names.includes(given) || madeWith(text, onto) !== undefined) continue;
    const below = prefixOf(told);
    if (below !== undefined) return { prefix: below };
  }
  return undefined;
}

/** What the router of a file is called in another: `from shop.health import router as health`, `from shop import health`. */
function namesIn(text: string, of: string, name: string): readonly string[] {
  const module = (of.endsWith('__init__.py') ? dirOf(of) : of.replace(/\.py$/, '')).replace(/^.*\//, '');
  const imports = text.matchAll(/^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]{0,2000}\)|[^\n(]+)/gm);
  return [...imports].flatMap(([, from = '', list = '']) => {
    const parts = list
      .replaceAll(/[()\\]|#.*/g, ' ')
      .split(',')
      .map((part) => part.trim().split(/\s+as\s+/));
    const isModule = from.replace(/^.*\./, '') === module;
    return parts.flatMap(([what = '', as = what]) =>
      isModule && what === name ? [as] : what === module ? [`${as}.${name}`] : [],
    );
  });
}

/** The prefix that is among the arguments, '' where there is none; undefined: there is no router, or only a run tells. */
function prefixOf(told: string | undefined): string | undefined {
  if (told === undefined) return undefined;
  const said = prefix.exec(told);
  return said ? said[1] : '';
}
