import type { Need } from '../../detect/types.ts';
import { placeholderOf, type Setting } from './settings.ts';

const embedded = /:(h2|quarkus-jdbc-h2|hsqldb|derby|sqlite-jdbc)$/;
const services: readonly (readonly [RegExp, string])[] = [
  [
    /:(postgresql|r2dbc-postgresql|quarkus-(jdbc|reactive)-(postgresql|pg-client)|vertx-pg-client)$/,
    'postgres',
  ],
  [
    /:(mysql-connector-java|mysql-connector-j|quarkus-(jdbc-mysql|reactive-mysql-client)|r2dbc-mysql|vertx-mysql-client)$/,
    'mysql',
  ],
  [/:(mariadb-java-client|quarkus-jdbc-mariadb|r2dbc-mariadb)$/, 'mariadb'],
  [/:(mssql-jdbc|quarkus-jdbc-mssql)$/, 'sqlserver'],
  [/:(ojdbc\d+|quarkus-jdbc-oracle)$/, 'oracle'],
  [
    /:(spring-boot-starter-data-mongodb(-reactive)?|quarkus-mongodb-\w+|mongodb-driver-sync|mongo-java-driver|micronaut-mongo-sync)$/,
    'mongodb',
  ],
  [
    /:(spring-boot-starter-data-redis(-reactive)?|quarkus-redis-client|jedis|lettuce-core|micronaut-redis-lettuce)$/,
    'redis',
  ],
  [/:(spring-boot-starter-amqp|quarkus-messaging-rabbitmq|amqp-client)$/, 'rabbitmq'],
  [/:(spring-kafka|kafka-clients|quarkus-(messaging-)?kafka(-client)?|micronaut-kafka)$/, 'kafka'],
  [/:spring-boot-starter-data-elasticsearch$/, 'elasticsearch'],
  [/:spring-cloud-starter-config$/, 'config server'],
];
const databases = new Set(['postgres', 'mysql', 'mariadb', 'sqlserver', 'oracle']);

/** What it asks for over the network, told by its drivers; one that keeps its data in itself asks for no database. */
export function findNeeds(
  names: readonly string[],
  at: (text: string) => string,
  settings: readonly Setting[],
): readonly Need[] {
  const url = settings.findLast(({ key }) =>
    /(datasource|database)\.(jdbc[.-])?url$|^(db|jdbc)\.url$/.test(key),
  );
  const inside =
    url === undefined
      ? names.some((name) => embedded.test(name))
      : /jdbc:(h2|hsqldb|derby|sqlite)/.test(url.value);
  const found = services.flatMap(([pattern, service]): Need[] => {
    const name = names.find((each) => pattern.test(each));
    if (name === undefined || (inside && databases.has(service))) return [];
    return [{ service, from: at(name.slice(name.indexOf(':') + 1)) }];
  });
  const asksDatabase = found.some((need) => 'service' in need && databases.has(need.service));
  return [
    ...found,
    ...(asksDatabase ? addressOf(names, url, found[0]?.from ?? '') : []),
    ...envNeeds(settings),
  ];
}

/** The variable that a framework reads the address of the database from, where none or this machine is set. */
function addressOf(names: readonly string[], url: Setting | undefined, from: string): readonly Need[] {
  const variable = variables.find(([prefix]) => names.some((name) => name.startsWith(prefix)))?.[1];
  if (variable === undefined || (url && !/^jdbc:\w+:(\/\/)?(localhost|127\.0\.0\.1)\b/.test(url.value)))
    return [];
  const env = url?.key.startsWith('spring.') ? 'SPRING_DATASOURCE_URL' : variable;
  const about = url ? `it is ${url.value} otherwise` : 'nothing says where the database is';
  return [{ env, from: url ? `${url.path}:${url.line}` : from, required: true, about }];
}

const variables: readonly (readonly [string, string])[] = [
  ['org.springframework.boot:', 'SPRING_DATASOURCE_URL'],
  ['io.quarkus', 'QUARKUS_DATASOURCE_JDBC_URL'],
  ['io.micronaut', 'DATASOURCES_DEFAULT_URL'],
];

/** What a system sets, not a person. */
const ofSystem = /^(?:HOME|HOSTNAME|PATH|USER|PWD|TMPDIR)$/;

/** `${NAME}` without a default: nothing starts before it is set. Names with dots are other settings. */
function envNeeds(settings: readonly Setting[]): readonly Need[] {
  const needed = settings.flatMap(
    ({ key, value, path, line }): { env: string; from: string; about: string }[] => {
      const matches = [...value.matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)];
      if (
        placeholderOf(value)?.fallback !== undefined ||
        key.endsWith('port') ||
        key.startsWith('%dev.') ||
        key.startsWith('%test.')
      )
        return [];
      return matches
        .filter((match) => !ofSystem.test(match[1] as string))
        .map((match) => ({ env: match[1] as string, from: `${path}:${line}`, about: key }));
    },
  );
  const first = needed.filter(({ env }, at) => needed.findIndex((other) => other.env === env) === at);
  return first.slice(0, 20).map((need) => ({ ...need, required: true }));
}
