import type { Fact, Service } from '../../detect/types.ts';

/** Servers that a program talks to, by the library for it. */
const services: Readonly<Record<string, string>> = {
  'default-libmysqlclient-dev': 'mysql',
  'libmysqlcppconn-dev': 'mysql',
  'libpq-dev': 'postgres',
  'libpqxx-dev': 'postgres',
  'libhiredis-dev': 'redis',
  'libmongoc-dev': 'mongodb',
  'libmemcached-dev': 'memcached',
  'librdkafka-dev': 'kafka',
  'librabbitmq-dev': 'rabbitmq',
};

/** Those of the packages that a program is built with. */
export function servicesOf(facts: readonly Fact[]): Service['needs'] {
  return facts.flatMap(({ value, from }) =>
    services[value] === undefined ? [] : [{ service: services[value], from }],
  );
}
