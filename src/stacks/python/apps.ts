import type { Hit, Inventory } from '../../inventory/types.ts';
import { moduleOf, type Module } from './sources.ts';

export type Interface = 'wsgi' | 'asgi';

/** Something that a server of WSGI or ASGI can be given. */
export type App = {
  readonly framework: string;
  readonly speaks: Interface;
  readonly module: Module;
  /** `app`, or `create_app()` of a factory. */
  readonly object: string;
  readonly factory: boolean;
  readonly hit: Hit;
};

/** What makes an application, by the class or function that is called: https://asgi.readthedocs.io, PEP 3333. */
const makers: Readonly<Record<string, readonly [framework: string, speaks: Interface]>> = {
  Flask: ['flask', 'wsgi'],
  APIFlask: ['flask', 'wsgi'],
  OpenAPI: ['flask', 'wsgi'],
  FastAPI: ['fastapi', 'asgi'],
  FastAPIOffline: ['fastapi', 'asgi'],
  Starlette: ['starlette', 'asgi'],
  Quart: ['quart', 'asgi'],
  Sanic: ['sanic', 'asgi'],
  Litestar: ['litestar', 'asgi'],
  Starlite: ['litestar', 'asgi'],
  BlackSheep: ['blacksheep', 'asgi'],
  Esmerald: ['esmerald', 'asgi'],
  Ravyn: ['ravyn', 'asgi'],
  Lilya: ['lilya', 'asgi'],
  FastHTML: ['fasthtml', 'asgi'],
  fast_app: ['fasthtml', 'asgi'],
  Bottle: ['bottle', 'wsgi'],
  default_app: ['bottle', 'wsgi'],
  'falcon.App': ['falcon', 'wsgi'],
  'falcon.API': ['falcon', 'wsgi'],
  'falcon.asgi.App': ['falcon', 'asgi'],
  Eve: ['flask', 'wsgi'],
  make_wsgi_app: ['pyramid', 'wsgi'],
  // Around another one: https://python-socketio.readthedocs.io, https://github.com/GoogleCloudPlatform/appengine-python-standard
  'socketio.ASGIApp': ['socket.io', 'asgi'],
  'socketio.WSGIApp': ['socket.io', 'wsgi'],
  'engineio.ASGIApp': ['socket.io', 'asgi'],
  'engineio.WSGIApp': ['socket.io', 'wsgi'],
  wrap_wsgi_app: ['WSGI', 'wsgi'],
  get_wsgi_application: ['django', 'wsgi'],
  get_asgi_application: ['django', 'asgi'],
};
const names = Object.keys(makers).map((name) => name.replaceAll('.', '\\.'));
const assigned = new RegExp(
  `^(\\w+)(?:\\s*:\\s*[\\w.]+)?(?:\\s*,[\\w\\s,()]*)?\\s*=\\s*(?:[\\w.]+\\.)??(${names.join('|')})\\(`,
);
/** Of a framework that calls its class just App or Application; the imports tell which it is. */
const plainly = /^from (blacksheep|emmett|muffin)\b/;
const plainObject = /^(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?:App|Application)\(/;
const factoryCalls =
  /^(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?:\w+\.)*((?:create|make|build|get|init)_(?!celery)(?:\w+_)?(?:app|application|api|server))\(/;
const factory =
  /^(?:async )?def ((?:create|make|build|get|init)_(?!celery)(?:\w+_)?(?:app|application|api))\(([^)]*)/;
/** `from shop import app`: another file makes it, and this one starts it. */
const imports = /^from\s+[\w.]+\s+import\s+(?:[\w\s,]*,\s*)?(app|application|server|api)\b(?!\s+as)/;
/** What people call the file that is started, the most telling first. */
const files = [
  'wsgi',
  'asgi',
  'main',
  'app',
  'application',
  'server',
  'run',
  'api',
  'index',
  'web',
  '__init__',
];

/**
 * The application of a project, where its sources make one: an object of a module, a factory called in one, a factory. The
 * sources are in the order of their depth.
 */
export function findApp(repo: Inventory, dir: string, sources: readonly string[]): App | undefined {
  const likely = sources.toSorted((a, b) => depth(a) - depth(b) || rank(a) - rank(b));
  const object = repo.search(likely, assigned, 20).find(({ match }) => !match[1]?.startsWith('_'));
  const calls = repo.search(likely, factoryCalls, 10);
  const made = repo.search(likely, factory, 10);
  const [call] = calls;
  const [maker] = made;
  // A factory's caller is nearer to the root than the object that it calls upon, or the object is another one's.
  if (object && !(call && depth(call.path) < depth(object.path))) return fromObject(repo, dir, object);
  const kind = frameworkOf(repo, sources);
  if (!kind) return plainlyNamed(repo, dir, likely) ?? callableOf(repo, dir, likely);
  if (call) return withModule(repo, dir, call, { ...kind, object: call.match[1] as string, factory: false });
  if (maker && !needsArguments(maker.match[2] ?? ''))
    return withModule(repo, dir, maker, { ...kind, object: maker.match[1] as string, factory: true });
  return callableOf(repo, dir, likely);
}

/** The application that one file makes. */
export function appOfFile(
  repo: Inventory,
  dir: string,
  path: string,
  sources: readonly string[],
): App | undefined {
  const [object] = repo.search([path], assigned);
  if (object) return fromObject(repo, dir, object);
  const plain = plainlyNamed(repo, dir, [path]);
  if (plain) return plain;
  const [dash] = repo.search([path], /^(\w+)\s*=\s*\w+\.server\s*$/);
  if (dash)
    return withModule(repo, dir, dash, {
      framework: 'dash',
      speaks: 'wsgi',
      object: dash.match[1] as string,
      factory: false,
    });
  const kind = frameworkOf(repo, sources);
  const [call] = repo.search([path], factoryCalls);
  if (call && kind)
    return withModule(repo, dir, call, { ...kind, object: call.match[1] as string, factory: false });
  const [imported] = repo.search([path], imports);
  if (imported && kind)
    return withModule(repo, dir, imported, { ...kind, object: imported.match[1] as string, factory: false });
  const [maker] = kind ? repo.search([path], factory) : [];
  if (!kind || !maker || needsArguments(maker.match[2] ?? '')) return callableOf(repo, dir, [path]);
  return withModule(repo, dir, maker, { ...kind, object: maker.match[1] as string, factory: true });
}

function plainlyNamed(repo: Inventory, dir: string, paths: readonly string[]): App | undefined {
  for (const { path, match } of repo.search(paths, plainly, 5)) {
    const [hit] = repo.search([path], plainObject);
    const framework = match[1] as string;
    if (hit)
      return withModule(repo, dir, hit, {
        framework,
        speaks: 'asgi',
        object: hit.match[1] as string,
        factory: false,
      });
  }
  return undefined;
}

/** What a server of WSGI calls it with, with types or without: https://peps.python.org/pep-3333/ */
const called = String.raw`\w{0,40}env\w{0,40}\s*(?::\s*[\w.]+\s*)?,\s*(?:start_response\b|$)`;

/** The second of the two may be in the next line. */
function takesResponse(repo: Inventory, { path, line, match }: Hit): boolean {
  const next = (repo.read(path) ?? '').split('\n')[line] ?? '';
  return match[0].endsWith('start_response') || /^\s*start_response\b/.test(next);
}

/** A function that is an application by itself, as PEP 3333 has it. */
function callableOf(repo: Inventory, dir: string, paths: readonly string[]): App | undefined {
  const hit = repo
    .search(paths, new RegExp(`^def (\\w*app(?:lication)?)\\(\\s*${called}`), 5)
    .find((each) => takesResponse(repo, each));
  if (!hit) return undefined;
  // What is around it has the name that servers look for: https://peps.python.org/pep-3333/#middleware-components-that-play-both-sides
  const [whole] = repo.search([hit.path], /^(application)\s*=\s*[A-Za-z_]/, 1);
  return withModule(repo, dir, hit, {
    framework: 'WSGI',
    speaks: 'wsgi',
    object: (whole?.match[1] ?? hit.match[1]) as string,
    factory: false,
  });
}

/** Which framework a factory is of: the first that is made anywhere, indented or not. */
export function frameworkOf(
  repo: Inventory,
  sources: readonly string[],
): { readonly framework: string; readonly speaks: Interface } | undefined {
  const [hit] = repo.search(
    sources,
    new RegExp(
      `=\\s*(?:[\\w.]+\\.)??(${names.join('|')})\\(|return (?:\\w+\\.)?(Flask|FastAPI|Starlette|Quart|Sanic|Litestar|BlackSheep)\\(|^class \\w+\\((?:\\w+\\.)?(Flask|FastAPI|Starlette|Quart)\\b`,
    ),
  );
  const maker = makers[hit?.match.slice(1).find((name) => name !== undefined) ?? ''];
  if (maker) return { framework: maker[0], speaks: maker[1] };
  // Its routes need no object.
  const [bottle] = repo.search(sources, /^\s*(?:from bottle import|import bottle)/);
  if (bottle) return { framework: 'bottle', speaks: 'wsgi' };
  const own = repo
    .search(sources, new RegExp(`^\\s+def (?:__call__|wsgi_app)\\(self,\\s*${called}`), 5)
    .find((each) => takesResponse(repo, each));
  return own && { framework: 'WSGI', speaks: 'wsgi' };
}

function fromObject(repo: Inventory, dir: string, hit: Hit): App | undefined {
  const maker = makers[hit.match[2] as string];
  if (!maker) return undefined;
  const [framework, speaks] = maker;
  return withModule(repo, dir, hit, { framework, speaks, object: hit.match[1] as string, factory: false });
}

function withModule(
  repo: Inventory,
  dir: string,
  hit: Hit,
  app: Omit<App, 'module' | 'hit'>,
): App | undefined {
  const module = moduleOf(repo, dir, hit.path);
  return module && { ...app, module, hit };
}

function needsArguments(parameters: string): boolean {
  return parameters.split(',').some((each) => each.trim() !== '' && !/[=*]/.test(each));
}

function rank(path: string): number {
  const at = files.indexOf((path.split('/').pop() ?? '').replace(/\.py$/, ''));
  return at < 0 ? files.length : at;
}

function depth(path: string): number {
  return path.split('/').length;
}
