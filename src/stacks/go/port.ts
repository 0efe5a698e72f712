import { toPort } from '../../detect/names.ts';
import { around, findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';
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

const address = String.raw`["\x60]([\w.*\[\]:-]*?):(\d{1,5})["\x60]`;
/** A word, a number, or a name that stands for one. */
const value = String.raw`("[^"\n]*"|\x60[^\x60\n]*\x60|\d{2,5}|[A-Za-z_][\w.]*(?:\("[^"\n]*"(?:,\s*"[^"\n]*")?\))?)`;
const portName =
  /(?:^|[-_.]|[a-z])(?:port|addr|address|listen|bind|endpoint)(?:$|[-_.A-Z\d])|^(?:http|p|l|a)$|^listen|^bind|^(?:http|web|server|app|api)[-_.]?(?:port|addr\w*|listen\w*|bind\w*)/i;
/** Of what a program speaks to, or shows only to its operators. */
const otherName =
  /redis|smtp|mail|(?:^|[^a-z])db|database|mongo|mysql|postgres|pg_|kafka|nats|amqp|rabbit|memcache|elastic|metric|prom|pprof|debug|admin|profil|grpc|rpc|https|tls|ssl|secure|proxy|upstream|backend|client|dial|peer|cluster|gossip|raft|dns|ldap|pop3|imap|ftp|ssh|syslog|statsd|telemetry|otel|otlp|jaeger|zipkin|trac|vault|consul|etcd|advertise|public|external|remote|target|origin|cors|relay|join|status|health|max|min|timeout|range/i;
/** What listens there is no program that one containerizes for HTTP. */
const otherPort = new Set([
  '6379',
  '5432',
  '3306',
  '27017',
  '9092',
  '5672',
  '9200',
  '2379',
  '11211',
  '25',
  '465',
  '587',
  '4317',
  '4318',
  '6831',
  '14268',
  '9411',
  '8125',
  '8086',
  '6060',
  '53',
  '853',
  '22',
  '443',
  '1433',
  '9000000',
]);

type Rule = {
  readonly pattern: RegExp;
  readonly score: number;
  readonly read: (match: RegExpExecArray) => {
    /** What the value is called: a flag, a variable, a key, a constant. */
    readonly name: string;
    readonly value: string;
    readonly env?: string;
    readonly flag?: string;
  };
};

const rules: readonly Rule[] = [
  // http.ListenAndServe(":8080", r), router.Run(":8080"), e.Start(":1323"), app.Listen(":3000"), net.Listen("tcp", ":50051")
  {
    pattern: new RegExp(
      String.raw`(?:ListenAndServe(?:TLS)?|\.(?:Listen|Run|Start|Serve)(?:TLS|Mutual\w*)?|Listen)\(\s*(?:ctx,\s*)?(?:"tcp[46]?"\s*,\s*)?(?:iris\.Addr\()?${address}`,
      'g',
    ),
    score: 100,
    read: ([, host = '', port = '']) => ({ name: 'port', value: `${host}:${port}` }),
  },
  // http.Server{Addr: ":8080"}
  {
    pattern: new RegExp(String.raw`\bAddr(?:ess)?:\s*${address}`, 'g'),
    score: 95,
    read: ([, host = '', port = '']) => ({ name: 'port', value: `${host}:${port}` }),
  },
  // getEnv("PORT", "8080"), cmp.Or(os.Getenv("PORT"), "8080")
  {
    pattern: new RegExp(
      String.raw`[\w.]*(?:[Ee]nv|ENV|Or|Default|Lookup|Fallback|config|cfg|String|Int)\w*\(\s*(?:os\.Getenv\()?"([A-Z][A-Z\d_]*)"\)?\s*,\s*${value}`,
      'g',
    ),
    score: 98,
    read: ([, env = '', text = '']) => ({ name: env, value: text, env }),
  },
  // `env:"PORT" envDefault:"8080"`, `envconfig:"PORT" default:"8080"`, kong's `default:":8080" env:"LISTEN"`
  {
    pattern: /\x60[^\x60\n]*\b(?:env|envconfig):"([A-Z][A-Z\d_]*)[^"]*"[^\x60\n]*\x60/g,
    score: 96,
    read: ([tag, env = '']) => ({
      name: env,
      env,
      value:
        /(?:envDefault|default|env-default):"([^"]*)"/.exec(tag)?.[1] ??
        /default=([^",;]*)/.exec(tag)?.[1] ??
        '',
    }),
  },
  // flag.String("listen", ":5678", …), flag.IntVar(&port, "port", 8080, …), flags.StringP("port", "p", "8080", …)
  {
    pattern: new RegExp(
      String.raw`\.(?:String|Int|Uint)\w*\(\s*(?:&?[\w.\[\]]+(?:\(\))?\s*,\s*)?"([\w.-]+)"\s*,\s*(?:"\w?"\s*,\s*)?${value}\s*,`,
      'g',
    ),
    score: 97,
    read: ([, flag = '', text = '']) => ({ name: flag, value: text, flag }),
  },
  // kingpin.Flag("web.listen-address", "…").Default(":9100"), kingpinflag.AddFlags(app, ":9100")
  {
    pattern: /\bFlag\("([\w.-]+)",[^\n]*\)[^\n]*\.Default\(("[^"\n]*")\)/g,
    score: 97,
    read: ([, flag = '', text = '']) => ({ name: flag, value: text, flag }),
  },
  {
    pattern: /\b(?:kingpinflag|webflag)\.AddFlags\([\w.]+,\s*("[^"\n]*")\)/g,
    score: 97,
    read: ([, text = '']) => ({ name: 'web.listen-address', value: text, flag: 'web.listen-address' }),
  },
  // &cli.StringFlag{Name: "listen", Value: ":8080", EnvVars: []string{"LISTEN"}}
  {
    pattern:
      /\bName:\s*"([\w.-]+)",(?:(?!\bName:)[^}]|\{[^}]*\}){0,600}?\bValue:\s*("[^"\n]*"|\d{2,5}|[A-Za-z_][\w.]*)[^]{0,300}/g,
    score: 97,
    read: ([text, flag = '', found = '']) => {
      const env = /(?:EnvVars?:|Sources:|EnvVars\()[^\n}]*?"([A-Z][A-Z\d_]*)"/.exec(
        text.split(/\bName:/)[1] ?? '',
      )?.[1];
      return { name: flag, value: found, flag, ...(env !== undefined && { env }) };
    },
  },
  // viper.SetDefault("server.port", 8080)
  {
    pattern: new RegExp(String.raw`\bSetDefault\(\s*"([\w.-]+)"\s*,\s*${value}`, 'g'),
    score: 96,
    read: ([, key = '', text = '']) => ({ name: key, value: text }),
  },
  // const defaultPort = "8080", PORT = 8080, HTTPListen = "[::]:8025", Port: 9000
  {
    pattern:
      /\b([A-Za-z_]*(?:[Pp]ort|PORT|[Aa]ddr(?:ess)?|ADDR|[Ll]isten\w*|LISTEN\w*|[Bb]ind\w*))\s*(?:(?:string|int|uint16)\s*)?(?::?=|:)\s*("[^"\n]*"|\d{2,5})/g,
    score: 84,
    read: ([, name = '', text = '']) => ({ name, value: text }),
  },
];

