import type { Fact } from '../../detect/types.ts';
import { toPort } from '../../detect/names.ts';
import type { Hit, Inventory } from '../../inventory/types.ts';
import { place } from '../../inventory/types.ts';
import type { Framework } from './frameworks.ts';
import { placeholderOf, readSettings, settingNamed, valueOf, type Setting } from './settings.ts';

export type Listening = {
  readonly port: Fact;
  /** The variable that moves the port, where there is one. */
  readonly env?: string;
  /** It must be set, as the program has no port of its own without. */
  readonly set?: true;
};

/** Where it listens: its settings, then its code, then the framework's default. */
export function findPort(
  repo: Inventory,
  sources: readonly string[],
  framework: Framework | undefined,
  settings: readonly Setting[],
  resources: readonly string[],
): Listening {
  const { portKeys = [], portEnv, port = '8080', id = 'default' } = framework ?? {};
  const setting = settingNamed(settings, ...portKeys);
  if (setting) return ofSetting(behind(setting, settings), portEnv, port);
  if (portEnv === undefined || framework?.id.startsWith('helidon')) {
    const found = ofConfig(repo, sources) ?? ofCode(repo, sources) ?? ofResources(repo, resources);
    if (found) return found;
  }
  const fact: Fact = {
    value: port,
    from: framework ? `default of ${id}` : 'default',
    confidence: portEnv === undefined ? 'low' : 'medium',
  };
  return portEnv === undefined ? { port: fact } : { port: fact, env: portEnv };
}

/** `${server.port}` is what that setting is. */
function behind(setting: Setting, settings: readonly Setting[], depth = 0): Setting {
  const other = settingNamed(settings, placeholderOf(setting.value)?.env ?? '');
  return other === undefined || depth > 5 ? setting : behind(other, settings, depth + 1);
}

function ofSetting({ value, path, line }: Setting, env: string | undefined, fallback: string): Listening {
  const own = placeholderOf(value)?.env;
  const named = own !== undefined && /^[A-Z][A-Z0-9_]*$/.test(own) ? own : env;
  const port = toPort(valueOf(value));
  const from = `${path}:${line}`;
  if (port !== undefined) {
    return { port: { value: port, from, confidence: 'high' }, ...(named !== undefined && { env: named }) };
  }
  // `${PORT}` without a default, or 0 for any: the image says which.
  return {
    port: { value: fallback, from, confidence: 'medium' },
    ...(named !== undefined && { env: named, set: true }),
  };
}

/** HOCON of Ktor, Akka and Play: `port = 8080`, then `port = ${?PORT}`. */
function ofConfig(repo: Inventory, sources: readonly string[]): Listening | undefined {
  const [source] = sources;
  const root = source === undefined ? undefined : /^(.*?src\/main|.*?src|)(?:\/|$)/.exec(source)?.[1];
  if (root === undefined) return undefined;
  const paths = ['application.conf', 'reference.conf'].map((name) => `${root}/resources/${name}`);
  const [hit] = repo.search(paths, /^\s*(?:[\w.]*\.)?(?:http-)?port\s*[=:]\s*"?(\d{2,5})\b/);
  const port = hit && toPort(hit.match[1] as string);
  if (!hit || port === undefined) return undefined;
  const [variable] = repo.search(
    paths,
    /^\s*(?:[\w.]*\.)?(?:http-)?port\s*[=:]\s*\$\{\??([A-Z][A-Z0-9_]*)\}/,
  );
  return {
    port: { value: port, from: place(hit), confidence: 'high' },
    ...(variable && { env: variable.match[1] as string }),
  };
}

/** Settings with a name of the program's own choice: `server_port=7000`. */
function ofResources(repo: Inventory, resources: readonly string[]): Listening | undefined {
  const paths = resources
    .flatMap((dir) => repo.below(dir).filter((path) => !path.slice(dir.length + 1).includes('/')))
    .filter((path) => /\.(?:properties|ya?ml)$/.test(path));
  const found = readSettings(repo, paths).find(
    ({ key, value }) =>
      /^(?:(?:server|http|app|web|service)[._-]?)*port$/i.test(key) && toPort(value) !== undefined,
  );
  return found && ofSetting(found, undefined, found.value);
}

const variable = /(?:getenv|environment|\benv\b|envOrElse)[^"\n]{0,40}"((?:[A-Z]+_)*PORT)"/;
const calls = [
  /\.start\(\s*(?:"[^"]*",\s*)?(\d{2,5})\s*\)/,
  /\bInetSocketAddress\(\s*(?:"[^"]*",\s*)?(\d{2,5})\s*\)/,
  /\blisten\(\s*(?:"[^"]*",\s*)?(\d{2,5})\b/,
  /\b(?:set|for|http|withHttp)?[pP]ort\(\s*(\d{2,5})\s*\)/,
  /\bnew\s+(?:Jetty)?(?:Server|ServerSocket|ServerConnector)\(\s*(\d{2,5})\s*\)/,
  /\baddHttpListener\(\s*(\d{2,5})\s*,/,
  /\b(?:get\w*|getOrDefault|orElse|parseInt)\(\s*"[\w.]*[pP]ort"\s*,\s*"?(\d{2,5})"?\s*\)/,
] as const;
const assignment =
  /\b(?!\w*(?:[rR]e|RE|[eE]x|EX|[iI]m|IM|[sS]up|SUP|[tT]rans|TRANS|[pP]ass|PASS)(?:port|PORT)\b)\w*(?:port|Port|PORT)(?:_DEFAULT|Default)?\b\s*(?::\s*\w+\s*)?=\s*"?(\d{2,5})"?\s*[;,)]?/;

function ofCode(repo: Inventory, sources: readonly string[]): Listening | undefined {
  const [hit] = repo.search(sources, variable);
  const env = hit?.match.slice(1).find((name) => name !== undefined);
  if (hit && env !== undefined) {
    const beside = defaultBeside(repo, hit);
    if (beside) return { port: beside, env };
  }
  for (const pattern of [...calls, assignment]) {
    for (const found of repo.search(sources, pattern, 5)) {
      const value = toPort(found.match[1] as string);
      if (value === undefined || (pattern === assignment && isInMessage(found.match))) continue;
      const port: Fact = { value, from: place(found), confidence: 'high' };
      return env === undefined ? { port } : { port, env };
    }
  }
  if (!hit || env === undefined) return undefined;
  return { port: { value: '8080', from: place(hit), confidence: 'medium' }, env, set: true };
}

/** In the text of a message, as the usage that a program prints; a text without a blank is a setting. */
function isInMessage({ input = '', index = 0 }: RegExpMatchArray): boolean {
  const parts = input
    .slice(0, index)
    .replaceAll(/\\.|'"'/g, '')
    .split('"');
  return parts.length % 2 === 0 && /[\s<]|--/.test(parts.at(-1) as string);
}

/** `getOrDefault("PORT", "8080")`, or within the next lines: `return 4567;`. */
function defaultBeside(repo: Inventory, { path, line }: Hit): Fact | undefined {
  const lines = (repo.read(path) ?? '').split('\n').slice(line - 1, line + 6);
  for (const [index, text] of lines.entries()) {
    const found = /(?:"PORT"\s*,\s*|return\s+|[:?=]\s*|\bElse\(\s*)"?(\d{2,5})"?\b/.exec(text);
    const value = found && toPort(found[1] as string);
    if (value) return { value, from: `${path}:${line + index}`, confidence: 'high' };
  }
  return undefined;
}
