import { toPort } from '../../detect/names.ts';
import { enclosing } from './enclosing.ts';
import { around, findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';
import { isInRawText } from './raw-text.ts';
import { rules, type Rule } from './port-rules.ts';
import { namespaceOf, prefixOf } from './env-prefix.ts';
import { resolveText } from './resolve-text.ts';

/** Where a program listens unless it is told otherwise. */
export type Listening = {
  readonly port: string;
  /** Of an interface: empty is all of them. */
  readonly host: string;
  readonly from: string;
  readonly score: number;
  /** The environment variable that sets it, and whether its value has the host and a colon, too. */
  readonly env?: string;
  /** It has no default: without the variable the program ends, or listens nowhere. */
  readonly required?: true;
  readonly flag?: string;
  /** The value is an address, such as `:8080`. */
  readonly address: boolean;
  readonly found: Found;
};

const portName =
  /(?:^|[-_.]|[a-z])(?:port|addr|address|listen|bind|endpoint)(?:$|[-_.A-Z\d])|^(?:http|p|l|a)$|^listen|^bind|^(?:http|web|server|app|api)[-_.]?(?:port|addr\w*|listen\w*|bind\w*)/i;
const hostName = /^(?:(?:http|web|server|listen|bind)[-_.]?)?host$/i;
/** Of what a program speaks to, or shows only to its operators. */
const otherName =
  /redis|smtp|mail|(?:^|[^a-z])db|database|mongo|mysql|postgres|pg_|kafka|nats|amqp|rabbit|memcache|elastic|metric|prom|pprof|debug|admin|mgmt|profil|grpc|rpc|https|tls|ssl|secure|proxy|upstream|backend|client|dial|peer|cluster|gossip|raft|dns|ldap|pop3|imap|ftp|ssh|syslog|statsd|telemetry|otel|otlp|jaeger|zipkin|trac|vault|consul|etcd|advertise|public|external|remote|target|origin|cors|relay|join|status|health|m(?:ax|in)(?:imum)?[-_.]?port|port[-_.]?m(?:ax|in)\b|timeout|range|artifact|keybind|tunnel|tails(?:ql|cale)|kubernetes|mock/i;
/** `endpoint-size-limit` is a number of something. */
const amount = /(?:size|limit|length|interval|bytes)(?:$|[-_.A-Z])/;
/** What listens there is no program that one containerizes for HTTP. */
export const otherPort: ReadonlySet<string> = new Set([
  '6379',
  '5432',
  '3306',
  '27017',
  '9092',
  '5672',
  '9200',
  '2379',
  '11211',
  '1883',
  '9418',
  '25',
  '465',
  '587',
  '4317',
  '4318',
  '6831',
  '14250',
  '14268',
  '9411',
  '8125',
  '8086',
  '6060',
  '53',
  '853',
  '1080',
  '22',
  '443',
  '1433',
  '9000000',
]);

/** Every place where the program may say where it listens, the surest first. */
export function readListening(program: Program, protocol: 'http' | 'grpc' | 'tcp'): readonly Listening[] {
  const found = rules.flatMap((rule) =>
    findAll(filesFor(rule, program), rule.pattern).flatMap((each) =>
      candidate(each, rule, program, protocol),
    ),
  );
  const all = [...found, ...readVariables(program, protocol)];
  const likely = all.filter(({ score }) => score > 40);
  // Of a server that listens for TLS alone, or for its operators, that is what there is.
  return (likely.length > 0 ? likely : all.filter(({ score }) => score > 0))

    .toSorted((a, b) => b.score - a.score || Number(Number(a.port) < 1024) - Number(Number(b.port) < 1024));
}

function filesFor({ of }: Rule, { files }: Program): Program['files'] {
  return of === undefined ? files : files.filter(({ imports }) => imports.some((path) => of.test(path)));
}

function candidate(
  found: Found,
  rule: Rule,
  program: Program,
  protocol: 'http' | 'grpc' | 'tcp',
): readonly Listening[] {
  const { name, value: text, env: variable, flag } = rule.read(found.match);
  if (name !== 'port' && ((!isPortName(name) && !hostName.test(name)) || amount.test(name))) return [];
  const isTag = found.match[0].startsWith('`');
  const env = variable && (isTag ? prefixOf(found, program) : '') + variable;
  const said = resolveText(text, program);
  const [, host = '', number = ''] =
    /^(?:(?:tcp|http):\/\/)?(?:([\w.*[\]:-]*?):)?(\d{2,5})$/.exec(said) ?? [];
  // --host 127.0.0.1:8080
  if (hostName.test(name) && !said.includes(':')) return [];
  const required = number === '' && env !== undefined && said === '';
  const port = toPort(required ? '8080' : number);
  // An endpoint without a default is one that is asked.
  if (port === undefined || (required && /endpoint/i.test(name))) return [];
  // A variable that has to be set goes before what the code would take without.
  if (
    isElsewhere(found) ||
    (rule.score < 90 && (isOfScheme(found, port) || isInRawText(found.file, found.match.index)))
  )
    return [];
  const score = required ? (/\brequired\b/.test(found.match[0]) ? 86 : 60) : rule.score;
  const less = penalty(name, found, port, program, protocol, namespaceOf(found));
  // What is named for something else and has its port is no place to listen; of a constant either is enough.
  if (name !== 'port' && less >= (rule.score < 90 ? 40 : 80)) return [];
  const away = isOther(ownerOf(found), protocol) ? Math.max(less, 40) : less;
  return [
    {
      port,
      ...(required && { required }),
      host,
      address: said.includes(':') || (required && !/port/i.test(name)),
      from: placeOf(found),
      score: score - away,
      ...(env !== undefined && { env }),
      ...(flag !== undefined && { flag }),
      found,
    },
  ];
}

/** os.Getenv("PORT"), with its default some lines before or after, or none. */
function readVariables(program: Program, protocol: 'http' | 'grpc' | 'tcp'): readonly Listening[] {
  return findAll(
    program.files,
    /\b\w*(?:Getenv|GetEnv|getenv|getEnv\w*|LookupEnv|lookupEnv|mustGetenv|BindEnv)\(\s*(?:"[a-z][\w.]*"\s*,\s*)?"([A-Z][A-Z\d_]*)"\)/g,
  ).flatMap((found) => {
    const env = found.match[1] ?? '';
    // An endpoint is one that is asked.
    if (
      !isPortName(env.toLowerCase()) ||
      (env !== 'PORT' && (otherName.test(env) || env.endsWith('ENDPOINT')))
    )
      return [];
    const near = `${around(found, 0, 8)}\n${around(found, 6, 0)}`;
    const [, host = '', number = ''] =
      /=\s*["\x60](?:([\w.[\]]*):)?(\d{2,5})["\x60]|=\s*()(\d{4,5})\b/.exec(near) ?? [];
    const given = toPort(number);
    const isAddress = !/PORT/.test(env);
    return [
      {
        port: given ?? '8080',
        host,
        address: isAddress,
        from: placeOf(found),
        env,
        ...(given === undefined && { required: true as const }),
        score: (given === undefined ? 60 : 98) - penalty(env, found, given ?? '8080', program, protocol),
        found,
      },
    ];
  });
}

/** `EXPORTED_PRODUCT` has no port in it. */
function isPortName(name: string): boolean {
  return portName.test(name.replaceAll(/(?:ex|im|re|sup|trans|pass)port/gi, ''));
}

/** What a client is told, and the profiler of a program for the command line. */
function isElsewhere(found: Found): boolean {
  if (/[a-z]Client(?=[A-Z]|$)|^(?:[cC]lient|[dD]ial)/.test(enclosing(found).name)) return true;
  const before = around(found, 8, 0);
  return /\bgo func\(/.test(before) && before.includes('pprof');
}

/** What an address has that names no port. */
function isOfScheme(found: Found, port: string): boolean {
  return /^(?:80|443)$/.test(port) && /[sS]cheme\b|"https"|\burl\.Parse\(/.test(around(found, 3, 3));
}

function penalty(
  name: string,
  found: Found,
  port: string,
  { distance }: Program,
  protocol: 'http' | 'grpc' | 'tcp',
  namespace = '',
): number {
  const far = 3 * Math.min(distance(found.file), 4);
  const line = found.file.code.split('\n')[found.line - 1] ?? '';
  const context = `${namespace} ${name} ${found.file.path.split('/').slice(-2).join('/')} ${name === 'port' ? line + enclosing(found).name : ''} ${typeOf(found)}`;
  // What has a name is told by that, whatever stands around it.
  const profiles = name === 'port' && /pprof/i.test(around(found, 6, 0));
  const other = isOther(context, protocol) || profiles ? 40 : 0;
  const foreign = otherPort.has(port) ? 45 : 0;
  // PORT is what platforms set: of several variables it is the one that is meant; exporters have web.listen-address beside others.
  return far + other + foreign - (name === 'PORT' ? 6 : /^web[-_.]listen/.test(name) ? 4 : 0);
}

function isOther(context: string, protocol: 'http' | 'grpc' | 'tcp'): boolean {
  const words = protocol === 'grpc' ? context.replaceAll(/g?rpc/gi, '') : context;
  // An exporter is called like what it asks: rabbitExporterConfig.
  return otherName.test(
    words.replaceAll(/ListenAndServeTLS|RunTLS|bind_?target|httpserver|backend\/|\w*exporter\w*/gi, ''),
  );
}

/** The struct whose field a tag is of: `SSLGroup`. */
function typeOf({ file, match }: Found): string {
  if (!match[0].startsWith('`')) return '';
  return [...file.code.slice(0, match.index).matchAll(/^type (\w+) struct\b/gm)].at(-1)?.[1] ?? '';
}

/** What a value is a part of: `SSH: SSHConfig{ListenAddr: ":22"}`, the struct of a tag, the method that sets it. */
function ownerOf({ file, match }: Found): string {
  const before = file.code.slice(0, match.index);
  if (match[0].includes('`')) return [...before.matchAll(/^type (\w+) struct\b/gm)].at(-1)?.[1] ?? '';
  const opened = [...before.matchAll(/(?:(\w+):\s*)?(?:[&*\w.[\]]*?)(\w+)\{(?=[^{}]*$)/g)].at(-1);
  const method = enclosing({ file, match });
  const set = method.name.includes('Default') ? method.of : '';
  return `${opened?.[1] ?? ''} ${opened?.[2] ?? ''} ${set}`;
}
