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
  { crates: ['kube'], service: 'kubernetes' },
];

export type Read = { readonly name: string; readonly from: string };

/** Variables that it gives up without. */
export function requiredReads(sources: readonly Source[]): readonly Read[] {
  const found = new Map<string, Read>();
  for (const source of sources) {
    for (const match of source.text.matchAll(read)) {
      const name = match[1] as string;
      if (known.test(name) || aboutOf(name) === 'port' || found.has(name)) continue;
      found.set(name, { name, from: placeOf(source, match.index) });
    }
  }
  return [...found.values()];
}

/** What it needs to boot that an image cannot hold. */
export function needsOf(
  repo: Inventory,
  reads: readonly Read[],
  { direct, crates }: Reach,
  lockPath: string,
): readonly Need[] {
  // sqlx names every database that some feature of it could speak to; only what is asked for counts.
  const asked = (name: string) =>
    direct.has(name) || (!name.startsWith('sqlx-') && crates.has(name)) || isOfSqlx(name, direct);
  const wanted = services.flatMap(({ crates: names, service }) => {
    const name = names.find(asked);
    return name === undefined
      ? []
      : [{ service, from: `${repo.has(lockPath) ? lockPath : 'Cargo.toml'}: ${name}` }];
  });
  return [...reads.map(({ name, from }) => ({ env: name, from, required: true })), ...wanted];
}

function isOfSqlx(name: string, direct: Reach['direct']): boolean {
  const database = name.replace('sqlx-', '');
  const features = [...(direct.get('sqlx')?.features ?? []), ...(direct.get('sea-orm')?.features ?? [])];
  return (
    name.startsWith('sqlx-') &&
    features.some((feature) => feature === database || feature === `sqlx-${database}`)
  );
}
