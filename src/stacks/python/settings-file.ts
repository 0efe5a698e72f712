import { dirOf, within } from '../../inventory/paths.ts';
import { toPort } from '../../detect/names.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Sight } from './sight.ts';
import { high } from './start.ts';

/** `port=settings['server']['port']`, `port=int(config.get('server', 'port'))`, `port=conf["port"]`: what holds them, and their keys. */
const told =
  /\bport\s*=\s*(?:int\(\s*)?(?:\w{1,30}\.)?\w{0,30}(?:settings|config|conf|cfg|options)(?:\[['"](\w{1,40})['"]\](?:\[['"](\w{1,40})['"]\])?|\.(?:get|getint)\(\s*['"](\w{1,40})['"]\s*(?:,\s*['"](\w{1,40})['"]\s*)?\))/i;
const named =
  /^(?:default[_-]?)?(?:settings|config|conf|configuration|defaults?)\.(?:ya?ml|toml|ini|cfg|conf|json)$/i;
const aside = /(?:^|\/)(?:tests?|docs?|examples?|samples?|utils|node_modules)\//;

/**
 * The port that a file of settings says, where a server is told that one: `server: {port: 8888}` of a settings.yml that the sources name.
 * @param path the source that has the call
 */
export function portInFile(
  { repo, project }: Pick<Sight, 'repo' | 'project'>,
  path: string,
): Fact | undefined {
  const [call] = repo.search([path], told, 1);
  const keys = call?.match.slice(1).filter((key) => key !== undefined) ?? [];
  if (!/port$/i.test(keys.at(-1) ?? '')) return undefined;
  const near = (file: string) => (dirOf(file) === dirOf(path) ? 0 : 1);
  const all = repo.below(project.dir);
  const files = all
    .filter((file) => named.test(nameOf(file)) && !aside.test(within(project.dir, file)))
    .toSorted((a, b) => near(a) - near(b) || a.split('/').length - b.split('/').length)
    .slice(0, 5);
  const readers = all
    .filter((file) => file.endsWith('.py') && !aside.test(within(project.dir, file)))
    .slice(0, 400);
  for (const file of files) {
    const port = toPort(String(valueIn(repo, file, keys) ?? ''));
    const name = new RegExp(String.raw`['"/]${nameOf(file).replaceAll('.', String.raw`\.`)}['"]`);
    if (port !== undefined && repo.search(readers, name, 1)[0]) return high(port, file);
  }
  return undefined;
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '');
}

function valueIn(repo: Inventory, file: string, keys: readonly string[]): unknown {
  if (/\.(?:ini|cfg|conf)$/i.test(file)) return ofIni(repo.read(file) ?? '', keys);
  const whole = file.endsWith('.toml')
    ? repo.toml(file)
    : file.endsWith('.json')
      ? repo.json(file)
      : repo.yaml(file);
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    whole,
  );
}

/** https://docs.python.org/3/library/configparser.html#supported-ini-file-structure: a section, then names and values. */
function ofIni(text: string, [section, name]: readonly string[]): string | undefined {
  let current = '';
  for (const line of text.split('\n')) {
    const head = /^\[([^\]\n]+)\]/.exec(line)?.[1];
    if (head !== undefined) current = head.trim();
    const [, key, value] = /^(\w+)\s*[=:]\s*(\S+)\s*$/.exec(line.trimEnd()) ?? [];
    if (current === section && key?.toLowerCase() === name?.toLowerCase()) return value;
  }
  return undefined;
}