/** Every place where the program may say where it listens, the surest first. */
export function readListening(program: Program, protocol: 'http' | 'grpc' | 'tcp'): readonly Listening[] {
  const found = rules.flatMap((rule) =>
    findAll(program.files, rule.pattern).flatMap((each) => candidate(each, rule, program, protocol)),
  );
  const all = [...found, ...readVariables(program, protocol)];
  const likely = all.filter(({ score }) => score > 40);
  // Of a server that listens for TLS alone, or for its operators, that is what there is.
  return (likely.length > 0 ? likely : all.filter(({ score }) => score > 0))

    .toSorted((a, b) => b.score - a.score || Number(Number(a.port) < 1024) - Number(Number(b.port) < 1024));
}

function candidate(
  found: Found,
  rule: Rule,
  program: Program,
  protocol: 'http' | 'grpc' | 'tcp',
): readonly Listening[] {
  const { name, value: text, env, flag } = rule.read(found.match);
  if (name !== 'port' && !portName.test(name)) return [];
  const said = resolveText(text, program);
  const [, host = '', number = ''] =
    /^(?:(?:tcp|http):\/\/)?(?:([\w.*[\]:-]*?):)?(\d{2,5})$/.exec(said) ?? [];
  const required = number === '' && env !== undefined && said === '';
  const port = toPort(required ? '8080' : number);
  if (port === undefined) return [];
  const score = required ? 60 : rule.score;
  return [
    {
      port,
      ...(required && { required }),
      host,
      address: said.includes(':'),
      from: placeOf(found),
      score: score - penalty(name, found, port, program, protocol),
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
    if (!portName.test(env.toLowerCase()) || (otherName.test(env) && env !== 'PORT')) return [];
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

function penalty(
  name: string,
  found: Found,
  port: string,
  { distance }: Program,
  protocol: 'http' | 'grpc' | 'tcp',
): number {
  const far = 3 * Math.min(distance(found.file), 4);
  const line = found.file.code.split('\n')[found.line - 1] ?? '';
  const context = `${name} ${found.file.path.split('/').slice(-2).join('/')} ${name === 'port' ? line + enclosing(found) : ''} ${ownerOf(found)}`;
  const words = protocol === 'grpc' ? context.replaceAll(/g?rpc/gi, '') : context;
  const other =
    otherName.test(words.replaceAll(/ListenAndServeTLS|RunTLS|httpserver|backend\//gi, '')) ||
    /pprof/i.test(around(found, 6, 0))
      ? 40
      : 0;
  const foreign = otherPort.has(port) ? 45 : 0;
  // PORT is what platforms set: of several variables it is the one that is meant.
  return far + other + foreign - (name === 'PORT' ? 6 : 0);
}

/** The name of the function that a match stands in. */
function enclosing({ file, match }: Found): string {
  return [...file.code.slice(0, match.index).matchAll(/^func (?:\([^)]*\) )?(\w+)/gm)].at(-1)?.[1] ?? '';
}

/** The struct whose field a tag is of: `SSLGroup`. */
function ownerOf({ file, match }: Found): string {
  if (!match[0].startsWith('`')) return '';
  return [...file.code.slice(0, match.index).matchAll(/^type (\w+) struct\b/gm)].at(-1)?.[1] ?? '';
}
