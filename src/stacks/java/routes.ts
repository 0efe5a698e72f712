import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import type { Fact } from '../../detect/types.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import type { Framework } from './frameworks.ts';
import { settingNamed, valueOf, type Setting } from './settings.ts';

type Rule = { readonly by: RegExp; readonly path: (settings: readonly Setting[]) => string | undefined };

const set = (settings: readonly Setting[], ...keys: readonly string[]) => {
  const found = settingNamed(settings, ...keys);
  return found && valueOf(found.value);
};
const joined = (...parts: readonly (string | undefined)[]) =>
  `/${parts
    .flatMap((part) => (part ?? '').split('/'))
    .filter(Boolean)
    .join('/')}`;

/** Routes that a dependency brings along. */
const rules: Readonly<Record<string, Rule>> = {
  'spring-boot': {
    by: /:spring-boot-starter-actuator$/,
    path: (settings) => {
      // On a port of its own it is not for those who call the service.
      if (set(settings, 'management.server.port') !== undefined) return undefined;
      const context = set(
        settings,
        'server.servlet.context-path',
        'server.context-path',
        'spring.webflux.base-path',
      );
      return joined(context, set(settings, 'management.endpoints.web.base-path') ?? 'actuator', 'health');
    },
  },
  quarkus: {
    by: /:quarkus-smallrye-health$/,
    path: (settings) => {
      const root = set(settings, 'quarkus.http.root-path');
      const own = set(settings, 'quarkus.smallrye-health.root-path');
      if (own?.startsWith('/')) return own;
      const base = set(settings, 'quarkus.http.non-application-root-path') ?? 'q';
      return joined(base.startsWith('/') ? undefined : root, base, own ?? 'health');
    },
  },
  micronaut: {
    by: /:micronaut-management$/,
    path: (settings) =>
      joined(set(settings, 'micronaut.server.context-path'), set(settings, 'endpoints.all.path'), 'health'),
  },
  'helidon-mp': { by: /:helidon-microprofile(-health|-core)?$/, path: () => '/health' },
  helidon: { by: /:helidon-webserver-observe-health$/, path: () => '/observe/health' },
};

/** What stands before a route: an annotation or a call; a parameter or a key of JSON may be called `status`, too. */
const annotated = /(?:Mapping|@Path|@Get|@Controller|\bpath)\s*\([^)]*$/;
const called =
  /\b(?:get|GET|route|handle\w*|createContext|addServlet\w*|service|register|add(?:Prefix|Exact)Path)\s*\([^)]*$/;

function isRoute({ match }: Hit): boolean {
  const before = (match.input ?? '').slice(0, match.index);
  return annotated.test(before) || ((match[1] ?? '').startsWith('/') && called.test(before));
}

/** The route that tells whether it is well: what a dependency brings, else one that the code names. */
export function findHealth(
  repo: Inventory,
  sources: readonly string[],
  framework: Framework | undefined,
  names: readonly string[],
  settings: readonly Setting[],
): Fact | undefined {
  const rule = framework && rules[framework.id];
  const by = rule && names.find((name) => rule.by.test(name));
  const path = by === undefined ? undefined : rule?.path(settings);
  if (by !== undefined && path !== undefined && isPath(path)) {
    // With a filter chain of the user's own, who may ask is the user's business.
    const guarded = names.some((name) => /:spring-boot-starter-(security|oauth2)/.test(name));
    return { value: path, from: by.replace(/^.*:/, ''), confidence: guarded ? 'medium' : 'high' };
  }
  if (rule && framework?.id !== 'helidon') {
    const context = joined(
      set(settings, 'server.servlet.context-path', 'quarkus.http.root-path', 'micronaut.server.context-path'),
    );
    if (context !== '/') return undefined;
  }
  const hits = repo.search(sources, healthRoute, 40).filter(isRoute);
  const best = bestHealthRoute(hits.map(({ match }) => match[1] as string));
  const hit = best === undefined ? undefined : hits.find(({ match }) => best.endsWith(match[1] as string));
  return hit && best !== undefined ? { value: best, from: place(hit), confidence: 'medium' } : undefined;
}

function isPath(path: string): boolean {
  return /^\/[\w./~-]*$/.test(path);
}
