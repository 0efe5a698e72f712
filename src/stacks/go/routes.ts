import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import type { Fact } from '../../detect/types.ts';
import { findAll, placeOf } from './lines.ts';
import type { Program } from './program.ts';

/** A registration of a route: `r.GET("/healthz", …)`, `mux.HandleFunc("GET /healthz", …)`, `.Path("/healthz")`. */
const registered =
  /\.(?:GET|Get|HEAD|Handle|HandleFunc|Any|All|Method|Path|Route|Register|HandlerFunc|Match|Add)\(\s*(?:http\.Method\w+,\s*|"GET",\s*)?["`](?:GET )?(\/[\w/.-]*)["`]/g;

/** A server of its own for operators, at another port. */
const aside = /(?:^|\/)(?:metrics|pprof|admin|debug)(?:\/[^/]+)?\.go$/;

/** The route that tells whether the service is well; else its first page, when it has one. */
export function readHealthRoute(program: Program): Fact | undefined {
  const routes = findAll(program.files, registered).filter(
    ({ file }) =>
      program.distance(file) === 0 ||
      !aside.test(file.path) ||
      !/\bhttp\.Server\{|ListenAndServe/.test(file.code),
  );
  const telling = routes.filter(({ match }) => healthRoute.test(`"${match[1]}"`));
  const best = bestHealthRoute(telling.map(({ match }) => match[1] ?? ''));
  const found = telling.find(({ match }) => match[1] === best);
  if (best !== undefined && found) return { value: best, from: placeOf(found), confidence: 'high' };
  const root = routes.find(({ match }) => match[1] === '/');
  return root && { value: '/', from: placeOf(root), confidence: 'medium' };
}
