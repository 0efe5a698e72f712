import type { Need } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { findEnvFiles } from './env-files.ts';
import { join, type Package } from './package.ts';
import { findChecked } from './checked.ts';
import type { Prisma } from './prisma.ts';

/** Set by node, by the image or by what it runs on. */
const known =
  /^(NODE_ENV|NODE_OPTIONS|NODE_DEBUG|PORT|HOST|HOSTNAME|HOME|PATH|PWD|USER|TMPDIR|TMP|TEMP|TZ|LANG|CI|DEBUG|npm_.*|NODE_APP_INSTANCE|FORCE_COLOR|NO_COLOR|TERM|SHELL|APPDATA|AppData|GITHUB_ACTIONS|TRAVIS|LANGUAGE|LC_ALL|EDITOR|VISUAL|BROWSER|NODE_PATH|COLUMNS|VERCEL\w*|RENDER\w*|HEROKU\w*|K_SERVICE|AWS_\w+|NEXT_RUNTIME|NEXT_PUBLIC_\w+|VITE_\w+|JEST_WORKER_ID|LOG_LEVEL|DYNO|WEBSITE_\w+|FLY_\w+|RAILWAY_\w+|XDG_\w+|LOCALAPPDATA|PM2_\w+|APP_NAME)$/;
/** Set by the image, or part of the pages when they are built. */
const given = /^(NODE_ENV|PORT|HOSTNAME|TZ|CI|VERCEL\w*|(NEXT_|NUXT_|VITE_)?PUBLIC_\w+|VITE_\w+)$/;
const secret = /SECRET|TOKEN|PASS|KEY|CREDENTIAL|PRIVATE|DSN|AUTH|SALT|_ID$/;

/** Clients of servers, and what the server is called. */
const services: Readonly<Record<string, string>> = {
  pg: 'postgres',
  postgres: 'postgres',
  'pg-promise': 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mongodb: 'mongodb',
  mongoose: 'mongodb',
  redis: 'redis',
  ioredis: 'redis',
  bull: 'redis',
  bullmq: 'redis',
  amqplib: 'rabbitmq',
  kafkajs: 'kafka',
  '@elastic/elasticsearch': 'elasticsearch',
};
const providers: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  mysql: 'mysql',
  mongodb: 'mongodb',
  sqlserver: 'sqlserver',
  cockroachdb: 'cockroachdb',
};

export type Environment = {
  readonly needs: readonly Need[];
  /** What has a value to start with that is no secret: the example of the repository says it. */
  readonly defaults: Readonly<Record<string, string>>;
};

/** Variables that are read without a default, and servers that it talks to. */
export function findNeeds(
  repo: Inventory,
  own: Package,
  sources: readonly string[],
  prisma: Prisma | undefined,
): Environment {
  const examples = readExamples(repo, own.dir);
  const needs = new Map<string, Need>();
  for (const { path, line, match } of repo.search(sources, /process\.env(?:\.|\[['"])(\w+)/, 120)) {
    const name = match[1] as string;
    const rest = (match.input ?? '').slice((match.index ?? 0) + match[0].length);
    if (
      known.test(name) ||
      needs.has(name) ||
      /^\W{0,4}\s*(\|\||\?\?|\?|===|!==|==|!=|&&|\)\s*\{)/.test(rest)
    )
      continue;
    if (/\bif\s*\(|&&|\?/.test((match.input ?? '').slice(0, match.index ?? 0))) continue;
    const about = examples.get(name);
    needs.set(name, { env: name, from: place({ path, line }), required: false, ...exampleOf(name, about) });
  }
  const checked = findChecked(repo, sources).filter(({ name }) => !given.test(name));
  for (const { name, from, required } of checked) {
    if (!required && !needs.has(name)) continue;
    const about = examples.get(name);
    needs.set(name, { env: name, from, required, ...exampleOf(name, about) });
  }
  if (prisma?.urlEnv !== undefined && !needs.has(prisma.urlEnv))
    needs.set(prisma.urlEnv, { env: prisma.urlEnv, from: prisma.schema, required: true });
  const asked = Object.keys({ ...own.dependencies });
  const found = new Set([
    ...asked.flatMap((name) => services[name] ?? []),
    ...(prisma && providers[prisma.provider] !== undefined ? [providers[prisma.provider] as string] : []),
  ]);
  const plain = [...examples].filter(
    ([name, value]) => needs.has(name) && value !== '' && !secret.test(name) && isPlain(value),
  );
  const asksForAddress = checked.some(({ name, required }) => name === 'HOST' && required);
  const defaults = Object.fromEntries([...plain, ...(asksForAddress ? [['HOST', '0.0.0.0'] as const] : [])]);
  return {
    needs: [
      ...[...needs.values()].filter((need) => !('env' in need) || defaults[need.env] === undefined),
      ...[...found].map((service) => ({ service, from: own.path })),
    ],
    defaults,
  };
}

function exampleOf(name: string, about: string | undefined): { readonly about?: string } {
  return about === undefined || about === '' || secret.test(name) ? {} : { about: `such as ${about}` };
}

/** An address of somebody's machine or account is an example, and no default; nor is what was left to be filled in. */
function isPlain(value: string): boolean {
  return !/:\/\/|localhost|example|your|xxx|<|>|\*\*|changeme|@|\$/i.test(value);
}

/** Names and values of .env.example and its like, and of .env itself where everybody gets it: the image has none of them. */
function readExamples(repo: Inventory, dir: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of [
    ...findEnvFiles(repo, dir),
    ...[
      '.env.example',
      '.env.sample',
      '.env.template',
      '.env.dist',
      'example.env',
      'env.example',
      'sample.env',
      '.env.default',
      '.env.defaults',
    ].map((name) => join(dir, name)),
  ]) {
    for (const line of (repo.read(path) ?? '').split('\n')) {
      const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\r]*))/.exec(line);
      if (match && !found.has(match[1] as string))
        found.set(match[1] as string, (match[2] ?? match[3] ?? match[4] ?? '').trim());
    }
  }
  return found;
}
