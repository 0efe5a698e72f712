import type { Need } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { aboutOf } from './setting.ts';
import type { Reach } from './reach.ts';
import { placeOf, type Source } from './sources.ts';

/** A read of the environment that gives up when there is nothing. */
const read =
  /\b(?:env::var|dotenv::var|dotenvy::var|var)\(\s*"([A-Z][A-Z0-9_]*)"\s*\)\s*(\.expect\(|\.unwrap\(\)|\?|\.context\(|\.map_err\(|\.with_context\(|\.ok_or|\.expect_or)/g;
/** Set by the platform, or by us. */
const known =
  /^(HOME|PATH|USER|HOSTNAME|RUST_LOG|RUST_BACKTRACE|CARGO_.*|OUT_DIR|TERM|LANG|PWD|EDITOR|SHELL|TMPDIR|XDG_.*)$/;

/** Services by what connects to them. */
const services: readonly { readonly crates: readonly string[]; readonly service: string }[] = [
  {
    crates: [
      'tokio-postgres',
      'postgres',
      'deadpool-postgres',
      'bb8-postgres',
      'pq-sys',
      'sqlx-postgres',
      'diesel-async',
    ],
    service: 'postgres',
  },
  { crates: ['mysql', 'mysql_async', 'mysqlclient-sys', 'sqlx-mysql'], service: 'mysql' },
  { crates: ['redis', 'fred', 'deadpool-redis'], service: 'redis' },
  { crates: ['mongodb'], service: 'mongodb' },
  { crates: ['lapin'], service: 'rabbitmq' },
  { crates: ['rdkafka'], service: 'kafka' },
  { crates: ['async-nats', 'nats'], service: 'nats' },
  { crates: ['elasticsearch'], service: 'elasticsearch' },
];

/** What it needs to boot that an image cannot hold. */
export function needsOf(
  repo: Inventory,
  sources: readonly Source[],
  { direct, crates }: Reach,
  lockPath: string,
  set: ReadonlySet<string>,
): readonly Need[] {
  const found = new Map<string, Need>();
  for (const source of sources) {
    for (const match of source.text.matchAll(read)) {
      const env = match[1] as string;
      if (known.test(env) || set.has(env) || aboutOf(env) === 'port' || found.has(env)) continue;
      found.set(env, { env, from: placeOf(source, match.index), required: true });
    }
  }
  // sqlx names every database that some feature of it could speak to; only what is asked for counts.
  const asked = (name: string) =>
    direct.has(name) || (!name.startsWith('sqlx-') && crates.has(name)) || isOfSqlx(name, direct);
  const wanted = services.flatMap(({ crates: names, service }) => {
    const name = names.find(asked);
    return name === undefined
      ? []
      : [{ service, from: `${repo.has(lockPath) ? lockPath : 'Cargo.toml'}: ${name}` }];
  });
  return [...found.values(), ...wanted];
}

function isOfSqlx(name: string, direct: Reach['direct']): boolean {
  const database = name.replace('sqlx-', '');
  const features = [...(direct.get('sqlx')?.features ?? []), ...(direct.get('sea-orm')?.features ?? [])];
  return (
    name.startsWith('sqlx-') &&
    features.some((feature) => feature === database || feature === `sqlx-${database}`)
  );
}
