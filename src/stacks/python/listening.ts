import { frameworkOf } from './apps.ts';
import { askedPort } from './asked-port.ts';
import { followed } from './follow.ts';
import { optionPort } from './option-port.ts';
import { tabled } from './settings-table.ts';
import type { Sight } from './sight.ts';

/** What tells that a script serves: its framework, the port that it takes by itself, what else is in its text then. */
const servers: readonly (readonly [pattern: RegExp, framework: string, port: string, beside?: RegExp])[] = [
  [/\bweb\.run_app\(|run_app\(/, 'aiohttp', '8080'],
  [/\.listen\(/, 'tornado', '8888', /\btornado\b/],
  [/\.listen\(\s*(?:options|\d)/, 'tornado', '8888'],
  [/\bHTTPServer\(/, 'tornado', '8888', /\btornado\b/],
  [/\b(?:HTTPServer|ThreadingHTTPServer|TCPServer|ThreadingTCPServer)\(/, 'http.server', '8000'],
  [/\bgunicorn\.app\.base\b/, 'gunicorn', '8000'],
  [/\bmcp\.run(?:_async)?\([^)]*transport\s*=\s*['"](?:streamable-)?(?:http|sse)/, 'mcp', '8000'],
  [/\bmake_server\(/, 'wsgiref', '8000'],
  [/\bgrpc(?:\.aio)?\.server\(/, 'grpc', '50051'],
  [/\bwaitress\.serve\(|\bserve\(\s*app/, 'waitress', '8080'],
  [/\bcherrypy\.(?:quickstart|engine)/, 'cherrypy', '8080'],
  [/\bwebsockets\.serve\(|\bserve\(\s*\w+,\s*['"]/, 'websockets', '8765'],
  [/\bwsgi\.server\(/, 'eventlet', '8080'],
  [/\bWSGIServer\(/, 'gevent', '8080'],
  [/\breactor\.listenTCP\(/, 'twisted', '8080'],
  [/\bapp\.start\(/, 'bolt', '3000', /\bslack_bolt\b/],
  [/\bweb\.application\(/, 'web.py', '8080'],
  [/\bLitServer\(/, 'litserve', '8000'],
  [/\bRobyn\(/, 'robyn', '8080'],
  [/\basgineer\.run\(/, 'asgineer', '8080'],
  [/\bMicrodot\(/, 'microdot', '5000'],
  // https://panel.holoviz.org/api/panel.io.server.html: at any free port, unless it is told one.
  [/\b(?:pn|panel)\.serve\(/, 'panel', '5006', /\bport\s*=\s*\d{2,5}\b/],
  // https://pywebio.readthedocs.io/en/latest/platform.html
  [/\bstart_server\(/, 'pywebio', '8080', /\bpywebio\b/],
  [/\bGui\(/, 'taipy', '5000', /\btaipy\b/],
  [/\basyncio\.start_server\(|\bsocket\.create_server\(/, 'socket', '8080'],
];
const ownServer = /\bsocketio\w*\.run\(|\b\w*server\.(?:start|run|serve_forever)\(/;

/** A program that is told its port by PORT. */
export const readsPort = /(?:environ(?:\.get)?|getenv|\benv(?:\.\w+)?|config)\s*[([]\s*['"]PORT['"]/;

export type Listening = {
  readonly framework: string;
  readonly port: string;
  readonly where: string;
  readonly told: string;
};

/** The server that a text makes, and its usual port. */
export function serverIn(text: string): { readonly framework: string; readonly port: string } | undefined {
  const found = servers.find(([pattern, , , beside]) => pattern.test(text) && (beside?.test(text) ?? true));
  return found && { framework: found[1], port: found[2] };
}

/** Where a script listens: in itself, or in the one function of the project that it calls. */
export function listens(sight: Sight, path: string, text: string): Listening | undefined {
  const next = followed(sight, path, text);
  for (const where of [path, ...(next === undefined ? [] : [next])]) {
    const told = where === path ? text : (sight.repo.read(where) ?? '');
    const found =
      serverIn(told) ??
      // What it calls has a server of its own for the application.
      (where !== path && ownServer.test(told) && frameworkOf(sight.repo, sight.sources)
        ? { framework: 'server', port: '8000' }
        : undefined);
    if (!found) continue;
    const [named] = sight.repo.search(
      sight.sources,
      /^\s*['"]?(?:DEFAULT|HTTP)_PORT['"]?\s*[:=]\s*(\d{2,5})\b/,
      1,
    );
    const port =
      optionPort(sight, told) ??
      told.match(/\bsocket_port['"]?\s*[:=]\s*(\d{2,5})\b/)?.[1] ??
      tabled(sight, 'port') ??
      askedPort(sight.repo, where, [where]) ??
      portNear(told.replaceAll(reached, '')) ??
      (found.framework === 'cherrypy' ? cherryPort(sight) : undefined) ??
      named?.match[1] ??
      askedPort(sight.repo, where, sight.sources) ??
      found.port;
    return { framework: found.framework, port, where, told };
  }
  return undefined;
}

/** The other end of a connection. */
const reached = /\b(?:connect|connect_ex|create_connection)\(\(?[^()\n]{0,100}\)/g;

/** A constant that a listener is given: PORT = 8080, ("", 8000). */
function portNear(text: string): string | undefined {
  return (
    /(?:\b|http_|listen_|server_|socket_)port['"]?\s*[:=]\s*['"]?(\d{2,5})\b/i.exec(text)?.[1] ??
    /make_server\(\s*['"][^'"]*['"]\s*,\s*(\d{2,5})/.exec(text)?.[1] ??
    /\(\s*\(?\s*['"](?!port['"])[\w.]*['"]\s*,\s*(\d{2,5})\s*\)/.exec(text)?.[1] ??
    /\.listen\(\s*(\d{2,5})/.exec(text)?.[1] ??
    /\[::\]:(\d{2,5})/.exec(text)?.[1] ??
    /['"]?bind['"]?\s*[:=].*?\b(\d{4,5})\b/.exec(text)?.[1]
  );
}

/** In a file of settings: https://docs.cherrypy.dev/en/latest/config.html */
function cherryPort({ repo, project }: Sight): string | undefined {
  const files = repo.below(project.dir).filter((path) => /\.(?:conf|cfg|config|ini)$/.test(path));
  const [hit] = repo.search(files.slice(0, 20), /^\s*server\.socket_port\s*[=:]\s*(\d{2,5})\s*$/, 1);
  return hit?.match[1];
}

/**
 * What listens on this machine only where it is told no address: CherryPy, FastMCP (https://gofastmcp.com/deployment/http),
 * Taipy (https://docs.taipy.io/en/latest/refmans/reference/pkg_taipy/pkg_gui/Gui/).
 */
const shy: readonly (readonly [server: RegExp, address: RegExp])[] = [
  [/\bcherrypy\.(?:quickstart|engine)/, /socket_host/],
  [/\bmcp\.run(?:_async)?\(/, /\bhost\s*=/],
  [/^from taipy\b/m, /\bhost\s*=/],
];

/** host="0.0.0.0", ("0.0.0.0", 8080): the call itself, whatever a table says. */
const open = /^[^#\n]*(?:\b(?:host|address|bind|listen)\s*=\s*|\(\s{0,20}\(?)['"]0\.0\.0\.0['"]\s*[,)]/m;

/** 127.0.0.1 or localhost where a server is made, or what an option for it is by default, and no other address. */
export function isLocal(sight: Sight, text: string): boolean {
  const { repo, sources } = sight;
  if (open.test(text)) return false;
  const told = tabled(sight, 'host');
  if (told !== undefined) return /^(?:localhost|127\.)/.test(told);
  if (/0\.0\.0\.0/.test(text)) return false;
  if (shy.some(([server, address]) => server.test(text) && !address.test(text))) return true;
  if (/(?:\(|host\s*=|HOST\w*\s*=|address\s*=|,)\s*\(?\s*['"](?:127\.0\.0\.1|localhost)['"]/.test(text))
    return true;
  const local = /default\w*['"]?\s*[:=]\s*['"](?:127\.0\.0\.1|localhost)['"]/i;
  return (
    /\b(?:args|options|opts|parameters)\.(?:host|address|bind|ip)\b/.test(text) &&
    repo.search(sources.slice(0, 40), local, 1).length > 0
  );
}
