import type { Need } from '../../detect/types.ts';
import { around, findAll, placeOf, type Found } from './lines.ts';
import { otherStores } from './other-store.ts';
import type { Program } from './program.ts';

/** Clients of what an image cannot hold. https://pkg.go.dev */
const services: readonly (readonly [RegExp, string])[] = [
  [
    /^github\.com\/(?:lib\/pq|jackc\/pgx|go-pg\/pg)|^gorm\.io\/driver\/postgres|dialects\/postgres|uptrace\/bun\/driver\/pgdriver/,
    'postgres',
  ],
  [/^github\.com\/go-sql-driver\/mysql|^gorm\.io\/driver\/mysql|dialects\/mysql/, 'mysql'],
  [/^github\.com\/(?:microsoft|denisenkom)\/go-mssqldb|^gorm\.io\/driver\/sqlserver/, 'sqlserver'],
  [/^go\.mongodb\.org\/mongo-driver|mgo\.v2$|^github\.com\/globalsign\/mgo/, 'mongodb'],
  [
    /^github\.com\/(?:redis\/go-redis|go-redis\/redis|gomodule\/redigo|garyburd\/redigo|redis\/rueidis)/,
    'redis',
  ],
  [/^github\.com\/(?:IBM|Shopify)\/sarama|^github\.com\/segmentio\/kafka-go|confluent-kafka-go/, 'kafka'],
  [/^github\.com\/(?:rabbitmq|streadway)\/amqp/, 'rabbitmq'],
  [/^github\.com\/nats-io\/nats\.go/, 'nats'],
  [/^github\.com\/(?:elastic\/go-elasticsearch|olivere\/elastic)/, 'elasticsearch'],
  [/^github\.com\/bradfitz\/gomemcache/, 'memcached'],
  [/^github\.com\/gocql\/gocql/, 'cassandra'],
];

/** What a system sets, not a person. */
const ofSystem = /^(?:HOME|HOSTNAME|PATH|USER|PWD|TMPDIR|XDG_\w+)$/;

/** Services that it speaks to, and variables without which it ends. */
export function readNeeds(program: Program, given: readonly string[]): readonly Need[] {
  const found = new Map<string, Need>();
  const hasOtherStore = otherStores(program);
  for (const [path, { path: from }] of program.imports) {
    const service = services.find(([pattern]) => pattern.test(path))?.[1];
    if (service !== undefined && !found.has(service))
      found.set(service, {
        service,
        from,
        ...(hasOtherStore(service) && { optional: true as const }),
      });
  }
  const read =
    /\b(?:os\.)?(?:Getenv|LookupEnv|[mM]ust(?:[A-Z]\w*)?Env\w*|[rR]equireEnv|[mM]ustGetenv)\((?:&?[\w.]+,\s*)?"([A-Z][A-Z\d_]{1,60})"\)/g;
  for (const each of findAll(program.files, read)) {
    const name = each.match[1] ?? '';
    if (given.includes(name) || ofSystem.test(name) || isOfCase(each)) continue;
    const after = around(each, 0, 4);
    const ends =
      /^m|^requ|^M/.test(each.match[0]) ||
      (/== ""|!ok\b/.test(after) && /log\.(?:Fatal|Panic)|panic\(|os\.Exit|Fatalf?\(/.test(after)) ||
      // An error of the main package, which ends it.
      (program.distance(each.file) === 0 &&
        /== "" \{\n[^\n]*return [^\n]*\b(?:fmt\.Errorf|errors\.New)\(/.test(after));
    if (ends && !found.has(name)) found.set(name, { env: name, from: placeOf(each), required: true });
  }
  for (const each of findAll(
    program.files,
    /`[^`\n]*\b(?:env|envconfig):"([A-Z][A-Z\d_]*)(,required|,notEmpty)?"[^`\n]*`/g,
  )) {
    const [tag, name = '', required] = each.match;
    if (
      (required ?? /required:"true"|env-required/.exec(tag)) &&
      !/efault/.test(tag) &&
      !given.includes(name) &&
      !ofSystem.test(name) &&
      !found.has(name)
    )
      found.set(name, { env: name, from: placeOf(each), required: true });
  }
  for (const each of findAll(program.files, complained)) {
    const name = each.match[1] ?? '';
    const isRead = program.files.some(({ code }) => code.includes(`("${name}"`));
    if (isRead && !given.includes(name) && !ofSystem.test(name) && !found.has(name))
      found.set(name, { env: name, from: placeOf(each), required: true });
  }
  return [...found.values()];
}

/** What a function says of a setting that is empty, by the name of its variable: `if c.url == "" { errs = append(errs, errors.New("APP_URL is required")) }` */
const complained =
  /^\tif [\w.]{1,60} == "" \{\n\t\t[^\n]{0,120}\b(?:errors\.New|Errorf|Fatal\w*|panic)\([^"\n]{0,40}"[^"\n]{0,120}?\b([A-Z][A-Z\d]*_[A-Z\d_]{1,60})\b/gm;

/** Only one way of several asks for it: `case "oauth": token := os.Getenv("TOKEN")`. */
function isOfCase(found: Found): boolean {
  const [line = '', ...above] = around(found, 40, 0).split('\n').toReversed();
  let indent = line.search(/\S/);
  for (const each of above) {
    const at = each.search(/\S/);
    if (at < 0 || at >= indent) continue;
    if (/^\s*case\b/.test(each)) return true;
    if (/^\s*func\b/.test(each)) return false;
    indent = at;
  }
  return false;
}
