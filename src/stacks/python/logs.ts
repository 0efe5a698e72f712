import { type Hit, type Inventory } from '../../inventory/types.ts';
import { dirOf, within } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';

const file = String.raw`((?:/?[\w-]+/)?(?:[\w-]+/)*)([\w.-]+\.log)['"]`;
/** logging's handlers and configuration, Loguru's sinks: FileHandler("logs/app.log"), filename="app.log", logger.add("app.log") */
const opened = new RegExp(
  String.raw`(?:FileHandler\(|\bfilename['"]?\s*[=:]|\blogger\.add\()\s*['"](?:\./)?${file}`,
);
/** BASE_DIR / "logs/app.log", os.path.join(BASE_DIR, "logs", "app.log") */
const joined = new RegExp(
  String.raw`\b(\w{0,40}(?:dir|DIR|root|ROOT|PATH|path)\w{0,40}|__file__\)*)(?:\)|\.parent)*\s*[/,+]\s*((?:['"][\w.-]+['"]\s*[/,]\s*)*)['"]/?${file}`,
);

/** A file that a program logs to. */
export type Log = {
  readonly hit: Hit;
  /** The variable that says below which directory it is; absent: below the one that it is started in. */
  readonly base?: string;
  /** Relative to that. */
  readonly dir: string;
  readonly name: string;
};

/** Files that a program logs to: https://docs.python.org/3/library/logging.handlers.html */
export function findLogs({ repo, sources }: Sight): readonly Log[] {
  const handlers = /\bFileHandler\(|RotatingFileHandler|logging\.FileHandler|\bbasicConfig\(|\blogger\.add\(/;
  if (!repo.search(sources, handlers, 1)[0]) return [];
  const plain = repo
    .search(sources, opened, 4)
    .map((hit) => ({ hit, dir: trim(hit.match[1]), name: hit.match[2] as string }));
  const below = repo.search(sources, joined, 4).map((hit) => {
    const between = [...(hit.match[2] ?? '').matchAll(/['"]([\w.-]+)['"]/g)].map(([, part = '']) => part);
    const dir = [...between, trim(hit.match[3])].filter((part) => part !== '').join('/');
    return { hit, base: hit.match[1] as string, dir, name: hit.match[4] as string };
  });
  return [...plain, ...below].filter(({ hit }) => !/^\s*#/.test(hit.match.input ?? ''));
}

function trim(path = ''): string {
  return path.replace(/\/$/, '');
}

const kept = /^\.(?:gitkeep|keep|gitignore|placeholder)$/;
const written = /^(?:logs?|uploads?|data|database|db|instance|media|storage|tmp|cache)$/;

/** Directories that are in the repository only to be there: the program writes to them. */
export function emptyDirectories({
  repo,
  project,
}: Sight): readonly { readonly path: string; readonly from: string }[] {
  const below = project.dir === '' ? '' : `${project.dir}/`;
  return repo
    .named('.gitkeep', '.keep', '.gitignore', '.placeholder')
    .filter((path) => dirOf(path) !== '' && dirOf(path).startsWith(below))
    .filter((path) => written.test(dirOf(path).replace(/^.*\//, '')) && isEmpty(repo, dirOf(path)))
    .map((path) => ({ path: within(project.dir, dirOf(path)), from: path }));
}

function isEmpty(repo: Inventory, dir: string): boolean {
  return repo.below(dir).every((path) => kept.test(path.replace(/^.*\//, '')));
}
