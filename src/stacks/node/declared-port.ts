import { lineNumber } from '../../inventory/line-number.ts';
import { toPort } from '../../detect/names.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { enclosingKeys } from './enclosing-keys.ts';
import { foreign, type Listens } from './port-in-call.ts';

/**
 * A field of a schema or of a table of options that is called so: of zod, Joi, Yup, valibot, TypeBox, envalid, convict, JSON Schema,
 * and of the options that yargs, citty, meow, oclif and node's own parseArgs read.
 * https://zod.dev, https://joi.dev/api, https://github.com/af/envalid, https://github.com/mozilla/node-convict,
 * https://yargs.js.org/docs/#api-reference-optionkey-opt, https://nodejs.org/api/util.html#utilparseargsconfig
 */
const field =
  /(?:(['"])(\w{0,40}PORT|\w{0,40}Port|port)\1|(?<![\w$.'"])(\w{0,40}PORT|\w{0,40}Port|port))\s{0,20}:\s{0,20}(?=\{|(?:[zvtTsS]|[jJ]oi|[yY]up|Type|Schema|Env\.schema|[fF]lags|envalid)\s{0,40}\.|(?:port|num|number|str)\(|(?:v\.)?optional\()/g;
/** An option of a command, by its name: commander, cac, sade, yargs. https://github.com/tj/commander.js#options */
const option =
  /\b(?:option|Option|requiredOption|default)\(\s{0,20}(['"])(?:[^'"\n]{0,40}[\s,])?(?:--port\b(?!-)[^'"\n]{0,40}|port)\1/g;
const value = String.raw`['"\x60]?(\d{2,5})\b`;
const byDefault = new RegExp(
  String.raw`(?:\b(?:default|prefault|defaultTo)\(|\b(?:default|devDefault)['"]?\s*:|\boptional\([^{}\n]{0,80},)\s*` +
    value,
);
const last = new RegExp(String.raw`,\s*${value}['"\x60]?\s*,?\s*$`);
const variable = /\benv['"]?\s*[:(]\s*['"\x60]([A-Z]\w*)['"\x60]/;
/** What a setting of a tool says besides, and a field of a model or a request does not: those have a description, too. */
const described =
  /\b(?:env|arg|doc|alias|aliases|short|shortFlag|char)['"]?\s*:|\bformat['"]?\s*:\s*['"]port['"]/;

const settings =
  /(?:^|[/._-])(?:config(?:uration)?|settings?|conf|env(?:ironment)?|options|args|cli)(?:[/._-]|$)/i;
const holds = /config|settings|env|options|args/i;
/** What a request brings, and an answer. */
const request = /(?:^|[a-z_])(?:body|params|query(?:string)?|headers|payload|request|response)(?![a-z])/i;
/** Tables of a database: https://mongoosejs.com/docs/guide.html, https://sequelize.org/docs/v6/core-concepts/model-basics/ */
const model =
  /\bnew (?:[\w$]{1,40}\.)?Schema\(|\b[mM]ongoose\.(?:Schema|model)\(|\b[sS]equelize\.define\(|\b(?:pg|mysql|sqlite)Table\(/;
/** Parts of settings that are of the program itself, and what only holds others. */
const own =
  /^(?:server|https?|app|api|web|main|service|express|fastify|listen|properties|args|flags|options|config|settings|defaults?)$/i;
/** Other servers and devices, which it connects to. */
const connected =
  /\b(?:db|databases?|redis|valkey|mongo|postgres|pg|my ?sql|maria|ms ?sql|sql|click ?house|cassandra|couch|neo4j|influx|smtp|mail|email|imap|pop3|s?ftp|ssh|ldap|amqp|rabbit|mqtt|kafka|nats|brokers?|elastic|open ?search|solr|meili|min ?io|s3|etcd|consul|zookeeper|cache|memcache|queue|statsd|graphite|syslog|modbus|coap|minecraft|devices?)/i;
/** The same, and what it listens on besides. */
const others = new RegExp(
  String.raw`${connected.source}|\b(?:proxy|metrics|prometheus|admin|management|health|debug|inspect|grpc|rpc|ssl|tls|ws|socket|rtc|udp|upstream|client|remote|peer)`,
  'i',
);
/** The help of an option: what it says of where the program itself listens is not of another. */
const help = /(['"\x60])((?:(?!\1)[^\\\n]){0,200})\1/g;
const ownHelp = /\b(?:listen|bind|serve|run|start|expose)\b/i;
const most = 20;

type Declared = Required<Pick<Listens, 'port'>> & Pick<Listens, 'variable'> & { readonly rank: number };

/**
 * The port that a program is told by a schema of its settings, or by an option of its command, with the variable that sets it.
 * @param read the variable that its sources read, where the declaration names none
 * @param isRead whether they may read the one that it names
 */
export function declaredPort(
  repo: Inventory,
  sources: readonly string[],
  read: Pick<Listens, 'variable'>,
  isRead: (variable: string) => boolean,
): Pick<Listens, 'port' | 'variable'> | undefined {
  const [best] = sources
    .flatMap((path) =>
      connected.test(spaced(besides(path, sources[0] ?? '')))
        ? []
        : [...fields(repo, path), ...options(repo, path)],
    )
    .filter(({ variable: said }) => said === undefined || isRead(said))
    .toSorted((a, b) => a.rank - b.rank);
  if (!best) return undefined;
  const { rank: _, ...found } = best;
  return { ...read, ...found };
}

function fields(repo: Inventory, path: string): readonly Declared[] {
  const text = repo.read(path) ?? '';
  const hits = [...text.matchAll(field)].slice(0, most);
  if (hits.length === 0) return [];
  const around = enclosingKeys(
    text,
    hits.map(({ index }) => index),
  );
  return hits.flatMap((hit, at) => {
    const name = hit[2] ?? hit[3] ?? '';
    const given = valueFrom(text, hit.index + hit[0].length);
    const port = toPort(byDefault.exec(given)?.[1] ?? '');
    const { keys, inFunction } = around[at] ?? {};
    if (port === undefined || Number(port) < 80 || !keys || inFunction === undefined) return [];
    const said = variable.exec(given)?.[1] ?? (/^[A-Z]/.test(name) ? name : undefined);
    const parts = partsOf(text, keys);
    const named = keys.some((key) => holds.test(key));
    const isSettings = settings.test(path) || named || described.test(given);
    // What a request brings, or a model holds, has a port as well.
    if (said === undefined && (!isSettings || inFunction || model.test(text))) return [];
    if (keys.some((key) => request.test(key))) return [];
    const words = spaced([...keys, ...parts, name, said ?? ''].join(' '));
    if (foreign.test(said ?? '') || others.test(words) || helpsOther(given)) return [];
    const depth = parts.filter((key) => !own.test(key)).length;
    const unusual = /^(?:port|PORT)$/.test(name) ? 0 : 1;
    return [
      {
        port: { value: port, from: place({ path, line: lineNumber(text, hit.index) }), confidence: 'high' },
        ...(said !== undefined && { variable: said }),
        rank: depth * 4 + unusual * 2 + (named ? 0 : 1),
      },
    ];
  });
}

function options(repo: Inventory, path: string): readonly Declared[] {
  const text = repo.read(path) ?? '';
  return [...text.matchAll(option)].slice(0, most).flatMap((hit) => {
    const open = hit.index + hit[0].indexOf('(') + 1;
    const inside = valueFrom(text, open, ')');
    const after = text.slice(open + inside.length, open + inside.length + 120);
    const chained = /^\)\s*(?:\.\w{1,20}\([^()\n]{0,60}\)\s*){0,4}/.exec(after)?.[0] ?? '';
    const isNew = hit[0].startsWith('Option');
    const digits = (byDefault.exec(inside) ??
      last.exec(inside) ??
      (isNew ? byDefault.exec(chained) : null))?.[1];
    const port = toPort(digits ?? '');
    if (port === undefined || Number(port) < 80 || helpsOther(inside)) return [];
    const said = (variable.exec(inside) ?? (isNew ? variable.exec(chained) : null))?.[1];
    return [
      {
        port: { value: port, from: place({ path, line: lineNumber(text, hit.index) }), confidence: 'high' },
        ...(said !== undefined && { variable: said }),
        rank: 1,
      },
    ];
  });
}

/** What a path has that the entry's has not: a repository may be called like a database that it shows. */
function besides(path: string, entry: string): string {
  const parts = path.split('/');
  const same = entry.split('/');
  const from = parts.findIndex((part, at) => part !== same[at]);
  return parts.slice(Math.max(0, from)).join(' ');
}

function spaced(words: string): string {
  return words.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
}

function helpsOther(given: string): boolean {
  return [...given.matchAll(help)].some(([, , said = '']) => connected.test(said) && !ownHelp.test(said));
}

/** An object that has a name is a part of another where that is handed it: `dlna: dlnaOptions.default({})`. */
function partsOf(text: string, keys: readonly string[]): readonly string[] {
  const [first = '', ...rest] = keys;
  const name = first.replaceAll('$', String.raw`\$`);
  const of = new RegExp(String.raw`\b([\w$]{1,60})['"]?\s{0,20}:\s{0,20}(?:[\w.]{1,40}\()?${name}\b`).exec(
    text,
  )?.[1];
  return of === undefined || first === '' ? rest : [of, ...rest];
}

/** What is given from a position on: up to the comma, or the end of what it is in; at most 600 characters. */
function valueFrom(text: string, from: number, ends = ','): string {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + 600); at++) {
    const char = text[at] as string;
    if (depth === 0 && char === ends) return text.slice(from, at);
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth < 0) return text.slice(from, at);
  }
  return '';
}
