import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import type { Fact, Scene } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import { healthByFile, type Framework } from './framework.ts';
import { join, type Package } from './package.ts';
import { portInSettings, type Listens } from './port.ts';

/** The port: of the start command, else of the sources, else of settings, else the framework's own. */
export function portFact(
  { repo }: Scene,
  own: Package,
  chosen: ChosenStart,
  framework: Framework | undefined,
  listens: Listens,
): Fact {
  const { args, env } = chosen.start;
  const at = args.findIndex((arg) => /^(-p|--port)$/.test(arg));
  const given = [
    at >= 0 ? args[at + 1] : undefined,
    args.map((arg) => /^(?:--port=|-p)(\d+)$/.exec(arg)?.[1]).find(Boolean),
    env['PORT'],
  ].find((each) => each !== undefined && /^\d{2,5}$/.test(each));
  if (given !== undefined) return { value: given, from: chosen.fact.from, confidence: 'high' };
  if (listens.port) return listens.port;
  const settings = portInSettings(
    repo,
    [
      'config/default.json',
      'config/production.json',
      'config.json',
      'src/config.json',
      'config/config.json',
      '.env.example',
      '.env.sample',
      'config/default.js',
      'config/default.yml',
      'config/default.yaml',
    ].map((name) => join(own.dir, name)),
  );
  if (settings) return settings;
  if (framework)
    return {
      value: framework.port,
      from: `default of ${framework.label}`,
      confidence: listens.variable === undefined ? 'medium' : 'high',
    };
  return {
    value: listens.grpc ? '50051' : '3000',
    from: listens.variable === undefined ? 'default' : `default: it takes ${listens.variable}`,
    confidence: listens.variable === undefined ? 'low' : 'medium',
  };
}

/** A route that tells how it is; one that a router of its own has may stand below another path, and counts for nothing. */
export function healthFact({ repo }: Scene, own: Package, sources: readonly string[]): Fact | undefined {
  const file = healthByFile(repo, own);
  if (file) return { value: file.path, from: file.from, confidence: 'high' };
  const hits = repo
    .search(sources, healthRoute, 20)
    .filter(({ match }) => /get|use|route|path|url|Controller|Get|app\./.test(match.input ?? ''));
  const best = bestHealthRoute(hits.map(({ match }) => match[1] as string));
  const hit = hits.find(({ match }) => `/${(match[1] as string).replace(/^\//, '')}` === best);
  // In a router of its own it may stand below another path.
  const prefixed = hit !== undefined && !/\b(app|server|fastify)\b/.test(hit.match.input ?? '');
  return best === undefined || hit === undefined || prefixed
    ? undefined
    : { value: best, from: place(hit), confidence: 'medium' };
}
