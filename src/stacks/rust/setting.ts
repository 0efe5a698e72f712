import { toPort } from '../../detect/names.ts';

/**
 * One value that says where the program listens, and how it is set. In what is set, `{port}` stands for the port that is chosen
 * in the end, and the host is one that is reached from outside of the container.
 */
export type Setting = {
  readonly what: 'address' | 'host' | 'port';
  /** As it is without us; empty where there is no default. */
  readonly value: string;
  readonly from: string;
  readonly set:
    | { readonly by: 'env'; readonly name: string }
    | { readonly by: 'flag'; readonly flag: string }
    | { readonly by: 'edit'; readonly path: string; readonly text: string; readonly line?: number };
};

/** What it says where is called for another purpose: metrics, a database. */
export const elsewhere =
  /metric|prometheus|admin|debug|db|database|postgres|pg_|mysql|redis|mongo|smtp|imap|pop3|(?<![a-z])irc|mail|kafka|nats|rabbit|amqp|upstream|proxy|remote|target|peer|client|otel|jaeger|statsd|socks|ldap|emulator/i;

export function isLoopback(text: string): boolean {
  return /127\.0\.0\.1|localhost|\[?::1\]?|LOCALHOST|\[\s*127|new\(\s*127/.test(text);
}

/** The host as the text has it, where only its own machine reaches it. */
export function loopbackIn(text: string): string {
  return /127\.0\.0\.1|localhost|\[::1\]/.exec(text)?.[0] ?? '127.0.0.1';
}

/** The same text with a host that is reached from outside. */
export function reached(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1|localhost|\[::1\]/g, '0.0.0.0')
    .replaceAll(/"::1"/g, '"0.0.0.0"')
    .replaceAll(/Ipv6Addr::LOCALHOST/g, 'Ipv6Addr::UNSPECIFIED')
    .replaceAll(/Ipv4Addr::LOCALHOST/g, 'Ipv4Addr::UNSPECIFIED')
    .replaceAll(/\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\]/g, '[0, 0, 0, 0]')
    .replaceAll(/new\(\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\)/g, 'new(0, 0, 0, 0)');
}

export function portOf(value: string): string | undefined {
  // The end of `::1` is no port: an address of IPv6 has brackets before one.
  if (/^[\da-f:]*:[\da-f]*:[\da-f]+$/i.test(value)) return undefined;
  return toPort(/(?:^|:)(\d{1,5})$/.exec(value)?.[1] ?? '');
}

/** Where others are told to come, or come encrypted. */
const told = /(^|[_-])(redirect|https|tls|external|public|advertised?|cors|origin|endpoint)([_-]|$)/i;

/** A name of what others listen on, or are told. */
export function isElsewhere(name: string): boolean {
  return elsewhere.test(name) || told.test(name);
}

/** What a name of a variable, a field or a flag is about. */
export function aboutOf(name: string): Setting['what'] | undefined {
  if (isElsewhere(name)) return undefined;
  if (/(^|[_-])port$/i.test(name)) return 'port';
  if (/(addr|address|socket_addr|bind_to|listen_on|listen|bind)$/i.test(name)) return 'address';
  if (/(^|[_-])(host|hostname|ip|interface|iface)$/i.test(name)) return 'host';
  return undefined;
}

/** `BIND` and `ADDRESS` may hold a host alone: a default tells. */
export function settle(what: Setting['what'], value: string): Setting['what'] {
  if (what !== 'address' || value === '') return what;
  return portOf(value) === undefined ? 'host' : 'address';
}
