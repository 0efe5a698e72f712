import type { Hit, Inventory } from '../../inventory/types.ts';
import { sh } from '../../recipe/quote.ts';

/** Where a server is made. Its clients name this machine, too. */
const makes =
  /GrizzlyHttpServerFactory|GrizzlyWebContainerFactory|(?:Jdk|Jetty|Simple|Netty)Http\w*Factory|Undertow\.builder|\b[Hh]ttpServer\.create\(|createHttpServer\(|new\s+ServerSocket\(|ServerBootstrap\b|embeddedServer\(|new\s+ServerConnector\(|Javalin\.create|WebServer\.builder|(?:Netty)?ServerBuilder\b|\bSpark\b|\bipAddress\(/;

const name = String.raw`"(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)[":/]`;

/** An address that is given to a call which binds it, or kept under a name that says what it is. */
const binds = new RegExp(
  [
    String.raw`\b(?:addHttps?Listener|addListener|bind|listen|(?:set|with)?[hH]ost|ipAddress|start|InetSocketAddress|getByName|embeddedServer|createHttpServer|createServer)\s*\([^;]*${name}`,
    String.raw`\b(?:URI\.create|fromUri|new\s+URI)\s*\(\s*${name}`,
    String.raw`\b\w*(?:URI|URL|uri|url|HOST|host|ADDRESS|address)\w*\s*=\s*${name}`,
  ].join('|'),
);

const others =
  /redis|mysql|postgres|jdbc|mongo|kafka|amqp|rabbit|elastic|smtp|mail|client|connect|target|proxy|upstream|remote|cors|origin|equals|println|log\w*\./i;

/** Lines that bind the machine itself only: whoever asks from outside of the container gets no answer. */
export function loopbackOf(repo: Inventory, sources: readonly string[]): readonly Hit[] {
  const servers = new Set(repo.search(sources, makes, 40).map(({ path }) => path));
  return repo
    .search([...servers], binds, 20)
    .filter(({ match }) => !others.test(match.input ?? '') && !/^\s*(\/\/|\*|\/\*)/.test(match.input ?? ''))
    .slice(0, 5);
}

/** Commands that make them listen on all addresses, where the source is a copy. */
export function openUp(hits: readonly Hit[], at: (path: string) => string): readonly string[] {
  return hits.map(
    ({ path, line }) => sh`sed -i ${`${line}s/localhost\\|127\\.0\\.0\\.1/0.0.0.0/`} ${at(path)}`,
  );
}
