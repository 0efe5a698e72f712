import { lineNumber } from '../../inventory/line-number.ts';
import { aboutOf, elsewhere, isElsewhere, settle, type Setting } from './setting.ts';
import { defaultFunctions } from './default-functions.ts';
import { ownerOf } from './owner.ts';
import { placeOf, type Source } from './sources.ts';

const host = String.raw`0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\]`;

/** `"127.0.0.1:8080"` */
const address = new RegExp(`"(?:${host}):(\\d{2,5})"`, 'g');
/** `format!("127.0.0.1:{port}")` */
const formatted = new RegExp(`"(?:${host}):\\{\\w*\\}"`, 'g');
/** `("127.0.0.1", 8080)`, `([127, 0, 0, 1], 3000)`, `(Ipv4Addr::LOCALHOST, 3000)`, `Ipv4Addr::new(127, 0, 0, 1)), 3000` */
const pair = new RegExp(
  String.raw`(?:"(?:${host}|::1?)"|\[\s*(?:0|127)\s*,\s*0\s*,\s*0\s*,\s*[01]\s*\]|(?:[a-z_]+::)*Ipv[46]Addr::(?:LOCALHOST|UNSPECIFIED|new\(\s*(?:0|127)\s*,\s*0\s*,\s*0\s*,\s*[01]\s*\)))[\s).]*(?:into\(\)|to_string\(\)|parse\(\)|unwrap\(\)|[\s).?])*,\s*(?:port:\s*)?(\w+)`,
  'g',
);
/** `let port = 3000;`, `const PORT: u16 = 3000`, `port: 3000,`, `port = 3000`, `.port(3000)` */
const port =
  /\b(?:(?:let|const|static)\s+(?:mut\s+)?\w*port\w*\s*(?::\s*[\w&' ]+)?\s*=\s*"?|port:\s*"?|\.port\(\s*|\bport\s*=\s*)(\d{2,5})\b/gi;
/** `let addr = "127.0.0.1"`, `const HOST: &str = "127.0.0.1"`, `host: "127.0.0.1"` */
const alone = new RegExp(
  String.raw`\b\w*(?:host|addr|address|ip|bind)\w*\s*(?::\s*[\w&' ]+)?\s*[=:(]\s*"(?:127\.0\.0\.1|localhost|::1)"`,
  'gi',
);

/** `.set_default("port", 8888)` of the config crate, `#[builder(default = "17170")] pub http_port: u16` and `#[default(8536)]` of crates that derive. */
const defaults = /\.set_default\(\s*"([\w.]+)"\s*,\s*"?([\w.:[\]]+?)(?:_?u16)?"?\s*\)/g;
const attributes =
  /#\[[^\]\n]*\bdefault\s*(?:=\s*"?|\(\s*)(\d{2,5})(?:_?u16)?[")]?[^\]\n]*\]\s*(?:#\[[^\]\n]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*:/g;
/** Where only its operators look. */
const watched = /(?:metric|prometheus)\w*[_.](?:addr|listen|port|socket|bind)/i;

/** A line that is about another program, or only talks. */
const other =
  /connect|redis|postgres|mysql|mongo|amqp|kafka|nats|https?:\/\/|client|upstream|proxy_?pass|println!|info!|debug!|cors|origin|allowed/i;
/** What it takes to listen. */
export const listens =
  /TcpListener::bind|HttpServer::new|axum::serve\b|axum_server::|\bServer::(bind|builder|new|http)\b|warp::serve|rocket::(build|ignite|custom|launch)|#\[(rocket::)?launch\]|\.launch\(\)|tide::(new|with_state)|\btide::|start_server|UdpSocket::bind\((?![^;\n]{0,80}?(?::0"|,\s*0\)))|gotham::start|Iron::new|serve_with_shutdown|serve_with_incoming|server::new\(|\.bind\(|server::conn|HttpServer\b|\.listen\(|poem::Server|salvo::|ntex::|\bserve\(|\.howl\(|\bprometheus_exporter(?:_base)?::/;

/** Addresses in the source. Files that listen go first: what stands elsewhere may be another program's. */
export function fromLiterals(sources: readonly Source[]): readonly Setting[] {
  const listening = sources.filter(({ text }) => listens.test(text));
  const rest = sources.filter(
    (source) =>
      !listening.includes(source) &&
      /config|setting|conf|args|cli|env|const|state|startup|server|main|lib\.rs/i.test(source.path),
  );
  const ofFunctions = defaultFunctions(sources);
  return [...listening, ...rest].flatMap((source) => [
    ...named(source),
    ...ofFunctions(source),
    ...find(source, pair, (match) => (/^\d+$/.test(match[1] ?? '') ? (match[1] as string) : '')),
    ...find(source, address, (match) => match[1] as string),
    ...find(source, formatted, () => ''),
    ...find(source, port, (match) => match[1] as string, 'port'),
    ...find(source, alone, () => '', 'host'),
  ]);
}

function named(source: Source): readonly Setting[] {
  const all = [
    ...[...source.text.matchAll(defaults)].map((match) => [match, match[1], match[2]] as const),
    ...[...source.text.matchAll(attributes)].map((match) => [match, match[2], match[1]] as const),
  ];
  return all.flatMap(([match, name = '', value = '']): readonly Setting[] => {
    const about = aboutOf(name.replaceAll('.', '_'));
    if (about === undefined || elsewhere.test(ownerOf(source.text, match.index))) return [];
    // What is changed stands on one line.
    const text = match[0].split('\n').findLast((line) => line.includes(value)) ?? '';
    const line = lineNumber(source.text, match.index + match[0].lastIndexOf(text));
    const set = { by: 'edit', path: source.path, text: text.trim(), line } as const;
    return [{ what: settle(about, value), value, from: placeOf(source, match.index), set }];
  });
}

function find(
  source: Source,
  pattern: RegExp,
  portIn: (match: RegExpExecArray) => string,
  what?: 'port' | 'host',
): readonly Setting[] {
  return [...source.text.matchAll(pattern)].flatMap((match): readonly Setting[] => {
    // Of what stands on several lines, the line with the host.
    const text = match[0].split('\n')[0] as string;
    const line = lineAt(source.text, match.index);
    if (elsewhere.test(ownerOf(source.text, match.index))) return [];
    // The name that it is kept under is a part of what was found: `statsd_host: "localhost"`.
    if (what === 'host' && isElsewhere(/^\w*/.exec(text)?.[0] ?? '')) return [];
    if (watched.test(around(source.text, match.index))) return [];
    const before = line.slice(0, line.indexOf(text));
    if (other.test(line) || elsewhere.test(before)) return [];
    if (isElsewhere(/(\w+)\s*[:=]\s*\w*\(?$/.exec(before)?.[1] ?? '')) return [];
    const number = portIn(match);
    // A redirection to TLS, beside the service itself; numbers of protocols.
    if (number === '443' || (number !== '' && Number(number) < 80 && number !== '53')) return [];
    // A default of a variable or an argument is set by that.
    if (what !== 'port' && /\bvar\(|env\s*=|default_value/.test(around(source.text, match.index))) return [];
    const at = lineNumber(source.text, match.index);
    const from = `${source.path}:${at}`;
    // The same text may stand elsewhere for something else.
    const set = { by: 'edit', path: source.path, text, line: at } as const;
    if (what === 'port') return [{ what, value: number, from, set }];
    return [
      {
        what: number === '' ? ('host' as const) : ('address' as const),
        value: number === '' ? text : `${hostOf(text)}:${number}`,
        from,
        set,
      },
    ];
  });
}

function hostOf(text: string): string {
  return /127|localhost|LOCALHOST|::1\b/.test(text) ? '127.0.0.1' : '0.0.0.0';
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end < 0 ? undefined : end);
}

/** The statement before: `env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8000".into())`. */
function around(text: string, index: number): string {
  return (
    text
      .slice(Math.max(0, index - 160), index)
      .split(/;|\}|\n\s*\n/)
      .pop() ?? ''
  );
}

/** A socket of its own, without any framework. Who binds port 0 of UDP asks others. */
export const opensSocket = /\bTcpListener::bind\(|\bUdpSocket::bind\((?![^;\n]{0,80}?(?::0"|,\s*0\)))/;
