/** What people run beside a service, by a part of the image's or the add-on's name; the first that fits. */
const known: readonly (readonly [RegExp, string])[] = [
  [/postg|timescale|pgvector/, 'postgres'],
  [/mariadb|mysql|percona|jawsdb|cleardb/, 'mysql'],
  [/mongo(?!-express)/, 'mongodb'],
  [/redis(?!-?(?:commander|insight))|valkey|keydb|dragonfly/, 'redis'],
  [/rabbitmq|cloudamqp/, 'rabbitmq'],
  [/kafka|redpanda/, 'kafka'],
  [/(?:^|\/)nats/, 'nats'],
  [/elasticsearch|opensearch|bonsai/, 'elasticsearch'],
  [/memcache/, 'memcached'],
  [/(?:^|\/)minio/, 'minio'],
  [/localstack/, 'localstack'],
  [/dynamodb/, 'dynamodb'],
  [/mssql|azure-sql/, 'mssql'],
  [/cassandra|scylla/, 'cassandra'],
  [/clickhouse/, 'clickhouse'],
  [/cockroach/, 'cockroachdb'],
  [/mailhog|mailpit|maildev|mailcatcher/, 'smtp'],
  [/(?:^|\/)neo4j/, 'neo4j'],
  [/influxdb/, 'influxdb'],
  [/couchdb/, 'couchdb'],
  [/meilisearch/, 'meilisearch'],
  [/typesense/, 'typesense'],
  [/qdrant/, 'qdrant'],
  [/weaviate/, 'weaviate'],
  [/(?:^|\/)etcd/, 'etcd'],
  [/(?:^|\/)consul/, 'consul'],
  [/(?:^|\/)vault/, 'vault'],
];

/** `docker.io/bitnami/postgresql:16` -> `postgres`. */
export function serviceOfImage(image: string): string | undefined {
  const name = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return known.find(([pattern]) => pattern.test(name))?.[1];
}

/** `heroku-postgresql:mini` -> `postgres`. */
export function serviceOfAddon(name: string): string | undefined {
  return serviceOfImage(name);
}
