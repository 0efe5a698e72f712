import type { Fact } from '../../detect/types.ts';
import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import { place } from '../../inventory/types.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/** A route of the application that tells whether it is well. A router's own prefix is not known: only what the application itself has counts. */
export function healthOf({ repo, sources, hints }: Sight, start: Start): Fact | undefined {
  if (hints.health) return hints.health;
  if (start.health || start.kind !== 'server') return start.health;
  const object = /:(\w+)/.exec(start.entry.value)?.[1] ?? 'app';
  const own =
    start.framework.value === 'django'
      ? /\b(?:re_)?path\(|\burl\(/
      : new RegExp(`@${object}\\.|\\bRoute\\(|add_(?:url_rule|route|get)\\(`);
  const urls =
    start.framework.value === 'django'
      ? sources.filter((path) => path.endsWith('urls.py')).slice(0, 1)
      : sources;
  const hits = repo
    .search(urls, healthRoute, 10)
    .filter(({ match }) => own.test(match.input ?? '') && !/prefix|<|POST/.test(match.input ?? ''));
  const route = bestHealthRoute(hits.map(({ match }) => match[1] ?? ''));
  const hit = hits.find(({ match }) => match[1]?.replace(/^\//, '') === route?.replace(/^\//, ''));
  if (route !== undefined && hit) return { value: route, from: place(hit), confidence: 'high' };
  const [root] = repo.search(sources, /\.(?:get|route|api_route)\(\s*['"]\/?['"]/);
  const [closed] = repo.search(sources, /openapi_url\s*=|docs_url\s*=|root_path\s*=/);
  // Every one of FastAPI has it, and many have nothing at /.
  if (start.framework.value === 'fastapi' && !root && !closed)
    return { value: '/openapi.json', from: 'FastAPI', confidence: 'medium' };
  return undefined;
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
