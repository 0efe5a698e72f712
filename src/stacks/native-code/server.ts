import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import { bestHealthRoute, healthRoute } from '../../detect/health-routes.ts';
import { toPort } from '../../detect/names.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import { mainFunction } from './plain.ts';
import { codeHits, loopbackOf } from './loopback.ts';
import { optionPort } from './option-port.ts';
import { isCopied, isForeign } from './sources.ts';

/** What the sources tell of a server. */
export type Server = {
  /** Where it begins to listen. */
  readonly listens: string;
  readonly port: Fact;
  /** It speaks HTTP. */
  readonly http: boolean;
  readonly health?: Fact;
  /** It takes its port from the variable PORT. */
  readonly readsPort: boolean;
  /** Its first argument is the port. */
  readonly argument?: string;
  /** Lines that bind the machine itself only. */
  readonly loopback: readonly Hit[];
};

/** Calls that begin to listen: the system's, and those of libraries. */
const listening =
  /(^|[^\w.>:])(::)?listen\s*\(\s*[\w.>-]+\s*,|\.listen\s*\(\s*["\d\w:]|->listen\s*\(|mg_(\w+_)?listen\s*\(|mg_bind\w*\s*\(|mg_start\s*\(|MHD_start_daemon\s*\(|evhttp_(bind_socket|accept_socket|bind_socket_with_handle)\s*\(|evconnlistener_new\w*\s*\(|lws_create_context\s*\(|uv_listen\s*\(|tcp::acceptor|acceptor_?\s*[({.]|addListener\s*\(|\.bind_to_port\s*\(|\.bind\s*\(\s*"|AddListeningPort\s*\(|crow::(Simple)?App|drogon::app\(\)|ServerSocket\s*\w*\(|HTTPServer\s*\w*\(|Http::(Endpoint|listenAndServe)|oatpp::network::Server|restinio::run|create_webserver\s*\(|uWS::(SSL)?App|http_server_(init|listen|start)|ListenAndServe|start_server\s*\(|\bhttp_listener\s+\w+\s*[;({]/;

/** This machine, as servers name it: what has another name is somebody else. */
const anyHost = String.raw`(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\*|\[::1?\])?`;

/** Calls that only servers make, and the URLs that they are given. */
const callPatterns: readonly RegExp[] = [
  /listening_ports?"\s*,[^"\n]*"(\d{2,5})/,
  /\.(?:listen|bind_to_port|addListener|bind)\s*\(\s*"[^"\n]*"\s*,\s*(\d{2,5})\b/,
  /addListener\s*\(\s*"[^"\n]*"\s*,\s*(\d{2,5})/,
  /\.port\s*\(\s*(\d{2,5})\s*\)/,
  /\b\w*Server\s+\w+\s*[({]\s*(\d{3,5})\s*[,)}]/,
  new RegExp(`"(?:http|ws)://${anyHost}:(\\d{2,5})/?"`),
  new RegExp(`"(?:https|wss|tcp|mqtt|udp|rtsp)://${anyHost}:(\\d{2,5})(?:/\\w*)?"`),
];

/** Ports at which clients speak something else: https://www.iana.org/assignments/service-names-port-numbers */
const otherProtocols = new Set(
  '21 22 23 25 53 110 143 389 993 1883 3306 5060 5432 5672 6379 6667 8883 11211 27017'.split(' '),
);

/** Ports of what others ask, unless the program is called like it. */
const asked: Readonly<Record<string, RegExp>> = {
  53: /dns/i,
  514: /log/i,
  1812: /radius/i,
  1813: /radius/i,
};

/** What a program does without its settings. */
const defaultPatterns: readonly RegExp[] = [
  /#\s*define\s+\w*HTTP\w*PORT\w*\s+\(?\s*"?(\d{2,5})"?\)?/,
  /#\s*define\s+\w*DEFAULT\w*PORT\w*\s+\(?\s*"?(\d{2,5})"?\)?/,
  /#\s*define\s+\w*PORT\w*DEFAULT\w*\s+\(?\s*"?(\d{2,5})"?\)?/,
  /\blisten\w*[-_]?port\s*=\s*"?(\d{2,5})\b/i,
];

/** Names and constants, which may be of anything else. */
const namePatterns: readonly RegExp[] = [
  /"(?:0\.0\.0\.0|\[::\]|localhost|127\.0\.0\.1|\*)?:(\d{2,5})"/,
  /\.listen\s*\(\s*(\d{2,5})\b/,
  /htons\s*\(\s*(\d{2,5})\s*\)/,
  /MHD_start_daemon\s*\([^,]*,\s*(\d{2,5})/,
  /#\s*define\s+\w*(?:PORT|Port|port)\w*\s+\(?\s*"?(\d{2,5})"?\)?/,
  /\bconstexpr\b[^=;\n]*\bk?\w*[Pp]ort\w*\s*[={]\s*"?(\d{2,5})/,
  /\b(?:int|short|uint16_t|unsigned|long|auto|char\s*\*|string|in_port_t|size_t|u_short)\s+\*?\w*(?:port|PORT|Port)\w*\s*(?:=|\{|\()\s*"?(\d{2,5})\b/,
  /\b(?:\w+(?:->|\.))?\w*(?:port|PORT|Port)(?:no|num|_number|s)?\s*=\s*(?:htons\s*\(\s*)?"?(\d{2,5})\b/,
  /"port"\s*,[^\n]*?\b(\d{2,5})\b/i,
  /port\w*[^;\n]*\?\s*\w+[^:?\n]*:\s*"?(\d{4,5})"?\s*;/i,
];

/** Where it goes itself. */
const elsewhere =
  /client|upstream|remote|dest|proxy_port|multicast|(?:ur[il]|proxy)\w*(?:\.|->)\w*port|(?:redis|mysql|pg|postgres|mongo|db|ldap|radius|syslog)_?port|mysql|smtp|max|connect\s*\(/i;

/** Looks at the sources of a program; undefined when nothing listens. */
export function findServer(
  repo: Inventory,
  sources: readonly string[],
  given: {
    readonly dir?: string;
    /** Of the program: settings are often called like it. */
    readonly name?: string;
    /** The build installs them. */
    readonly settings?: boolean;
    readonly port?: Fact;
    readonly health?: Fact;
  },
): Server | undefined {
  const own = sources.filter((path) => !isCopied(path) && /\.(c|cc|cpp|cxx|h|hpp|hh|hxx)$/.test(path));
  const listens = codeHits(repo, own, listening, 1)[0];
  if (!listens) return undefined;
  // A socket in the file system is none that a container answers on.
  if (
    /^[^\w.>:]*(::)?listen\s*\(/.test(listens.match[0].trim()) &&
    !repo.search(own, /AF_INET|PF_INET|sockaddr_in|getaddrinfo/)[0]
  )
    return undefined;
  const portVariable = repo.search(own, /getenv\s*\(\s*"PORT"\s*\)/)[0];
  const mains = repo.search(own, mainFunction, 5).map(({ path }) => path);
  const argument = repo.search(mains, /(?:port\w*\s*=|htons\s*\()[^;\n?]*\bargv\s*\[\s*1\s*\]/i)[0];
  const option = optionPort(repo, own);
  const port = given.port ??
    (portVariable ? undefined : option?.port) ??
    findPort(repo, given, own, portVariable) ?? {
      value: '8080',
      from: 'default',
      confidence: 'low' as const,
    };
  const http = repo.search(
    own,
    /HTTP\/%[du]\.%[du]\s|HTTP\/1\.[01](?:\s+(?:\d{3}|%)|\s*")|mg_http|httplib|crow|drogon|MHD_|evhttp|uWS::|Http::|http_server|boost\/beast|oatpp|mg_start\s*\(|httpserver|lws_create_context|\bhttp_listener\b/,
  )[0];
  return {
    listens: place(listens),
    port,
    http: http !== undefined && !otherProtocols.has(port.value),
    readsPort: portVariable !== undefined,
    ...healthOf(repo, own, given.health),
    ...(argument && { argument: place(argument) }),
    loopback: [...loopbackOf(repo, own), ...(option?.loopback ? [option.loopback] : [])],
  };
}

/** Directories of settings for other programs, that the image is deployed beside. */
const deployment =
  /(^|\/)(docker|docker-compose|compose|deploy\w*|k8s|kubernetes|helm|ansible|traefik|nginx|grafana|prometheus)\//i;

/** Settings that are shipped: `Port 8888`, `"port": 8080`, `listen 0.0.0.0:80`. */
function configuredPort(repo: Inventory, dir: string, name: string, only: boolean): Fact | undefined {
  // redis.conf of redis-server goes before sentinel.conf.
  const isOf = (path: string) => name.startsWith(posix.basename(path).replace(/\..*$/, ''));
  const files = repo
    .below(dir)
    .filter(
      (path) =>
        /\.(conf|cfg|ini|json|toml|ya?ml)(\.in|\.example|\.default|\.sample)?$/.test(path) &&
        !isForeign(path, dir) &&
        !deployment.test(path) &&
        (!only || isOf(path)) &&
        !/(^|\/)(\.|package|vcpkg|compile_commands|CMake)/.test(path) &&
        path.split('/').length - dir.split('/').length < 3,
    )
    .toSorted((a, b) => Number(isOf(b)) - Number(isOf(a)))
    .slice(0, 40);
  const hit = repo
    .search(
      files,
      /^\s*"?(?:[\w.]*ports?|listen(?:er)?)"?\s*[:=\s]\s*"?(?:[\w.*[\]]+:)?(\d{2,5})\b(?!\.\d)/i,
      8,
    )
    .find(({ match }) => !elsewhere.test(match[0]));
  const port = hit && toPort(hit.match[1] as string);
  return hit && port !== undefined ? { value: port, from: place(hit), confidence: 'medium' } : undefined;
}

function findPort(
  repo: Inventory,
  {
    dir = '',
    name = '',
    settings,
  }: { readonly dir?: string; readonly name?: string; readonly settings?: boolean },
  own: readonly string[],
  variable: Hit | undefined,
): Fact | undefined {
  if (variable) {
    // The default stands beside it.
    const lines = (repo.read(variable.path) ?? '')
      .split('\n')
      .slice(Math.max(0, variable.line - 4), variable.line + 6);
    const near = /\b(\d{4,5})\b/.exec(lines.join('\n'))?.[1];
    const port = near === undefined ? undefined : toPort(near);
    if (port !== undefined) return { value: port, from: place(variable), confidence: 'high' };
    return { value: '8080', from: `${place(variable)} reads PORT`, confidence: 'high' };
  }
  return (
    (settings ? configuredPort(repo, dir, name, true) : undefined) ??
    firstPort(repo, own, callPatterns, name) ??
    firstPort(repo, own, defaultPatterns, name) ??
    configuredPort(repo, dir, name, false) ??
    firstPort(repo, own, namePatterns, name)
  );
}

function firstPort(
  repo: Inventory,
  own: readonly string[],
  patterns: readonly RegExp[],
  program: string,
): Fact | undefined {
  for (const pattern of patterns) {
    for (const hit of codeHits(repo, own, pattern, 8)) {
      const port = toPort(hit.match.slice(1).find((group) => group !== undefined) ?? '');
      if (port === undefined || (Number(port) < 80 && !otherProtocols.has(port))) continue;
      // Whoever looks up names, asks who somebody is or writes a log elsewhere knows these.
      if (Object.entries(asked).some(([each, of]) => port === each && !of.test(program))) continue;
      if (!elsewhere.test(hit.match[0])) return { value: port, from: place(hit), confidence: 'medium' };
    }
  }
  return undefined;
}

function healthOf(repo: Inventory, own: readonly string[], given: Fact | undefined): { health?: Fact } {
  if (given) return { health: given };
  const hits = repo.search(own, healthRoute, 20).filter(({ match }) => (match[1] as string).startsWith('/'));
  const best = bestHealthRoute(hits.map(({ match }) => match[1] as string));
  const hit = hits.find(({ match }) => match[1] === best || `/${match[1]}` === best);
  return best !== undefined && hit ? { health: { value: best, from: place(hit), confidence: 'high' } } : {};
}
