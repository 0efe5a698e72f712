import type { Hit, Inventory } from '../../inventory/types.ts';

/** Of what a program connects to, and nothing of its own listens there: mail, databases, caches, queues. */
const others: ReadonlySet<string> = new Set(
  '25 389 465 587 636 1433 1521 1883 3306 4222 5432 5672 6379 8883 9042 9092 9200 11211 27017'.split(' '),
);
/** What is called like something that programs connect to. */
const other =
  /smtp|mail|redis|proxy|postgres|mysql|mongo|database|memcache|ldap|mqtt|broker|kafka|rabbit|amqp|influx|elastic|clickhouse|minio|(?:^|[^a-z])(?:db|nats|remote|upstream)(?:[^a-z]|$)|db_/i;
const connects = /\bconnect\w*\(/i;

/** Is a port that a line tells the one of another program? By its number, the line, what the line is in, and what it asks. */
export function isForeignPort(repo: Inventory, hit: Hit, port: string): boolean {
  const line = hit.match.input ?? '';
  if (others.has(port) || other.test(line) || connects.test(line.slice(0, hit.match.index))) return true;
  const text = repo.read(hit.path) ?? '';
  const [head = '', ...outer] = enclosing(text, hit.line);
  // Further out it is a call or a table over several lines.
  const around = [head, ...outer.filter((each) => /[([{]\s*$/.test(each))];
  if (around.some((each) => other.test(each) || connects.test(each))) return true;
  const holder = /(\w{1,40})(?:\.get\w{0,10}\(|\[)['"]?$/.exec(
    line.slice(0, line.search(/['"]\w*port['"]/i)),
  )?.[1];
  const given = holder && new RegExp(String.raw`^[ \t]*${holder}[ \t]*=[^=\n]{1,200}`, 'm').exec(text)?.[0];
  return given !== undefined && given !== '' && other.test(given);
}

/** Is a file called like something that programs connect to: mqtt.py, db/client.py? */
export function isOfAnother(path: string): boolean {
  return other.test(path.split('/').slice(-2).join('/').replace(/\.py$/, ''));
}

/** The lines above that are each less indented than the one below it: the function or the table that a line is in, and its own. */
function enclosing(text: string, line: number): readonly string[] {
  const lines = text.split('\n').slice(0, line);
  const found: string[] = [];
  let own = indentOf(lines.pop() ?? '');
  for (const each of lines.toReversed()) {
    const indent = indentOf(each);
    if (indent < 0 || indent >= own) continue;
    found.push(each);
    own = indent;
    if (own === 0) break;
  }
  return found;
}

function indentOf(line: string): number {
  return line.search(/\S/);
}
