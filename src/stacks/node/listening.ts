import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import type { Fact, Scene } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import type { ChosenStart } from './choose-start.ts';
import { findEnvFiles } from './env-files.ts';
import { healthByFile, type Framework } from './framework.ts';
import { allDependencies, join, type Package } from './package.ts';
import type { Listens } from './port-in-call.ts';
import { portInSettings } from './port.ts';
import { programPorts } from './programs.ts';

/**
 * The port: what files of platforms say, else of the start command, of the sources, of an example of settings, of settings, else
 * of the program or the framework itself.
 */
export function portFact(
  { repo, hints }: Scene,
  own: Package,
  chosen: ChosenStart,
  framework: Framework | undefined,
  listens: Listens,
): Fact {
  const said = hints(own.dir).port;
  if (said && said.confidence !== 'low') return said;
  const { args, env } = chosen.start;
  const at = args.findIndex((arg) => /^(-p|--port)$/.test(arg));
  const given = [
    at >= 0 ? args[at + 1] : undefined,
    args.map((arg) => /^(?:--port=|-p)(\d+)$/.exec(arg)?.[1]).find(Boolean),
    listens.word === undefined ? undefined : args[listens.word],
    env['PORT'],
  ].find((each) => each !== undefined && /^\d{2,5}$/.test(each));
  if (given !== undefined) return { value: given, from: chosen.fact.from, confidence: 'high' };
  // Settings that everybody gets are read before the sources' own defaults count.
  const committed =
    allDependencies(own)['dotenv'] !== undefined ||
    Object.values(own.scripts).some((line) => line.includes('--env-file'))
      ? portInSettings(repo, findEnvFiles(repo, own.dir))
      : undefined;
  if (committed) return committed;
  if (listens.port) return listens.port;
  if (said) return said;
  const settings = portInSettings(repo, settingsOf(own, chosen));
  if (settings) return settings;
  const program = chosen.start.runs === 'program' ? programPorts.get(chosen.start.entry) : undefined;
  if (program !== undefined)
    return { value: program, from: `default of ${chosen.start.entry}`, confidence: 'medium' };
  if (framework)
    return {
      value: framework.port,
      from: `default of ${framework.label}`,
      confidence: listens.variable === undefined && listens.word === undefined ? 'medium' : 'high',
    };
  if (listens.word !== undefined)
    return { value: '3000', from: 'default: its command tells it', confidence: 'high' };
  return {
    value: listens.grpc ? '50051' : '3000',
    from: listens.variable === undefined ? 'default' : `default: it takes ${listens.variable}`,
    confidence: listens.variable === undefined ? 'low' : 'medium',
  };
}

const files = [
  'config/default.json',
  'config/production.json',
  'config.json',
  'src/config.json',
  'config/config.json',
  'config/default.js',
  'config/default.toml',
  'config/default.yml',
  'config/default.yaml',
];

/**
 * Files that may have it. What is for production goes before the defaults where one file of settings is laid over another:
 * https://github.com/node-config/node-config/wiki/Configuration-Files. Nuxt 2 reads its own settings when it starts:
 * https://v2.nuxt.com/docs/configuration-glossary/configuration-server
 */
function settingsOf(own: Package, { start }: ChosenStart): readonly string[] {
  const asked = allDependencies(own);
  const layered = asked['config'] !== undefined || asked['@feathersjs/configuration'] !== undefined;
  const production = ['json', 'js', 'toml', 'yml', 'yaml'].map((each) => `config/production.${each}`);
  const nuxt = start.runs === 'program' && start.entry === 'nuxt' ? ['nuxt.config.js', 'nuxt.config.ts'] : [];
  return [...nuxt, ...(layered ? production : []), ...files].map((name) => join(own.dir, name));
}

/** What a router is told it by: a call with a path from its root, a decorator, a field of an object, what is compared. */
const routing =
  /(?:\.(?:get|use|route|all|head|any)(?:<[^<>()]{0,80}>)?\(\s*(?:\[\s*)?|\b(?:url|path|pathname|originalUrl)\b['"]?\s*(?::|===?)\s*|\bcase\s+)$/;
const decorator = /@(?:Get|All|Controller|Route|HttpGet)\(\s*$/;

function isRoute({ input = '', index = 0, 1: route = '' }: RegExpMatchArray): boolean {
  const before = input.slice(0, index);
  return decorator.test(before) || (route.startsWith('/') && routing.test(before));
}

/** A route that tells how it is; one that a router of its own has may stand below another path, and counts for nothing. */
export function healthFact({ repo }: Scene, own: Package, sources: readonly string[]): Fact | undefined {
  const file = healthByFile(repo, own);
  if (file) return { value: file.path, from: file.from, confidence: 'high' };
  const hits = repo.search(sources, healthRoute, 20).filter(({ match }) => isRoute(match));
  const best = bestHealthRoute(hits.map(({ match }) => match[1] as string));
  const hit = hits.find(({ match }) => `/${(match[1] as string).replace(/^\//, '')}` === best);
  // In a router of its own it may stand below another path.
  const prefixed = hit !== undefined && !/\b(app|server|fastify)\b/.test(hit.match.input ?? '');
  return best === undefined || hit === undefined || prefixed
    ? undefined
    : { value: best, from: place(hit), confidence: 'medium' };
}
