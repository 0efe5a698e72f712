import type { Fact } from '../../detect/types.ts';
import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { routerRoute } from './router-routes.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/** A route of the application that tells whether it is well. What the application itself has goes before what it takes in. */
export function healthOf({ repo, sources, hints }: Sight, start: Start): Fact | undefined {
  if (hints.health) return hints.health;
  if (start.health || start.kind !== 'server') return start.health;
  const object = /:(\w+)/.exec(start.entry.value)?.[1] ?? 'app';
  if (start.framework.value === 'django') return ofUrls(repo, sources);
  const own = new RegExp(`@${object}\\.|\\bRoute\\(|add_(?:url_rule|route|get)\\(`);
  const hits = repo
    .search(sources, healthRoute, 10)
    .filter(({ match }) => own.test(match.input ?? '') && !/prefix|<|POST/.test(match.input ?? ''));
  const route = bestHealthRoute(hits.map(({ match }) => match[1] ?? ''));
  const hit = hits.find(({ match }) => match[1]?.replace(/^\//, '') === route?.replace(/^\//, ''));
  if (route !== undefined && hit) return { value: route, from: place(hit), confidence: 'high' };
  const taken = routerRoute({ repo, sources });
  if (taken) return { value: taken.value, from: place(taken), confidence: 'high' };
  const [root] = repo.search(sources, /\.(?:get|route|api_route)\(\s*['"]\/?['"]/);
  const [closed] = repo.search(sources, /openapi_url\s*=|docs_url\s*=|root_path\s*=/);
  // Every one of FastAPI has it, and many have nothing at /.
  if (start.framework.value === 'fastapi' && !root && !closed)
    return { value: '/openapi.json', from: 'FastAPI', confidence: 'medium' };
  return undefined;
}

/** The first argument of path() and re_path(): what a route is called by the project is no route. https://docs.djangoproject.com/en/stable/ref/urls/ */
const url = /\b(?:(?:re_)?path|url)\(\s*r?['"]\^?\/?([\w/-]+?)(\/?)\??\$?['"]/;

function ofUrls(repo: Inventory, sources: readonly string[]): Fact | undefined {
  const urls = sources.find((path) => path.endsWith('urls.py'));
  const found = repo.search(urls === undefined ? [] : [urls], url, 60).map((hit) => {
    const [all, route = '', slash = ''] = hit.match;
    return { hit, route: /\/\?\$?['"]$/.test(all) ? route : `${route}${slash}` };
  });
  const best = bestHealthRoute(found.map(({ route }) => route));
  const told = found.find(({ route }) => `/${route}` === best);
  return best === undefined || !told ? undefined : { value: best, from: place(told.hit), confidence: 'high' };
}

/** Asks the service from within, below 500 is well: whoever asks by the name localhost may be refused, and that is an answer. */
export function healthCommand(
  port: number,
  byEnv: boolean,
  path: string,
  speaksHttp: boolean,
): readonly string[] {
  const where = byEnv ? `int(os.environ.get('PORT', ${port}))` : String(port);
  const modules = byEnv ? ', os' : '';
  const python = speaksHttp
    ? `import http.client${modules}; c = http.client.HTTPConnection('localhost', ${where}, timeout=2); c.request('GET', ${quoted(path)}); raise SystemExit(c.getresponse().status >= 500)`
    : `import socket${modules}; socket.create_connection(('localhost', ${where}), 2)`;
  return ['/usr/bin/python3.13', '-c', python];
}

/** A string of Python; most paths need no more than quotes. */
function quoted(text: string): string {
  return /^[\w./?=&%:-]*$/.test(text) ? `'${text}'` : JSON.stringify(text);
}
