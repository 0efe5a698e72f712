import { place, type Inventory } from '../../inventory/types.ts';
import type { Package } from './package.ts';

export type Host = {
  /** The variable that sets it, where the default is the machine itself. */
  readonly variable?: string;
  /** No variable does: it listens on the machine itself, and nothing outside the container reaches it. */
  readonly closed?: string;
};

const local = String.raw`['"\x60](?:localhost|127\.0\.0\.1|::1)['"\x60]`;
/** What stands before an address of its own: those of clients and proxies are called so, too. */
const ours = '(?:(?:HTTPS?|SERVER|APP|API|WEB|NODE|HOST|OPENSHIFT_NODEJS)_)?';
const name = String.raw`(\w*HOST\w*|(?:\w+_)?(?:BIND|LISTEN)(?:_?(?:ADDR\w*|INTERFACE|IP))?|${ours}(?:(?:IP_?)?ADDRESS|IP))`;
const byVariable = new RegExp(
  String.raw`[eE]nv\w*(?:\.|\[['"])${name}\b[^\n;]{0,30}?(?:\|\||\?\?|:)\s*` + local,
);
/** `const { HOST = 'localhost', PORT } = process.env`, on one line or on several. */
const unpacked = new RegExp(
  String.raw`(?:^|[{,])\s*${name}\s*(?::\s*\w+\s*)?=\s*` + local + String.raw`\s*[,}]`,
);
const inSchema = new RegExp(
  String.raw`\b(\w*HOST(?:NAME)?)['"]?\s*:[^\n]{0,60}default\(?:?\s*(?:\{[^}]{0,200})?` + local,
);
const fixed = new RegExp(
  String.raw`\.listen\([^)\n]*,\s*` +
    local +
    String.raw`|\.listen\(\s*\{[^}\n]*host:\s*` +
    local +
    String.raw`|\b(?:const|let|var)\s+\w*(?:host|HOST|hostname|HOSTNAME)\w*\s*=\s*` +
    local,
);
const fixedInHapi = new RegExp(String.raw`\bhost(?:name)?:\s*` + local);
const foreign =
  /^(ALLOW|TRUST|DENY|DENIED|BLOCK|REMOTE|UPSTREAM|METRICS|DB|DATABASE|REDIS|MONGO|MONGODB|POSTGRES|PG|MYSQL|SMTP|MAIL|EMAIL|RABBIT\w*|AMQP|KAFKA|ELASTIC\w*|MQTT|LDAP|QUEUE|TYPEORM|MEMCACHED)_?|HOSTS$/;

/** Whether it listens on the machine itself only. Fastify does, unless it is told otherwise. */
export function findHost(repo: Inventory, sources: readonly string[], own: Package): Host {
  for (const pattern of [byVariable, unpacked, inSchema]) {
    const hit = repo.search(sources, pattern, 8).find(({ match }) => !foreign.test(match[1] ?? ''));
    if (hit) return { variable: hit.match[1] as string };
  }
  const asked = { ...own.dependencies, ...own.devDependencies };
  const hapi =
    asked['@hapi/hapi'] !== undefined || asked['hapi'] !== undefined || asked['fastify'] !== undefined;
  const [hit] = [...repo.search(sources, fixed), ...(hapi ? repo.search(sources, fixedInHapi) : [])];
  if (hit) return { closed: place(hit) };
  if (asked['fastify'] === undefined && asked['@nestjs/platform-fastify'] === undefined) return {};
  const [listen] = repo.search(sources, /\.listen\(/);
  if (listen && isWithoutHost(repo.read(listen.path) ?? '')) return { closed: place(listen) };
  const [open] = repo.search(sources, /0\.0\.0\.0|\bhost\s*[:,}]|['"]::['"]/);
  return listen && !open ? { closed: place(listen) } : {};
}

/** `.listen({ port })`, `.listen(port)`, `.listen(3000, () => {})`: a host elsewhere is that of something else. */
function isWithoutHost(text: string): boolean {
  const call =
    /\.listen\(\s{0,20}(?:\{([^{}]{0,300})\}|((?:[^,(){}\n]|\([^(){}\n]{0,60}\)){1,80})(?:\)|,\s{0,20}(?:async\b|function\b|\()))/.exec(
      text,
    );
  if (!call) return false;
  const [, named, port = ''] = call;
  return named === undefined ? /port|\d/i.test(port) : !/\bhost\b|\.\.\./.test(named);
}

/** Preloaded by node where nothing else helps. */
export const openHost = `'use strict';
// The program listens on localhost, which nothing outside of the container reaches: here that means every address.
const { Server } = require('node:net');

const { listen } = Server.prototype;
const isLocal = (host) => host === 'localhost' || host === '127.0.0.1';
Server.prototype.listen = function (...args) {
  const [first, second] = args;
  if (first && typeof first === 'object' && isLocal(first.host)) args[0] = { ...first, host: '0.0.0.0' };
  else if (isLocal(second)) args[1] = '0.0.0.0';
  return listen.apply(this, args);
};`;
