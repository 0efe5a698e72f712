import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';

export type Listens = {
  readonly port?: Fact;
  /** The variable that sets it. */
  readonly variable?: string;
  /** Where it starts to listen. */
  readonly at?: string;
  /** It answers calls of gRPC: https://grpc.github.io/grpc/node/grpc.Server.html#bindAsync */
  readonly grpc?: true;
  /** Which word of its command is the port, and nothing else: see port-argument.ts. */
  readonly word?: number;
};

/** Digits, and what may stand before them; 10 is the base that parseInt is told. */
export const number = String.raw`\(?\s*(?!10\s*\))['"\x60]?(\d{2,5})\b`;

/** Ports of what it connects to, not of its own. */
export const foreign =
  /^(DB|DATABASE|REDIS|MONGO|MONGODB|POSTGRES|PG|MYSQL|SMTP|MAIL|EMAIL|RABBIT|RABBITMQ|AMQP|KAFKA|DEBUG|METRICS|WS|PROXY|VITE|ELASTIC|MQTT|LDAP|CACHE|HMR|SSL|HTTPS|QUEUE|TYPEORM|MEMCACHED?|MARIADB|SQL|CLICKHOUSE|CASSANDRA|COUCHDB|NEO4J|INFLUX(?:DB)?|ELASTICSEARCH|ES|OPENSEARCH|SOLR|MEILI(?:SEARCH)?|NATS|MINIO|S3|ETCD|CONSUL|ZOOKEEPER|STATSD|GRAPHITE|SYSLOG|IMAP|POP3|S?FTP|SSH)_|_(?:DB|DATABASE|REDIS|MONGO|MONGODB|POSTGRES|MYSQL|SMTP|RABBITMQ|AMQP|KAFKA|MQTT|LDAP|QUEUE|MEMCACHED?|CLICKHOUSE|NATS|INFLUXDB|ELASTICSEARCH|MINIO|ETCD)_PORT$/;
/** It may listen there as well: TLS wants a certificate. */
const beside = /(?:^|_)(?:ADMIN|MANAGEMENT|METRICS|PROMETHEUS|HEALTH|SSL|TLS|HTTPS)_/;
/** What a program calls its own where it has several. */
const usual = /^(?:HTTP_)?PORT$/;

type Called = Pick<Listens, 'port' | 'variable'>;

/** What the call that listens is given is nearer to the truth than any other variable. */
export function portInCall(repo: Inventory, sources: readonly string[]): Called | undefined {
  return byDefault(repo, sources) ?? byName(repo, sources);
}

/** `app.listen(process.env.PORT || port)`, where the name stands for a number. */
function byDefault(repo: Inventory, sources: readonly string[]): Called | undefined {
  const call =
    /\.listen\(\s*(?:Number\(|parseInt\(|\+)?\s*process\.env\.([A-Z]\w*)\)?\s*(?:\|\||\?\?)\s*([A-Za-z_]\w*)/;
  return nearest(
    repo.search(sources, call, 8).map(({ path, match: [, variable = '', name = ''] }) => {
      const [set] = repo.search([path], new RegExp(given(name) + number), 1);
      return { variable, set, digits: set?.match[1] };
    }),
  );
}

/** `app.listen(port)`, where the name stands for a variable and its default: the other ports may be those of what it connects to. */
function byName(repo: Inventory, sources: readonly string[]): Called | undefined {
  const call = /\.listen\(\s*(?:\{\s*port:\s*)?([A-Za-z_]\w*)\s*[,)}]/;
  const variable = String.raw`(?:Number|parseInt|\+)?\(?\s*(?:process\.)?env\.([A-Z]\w*)\)?\s*(?:\|\||\?\?)\s*`;
  return nearest(
    repo.search(sources, call, 8).map(({ path, match: [, name = ''] }) => {
      const [set] = repo.search([path], new RegExp(given(name) + variable + number), 1);
      return { variable: set?.match[1] ?? '', set, digits: set?.match[2] };
    }),
  );
}

type Read = {
  readonly variable: string;
  readonly set?: Hit | undefined;
  readonly digits?: string | undefined;
};

/** Of several calls that of the usual name, else the first; the first is asked even where it says nothing, as the next may be anything's. */
function nearest(all: readonly Read[]): Called | undefined {
  const own = all.filter(({ variable }) => !foreign.test(variable) && !beside.test(variable));
  const usually = own.find(({ variable, set }) => set !== undefined && usual.test(variable));
  const { set, digits, variable } = usually ?? own[0] ?? { variable: '' };
  return asPort(set, digits, variable);
}

function given(name: string): string {
  return String.raw`\b(?:const|let|var)\s+${name}\s*(?::\s*\w+\s*)?=\s*`;
}

function asPort(set: Hit | undefined, digits: string | undefined, variable: string): Called | undefined {
  const port = toPort(digits ?? '');
  return set && port !== undefined
    ? { port: { value: port, from: place(set), confidence: 'high' }, variable }
    : undefined;
}
