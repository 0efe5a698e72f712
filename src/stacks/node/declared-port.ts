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
/** What a setting of a tool says besides, and a field of a model does not. */
const described =
  /\b(?:env|arg|format|doc|alias|aliases|short|shortFlag|char|desc|describe|description)['"]?\s*:/;

const settings =
  /(?:^|[/._-])(?:config(?:uration)?|settings?|conf|env(?:ironment)?|options|args|cli)(?:[/._-]|$)/i;
const holds = /config|settings|env|options|args|schema/i;
/** Parts of settings that are of the program itself, and what only holds others. */
const own =
  /^(?:server|https?|app|api|web|main|service|express|fastify|listen|properties|args|flags|options|config|settings|defaults?)$/i;
/** What it connects to, or listens on besides. */
const others =
  /\b(?:db|database|redis|mongo|postgres|pg|mysql|maria|sql|smtp|mail|email|imap|s?ftp|ssh|ldap|amqp|rabbit|mqtt|kafka|elastic|cache|queue|proxy|metrics|prometheus|admin|management|health|debug|inspect|grpc|rpc|ssl|tls|ws|socket|rtc|udp|upstream|client|remote|peer)/i;
const most = 20;

type Declared = Required<Pick<Listens, 'port'>> & Pick<Listens, 'variable'> & { readonly rank: number };

/**
 * The port that a program is told by a schema of its settings, or by an option of its command, with the variable that sets it.
 * @param read the variable that its sources read, where the declaration names none
 */
export function declaredPort(
  repo: Inventory,
  sources: readonly string[],
  read: Pick<Listens, 'variable'>,
): Pick<Listens, 'port' | 'variable'> | undefined {
  const [best] = sources
    .flatMap((path) => [...fields(repo, path), ...options(repo, path)])
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
    if (said === undefined && (!isSettings || inFunction)) return [];
    const words = [...keys, ...parts, name].join(' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
    if (foreign.test(said ?? '') || others.test(words)) return [];
    const depth = parts.filter((key) => !own.test(key)).length;
    const unusual = /^(?:port|PORT)$/.test(name) ? 0 : 1;
    return [
      {
        port: { value: port, from: place({ path, line: lineOf(text, hit.index) }), confidence: 'high' },
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
    if (port === undefined || Number(port) < 80) return [];
    const said = (variable.exec(inside) ?? (isNew ? variable.exec(chained) : null))?.[1];
    return [
      {
        port: { value: port, from: place({ path, line: lineOf(text, hit.index) }), confidence: 'high' },
        ...(said !== undefined && { variable: said }),
        rank: 1,
      },
    ];
  });
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

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
