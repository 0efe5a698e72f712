/** What services call the route that tells whether they are well, the most telling first. */
const names = [
  'healthz',
  'livez',
  'health/live',
  'health',
  'api/health',
  'api/healthz',
  'readyz',
  'health/ready',
  'healthcheck',
  'health-check',
  'status',
  'ping',
  'up',
] as const;

/** A quoted route of that kind in a line of source; the route, with its slash, is the first group. */
export const healthRoute = new RegExp(`["'\`](/?(?:${names.join('|')})/?)["'\`]`);

const plain = (route: string) => route.replaceAll(/^\/|\/$/g, '');
const rank = (route: string) => (names as readonly string[]).indexOf(plain(route));

/** Of several routes the most telling. */
export function bestHealthRoute(routes: readonly string[]): string | undefined {
  const [best] = routes.filter((route) => rank(route) >= 0).toSorted((a, b) => rank(a) - rank(b));
  return best === undefined ? undefined : best.startsWith('/') ? best : `/${best}`;
}
