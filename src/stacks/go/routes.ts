import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import type { Fact } from '../../detect/types.ts';
import { findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';

/** A registration of a route: `r.GET("/healthz", …)`, `mux.HandleFunc("GET /healthz", …)`, `.Path("/healthz")`. */
const registered =
  /\.(?:GET|Get|HEAD|Handle|HandleFunc|Any|All|Method|Path|Route|Register|HandlerFunc|Match|Add)\(\s*(?:http\.Method\w+,\s*|"GET",\s*)?["`](?:GET )?(\/[\w/.-]*)["`]/g;

/** A router that answers below a path of another: `r.Mount("/users", users.Routes())`, `r.Group("/api")`. */
const nested = /\.(?:Mount|Route|Group|PathPrefix|Subrouter)\(\s*["`]\/\w/g;

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
  const isNested = findAll(program.files, nested).length > 0;
  const root = routes.find((route) => route.match[1] === '/' && (!isNested || isOutermost(route, program)));
  return root && { value: '/', from: placeOf(root), confidence: 'medium' };
}

/** Where routers are below others, `/` is the first page only in the package that starts, and outside of a function that is an argument. */
function isOutermost({ file, match }: Found, program: Program): boolean {
  const line = file.code.slice(file.code.lastIndexOf('\n', match.index) + 1, match.index);
  return program.distance(file) === 0 && !line.startsWith('\t\t');
}
