import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { declaredPort } from './declared-port.ts';
import { foreign, number, portInCall, type Listens } from './port-in-call.ts';

const byVariable: readonly RegExp[] = [
  // process.env.PORT || 3000, with parseInt, Number or a function of one's own around it
  new RegExp(
    String.raw`env(?:\.|\[['"]|\(\s*['"])(\w*PORT)\b(?:['\"]?\])?(?:\s*,\s*10\s*\))?[^\n;]{0,40}?(?:\|\||\?\?|:|,)\s*` +
      number,
  ),
  // { PORT = 3000 } = process.env
  new RegExp(String.raw`\b(\w*PORT)\s*=\s*` + number + String.raw`[^\n]{0,80}\}\s*=\s*process\.env`),
  // config.get('PORT', 3000), get('PORT').default(3000), ConfigService.get<number>('PORT') || 3000
  new RegExp(
    String.raw`\bget\w*(?:<\w+>)?\(\s*['"](\w*PORT|port)['"]\s*\)?\s*(?:,|\|\||\?\?|\.default\()\s*` + number,
  ),
];
/** Schemas of settings: PORT: z.coerce.number().default(3000), port({ default: 8000 }), Joi.number().default(3000) */
const bySchema = new RegExp(
  String.raw`['"]?\b(\w*PORT)\b['"]?\s*[:=][^\n]{0,80}?(?:default\(|default:|defaultTo\()\s*` + number,
);
const usual = /^(?:(?:HTTP|APP|SERVER|API|WEB|LISTEN|NODE)_)?PORT$/;
const inCall: readonly RegExp[] = [
  new RegExp(String.raw`\.listen\(\s*` + number),
  // Socket.IO: https://socket.io/docs/v4/server-initialization/
  new RegExp(String.raw`(?:\bnew Server|require\(\s*['"]socket\.io['"]\s*\))\(\s*` + number),
  new RegExp(String.raw`\.listen\(\s*\{[^}\n]{0,80}\bport:\s*` + number),
];
const byNumber: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:const|let|var)\s+(?!\w*(?:[Rr]e|RE|[Ss]up|SUP|[Ii]m|IM|[Ee]x|EX|[Tt]rans|TRANS)(?:port|PORT))\w*(?:port|PORT|Port)\w*\s*(?::\s*\w+\s*)?=\s*(?:[\w.]+\s*(?:\|\||\?\?)\s*)?` +
      number,
  ),
  new RegExp(String.raw`\b(?:basePort|defaultPort|DEFAULT_PORT)\b\s*[:=]\s*` + number),
  new RegExp(String.raw`\bport['"]?\s*:\s*(?:[\w.()]+\s*(?:\|\||\?\?)\s*)?` + number),
  new RegExp(String.raw`\.set\(\s*['"]port['"]\s*,[^\n]{0,60}?` + number),
];
const reads = /env(?:\.|\[['"])(\w*PORT)\b/;
const readsPort =
  /\bprocess\.env(?:\.|\[['"])PORT\b|\{(?:[^{}\n]{0,80},)?\s*PORT\b[^{}\n]{0,80}\}\s*=\s*process\.env/;
const starts =
  /\.listen\s*\(|\.bindAsync\s*\(|createServer\s*\(|\bserve\s*\(\s*[{\w]|Bun\.serve|Deno\.serve|startStandaloneServer|\bnew Server\(\s*(?:\d|server|httpServer|app)|\bnew WebSocketServer\(|\bnew (?:\w+\.)?Server\(\s*\{[^}\n]{0,80}\bport\b|\bHapi\.server\(|\bnew Hapi\.Server\(/;

/**
 * The port that a program listens on, by what its sources say; by itself nothing is sure, so the first hit nearest to the entry counts.
 * What is read from a variable, or stands in the call that listens, is nearer to the truth than what a schema of settings declares.
 * @param reached those of them that the entry is made of: others may declare the port of anything
 */
export function findPort(
  repo: Inventory,
  sources: readonly string[],
  reached: readonly string[] = sources,
): Listens {
  const [listens] = repo.search(sources, starts);
  const rpc = repo.search(sources, /\.bindAsync\s*\(/, 1).length > 0;
  const at = listens && { at: place(listens), ...(rpc && ({ grpc: true } as const)) };
  const called = portInCall(repo, sources);
  if (called) return { ...called, ...at };
  const readPort = repo.search(reached, readsPort, 1).length > 0;
  const read = repo.search(sources, reads, 8).find(({ match }) => !foreign.test(match[1] ?? ''));
  const name = read?.match[1] ?? (readPort ? 'PORT' : undefined);
  const variable = name === undefined ? {} : { variable: name };
  const isRead = (other: string) => !readPort || other === 'PORT';
  const found =
    ofVariable(repo, [...new Set([...reached, ...sources])], byVariable, () => true) ??
    ofVariable(repo, sources, [bySchema], (other) => usual.test(other) && isRead(other)) ??
    ofNumber(repo, reached, [...inCall, ...named(repo, reached)], variable) ??
    ofVariable(repo, reached, [bySchema], isRead) ??
    declaredPort(repo, reached, variable, isRead) ??
    ofNumber(repo, sources, [...inCall, ...byNumber], variable);
  return { ...variable, ...found, ...at };
}

/** Numbers that names stand for, by which servers are told where to listen: `const port = 3000; app.listen(port)`. */
function named(repo: Inventory, sources: readonly string[]): readonly RegExp[] {
  const calls = repo.search(sources, /\.listen\(\s*(?:\{\s*port:\s*)?([A-Za-z_]\w{0,40})\s*[,)}]/, 4);
  const names = new Set(calls.map(({ match }) => match[1] as string));
  return [...names].map(
    (name) => new RegExp(String.raw`\b(?:const|let|var)\s+${name}\s*(?::\s*\w+\s*)?=\s*${number}\s*(?:;|$)`),
  );
}

function ofNumber(
  repo: Inventory,
  sources: readonly string[],
  patterns: readonly RegExp[],
  variable: Pick<Listens, 'variable'>,
): Pick<Listens, 'port' | 'variable'> | undefined {
  for (const pattern of patterns) {
    // Below that are mail and the like, which it connects to.
    const hit = repo
      .search(sources, pattern, 8)
      .find(({ match: [, said = ''] }) => Number(said) >= 80 && !discovery.has(said));
    const port = hit === undefined ? undefined : toPort(hit.match[1] ?? '');
    if (hit && port !== undefined)
      return { port: { value: port, from: place(hit), confidence: 'high' }, ...variable };
  }
  return undefined;
}

function ofVariable(
  repo: Inventory,
  sources: readonly string[],
  patterns: readonly RegExp[],
  counts: (name: string) => boolean,
): Pick<Listens, 'port' | 'variable'> | undefined {
  for (const pattern of patterns)
    for (const hit of repo.search(sources, pattern, 8)) {
      const [, name = '', digits = ''] = hit.match;
      const port = toPort(digits);
      if (port === undefined || foreign.test(name) || !counts(name)) continue;
      const variable = /^[A-Z]\w*$/.test(name) ? { variable: name } : {};
      return { port: { value: port, from: place(hit), confidence: 'high' }, ...variable };
    }
  return undefined;
}

/** SSDP and mDNS, by which programs of one network find each other: https://www.iana.org/assignments/service-names-port-numbers */
const discovery = new Set(['1900', '5353']);

/** Ports of databases, queues and mail: settings have those beside its own. */
const servers = new Set([
  '25',
  '465',
  '587',
  '1433',
  '3306',
  '5432',
  '5672',
  '6379',
  '9092',
  '9200',
  '27017',
]);

/** A setting of it in a file of settings: config/default.json, config.json. */
export function portInSettings(repo: Inventory, paths: readonly string[]): Fact | undefined {
  const files = paths.filter((path) => repo.has(path));
  const hit = repo
    .search(files, /^\s*["']?(?:port|PORT)["']?\s*[:=]\s*["']?(\d{2,5})\b/, 8)
    .find(({ match }) => !servers.has(match[1] ?? ''));
  const port = hit === undefined ? undefined : toPort(hit.match[1] ?? '');
  return hit && port !== undefined ? { value: port, from: place(hit), confidence: 'medium' } : undefined;
}
