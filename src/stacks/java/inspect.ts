import type { Fact, Hints, Need } from '../../detect/types.ts';
import { place, type Hit, type Inventory } from '../../inventory/types.ts';
import { frameworkOf, type Framework } from './frameworks.ts';
import { loopbackOf } from './loopback.ts';
import { findNeeds } from './needs.ts';
import { findPaths, type Paths } from './paths.ts';
import { findPort, type Listening } from './port.ts';
import { findHealth } from './routes.ts';
import { readSettings, settingNamed, type Setting } from './settings.ts';

export type Subject = {
  readonly repo: Inventory;
  readonly dir: string;
  readonly sources: readonly string[];
  /** Directories of its resources: its own, then those of modules that it is made of. */
  readonly resources: readonly string[];
  /** `group:artifact` of its dependencies. */
  readonly names: readonly string[];
  readonly at: (text: string) => string;
  readonly hints: Hints;
};

/** What the code and the settings of an application say of how it runs. */
export type Inspected = {
  readonly framework: Framework | undefined;
  readonly fact: Fact | undefined;
  readonly settings: readonly Setting[];
  readonly server: boolean;
  readonly port: Fact | undefined;
  readonly portEnv: string | undefined;
  readonly portSet: boolean;
  readonly health: Fact | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly paths: Paths;
  /** Lines that listen on this machine only. */
  readonly closed: readonly Hit[];
  readonly needs: readonly Need[];
  readonly notes: readonly string[];
};

const listens =
  /\bHttpServer\.create\(|\bnew\s+ServerSocket\(|@RestController\b|@Controller\b|\bRouterFunction<|\bServerBuilder\.forPort\(|\bembeddedServer\(|\bHttpServer\b.*\.listen\(|\bSimpleFileServer\./;

export function inspect(subject: Subject): Inspected {
  const { repo, dir, sources, resources, names, at, hints } = subject;
  const found = frameworkOf(names);
  const framework = found?.framework;
  const settingsNames = framework === undefined ? [] : settingNames(repo, sources, framework);
  const settings = readSettings(repo, settingFiles(repo, resources, settingsNames));
  const serves =
    found?.serves === true &&
    (framework?.sources === undefined || repo.search(sources, framework.sources, 1).length > 0);
  const [hit] = serves ? [] : repo.search(sources, listens);
  const server = serves || hit !== undefined;
  const listening = server ? findPort(repo, sources, framework, settings, resources) : undefined;
  const port = portOf(hints.port, listening);
  const health = hints.health ?? (server ? findHealth(repo, sources, framework, names, settings) : undefined);
  const host = framework && settingNamed(settings, ...framework.hostKeys);
  const closed = server ? loopbackOf(repo, sources) : [];
  const isLocal = host !== undefined && /^(localhost|127\.0\.0\.1|::1)$/.test(host.value);
  const by = found?.by.replace(/^.*:/, '');
  return {
    framework,
    fact: factOf(found?.framework.id, by === undefined ? undefined : at(`>${by}<`), hit),
    settings,
    server,
    port: server ? port : undefined,
    portEnv: listening?.env,
    portSet: listening?.set ?? false,
    health,
    env: isLocal && framework?.hostEnv !== undefined ? { [framework.hostEnv]: '0.0.0.0' } : {},
    paths: findPaths(repo, dir, sources, settings),
    closed,
    needs: uniqueNeeds([...hints.needs, ...findNeeds(names, at, settings)]),
    notes: [
      ...(isLocal
        ? [
            `${host.path}:${host.line} listens on ${host.value} only: the image sets ${framework?.hostEnv ?? 'nothing that'} to 0.0.0.0`,
          ]
        : []),
      ...closed.map(
        (each) => `${place(each)} listens on this machine only: in the image it listens on every address`,
      ),
    ],
  };
}

function factOf(id: string | undefined, from: string | undefined, hit: Hit | undefined): Fact | undefined {
  if (id !== undefined && from !== undefined) return { value: id, from, confidence: 'high' };
  return hit && { value: 'none, it listens itself', from: place(hit), confidence: 'medium' };
}

/** What the user says goes before all; other files know the port of a program only where it can be told to take that one. */
function portOf(hint: Fact | undefined, listening: Listening | undefined): Fact | undefined {
  if (!hint || !listening) return hint ?? listening?.port;
  const said = hint.from.startsWith('--') || hint.from === 'distroless.yaml';
  return said || listening.env !== undefined || listening.port.confidence === 'low' ? hint : listening.port;
}

/** What a program says that its settings are called: https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.files */
function settingNames(
  repo: Inventory,
  sources: readonly string[],
  { id, settings }: Framework,
): readonly string[] {
  if (id !== 'spring-boot') return settings;
  const own = repo
    .search(sources, /["']spring\.config\.name["']?\s*[=,:)]\s*["']?([\w-]+)/, 1)
    .map(({ match }) => match[1] as string);
  return [
    ...settings,
    ...own.flatMap((name) => ['properties', 'yml', 'yaml'].map((type) => `${name}.${type}`)),
  ];
}

/** Those of the profiles that are always on come last: they go before the others. */
function settingFiles(
  repo: Inventory,
  resources: readonly string[],
  names: readonly string[],
): readonly string[] {
  const of = (list: readonly string[]) =>
    resources
      .toReversed()
      .flatMap((dir) => list.map((name) => `${dir}/${name}`))
      .filter((path) => repo.has(path));
  const base = of(names);
  const said = readSettings(repo, base);
  const profiles = ['spring.profiles.include', 'spring.profiles.active']
    .flatMap((key) =>
      (settingNamed(said, key)?.value ?? '').replace(/^\$\{[\w.]+:([^}]*)\}$/, '$1').split(','),
    )
    .map((name) => name.trim())
    .filter((name) => /^[\w-]+$/.test(name));
  const extra = profiles.flatMap((profile) =>
    names.map((name) => name.replace(/\.(\w+)$/, `-${profile}.$1`)),
  );
  return [...base, ...of(extra)];
}

const id = (need: Need) => ('env' in need ? `$${need.env}` : need.service);

function uniqueNeeds(needs: readonly Need[]): readonly Need[] {
  return needs.filter((need, at) => needs.findIndex((other) => id(other) === id(need)) === at);
}

/** What other files set for it, without the ports, which are known by then. */
export function envOf({ env }: Hints): Readonly<Record<string, string>> {
  const kept = Object.entries(env).filter(([name]) => name !== 'PORT' && name !== 'JAVA_TOOL_OPTIONS');
  return Object.fromEntries(kept.map(([name, { value }]) => [name, value]));
}

/** What a builder has by itself, whatever an older Dockerfile installed. */
const there =
  /jdk|jre|^(maven|gradle|java|ant|git|curl|wget|unzip|zip|tar|bash|ca-certificates|tini|dumb-init|gosu|locales|tzdata|procps|netcat\S*)$/;

export function aptOf({ apt }: Hints): readonly string[] {
  return apt.map(({ value }) => value).filter((name) => !there.test(name));
}
