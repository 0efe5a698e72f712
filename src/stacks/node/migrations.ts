import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Fact } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { ChosenStart } from './choose-start.ts';
import type { Install } from './install.ts';
import type { Package } from './package.ts';

const changes = /\b(?:migrate|migrations?|seed)\b|\bdb[: ]push\b|\bdrizzle-kit (?:push|migrate)\b/;

/** Commands that do nothing but change a database. */
const only =
  /^(?:npx )?(?:prisma (?:migrate|db)|knex migrate|sequelize(?:-cli)? db:|typeorm migration|drizzle-kit (?:push|migrate))/;

/** Commands that run a script which builds, without its parts that ask for a database: while an image is built there is none. */
export function buildScript(own: Package, install: Install, id: string): readonly string[] {
  const { kept, dropped } = split(own, own.scripts[id]);
  if (kept.length === 0 && dropped.length > 0 && dropped.every((part) => only.test(part))) return [];
  return [...[`pre${id}`, id].flatMap((each) => withoutChanges(own, each)), install.runScript(id)];
}

/** Takes such parts out of a script in the image; where nothing else is in it, it stays. */
function withoutChanges(own: Package, id: string): readonly string[] {
  const { kept, dropped } = split(own, own.scripts[id]);
  if (dropped.length === 0 || kept.length === 0 || !/^[\w-]+$/.test(id) || hasBreaks(own, id)) return [];
  return [sh`npm pkg set ${`scripts.${id}=${kept.join(' && ')}`}`];
}

/** What stands between its lines is not known any more, unless that is one command after the other. */
function hasBreaks({ raw }: Package, id: string): boolean {
  const { scripts } = raw;
  return (
    isTable(scripts) &&
    /[\r\n]/.test(
      String(scripts[id])
        .replaceAll(/\s*&&\s*/g, '&&')
        .trim(),
    )
  );
}

/** The same of a line that a file of settings has; one that the user gives is run as it is. */
export function buildLine(own: Package, install: Install, { value, from }: Fact): readonly string[] {
  const parts = isUsers(from) ? [value] : split(own, value).kept;
  const moved = parts.findIndex((part) => /^(?:cd|pushd)\b/.test(part));
  // Elsewhere the name is another package's.
  const isOwn = (at: number): boolean => moved < 0 || at < moved;
  const line = parts.map((part, at) => (isOwn(at) ? asScript(own, install, part) : byNpm(part))).join(' && ');
  return line === '' ? [] : [line];
}

function isUsers(from: string): boolean {
  return /^(?:--build|distroless\.yaml)/.test(from);
}

/** `yarn build`, by the package manager that the stage has. */
function asScript({ scripts }: Package, install: Install, line: string): string {
  const id = /^(?:npm|yarn|pnpm|bun)(?: run)? ([\w:.-]+)$/.exec(line.trim())?.[1] ?? '';
  return scripts[id] === undefined ? line : install.runScript(id);
}

/** A script of another package, by what every stage has. */
function byNpm(line: string): string {
  return line.replace(/^(?:yarn|pnpm|bun)(?: run)? (?!install\b|i\b|add\b|run\b)([\w:.-]+)$/, 'npm run $1');
}

/**
 * What is left to whoever releases it.
 * @param said the build, which a file of settings may name
 */
export function migrationNotes(
  repo: Inventory,
  own: Package,
  { start }: ChosenStart,
  sources: readonly string[],
  said: Fact | undefined,
): readonly string[] {
  const started = start.before.map((words) => words.join(' ')).filter((line) => /migrat|seed|db/.test(line));
  const isOwn = said === undefined || isUsers(said.from) || said.from.startsWith(own.path);
  const released = isOwn ? [] : split(own, said.value).dropped;
  if (said && released.length > 0)
    return [
      `${said.from} runs ${released.map((each) => JSON.stringify(each)).join(' and ')} with the build: the image does not, run it when you release`,
    ];
  const built = ['prebuild', 'build']
    .filter((id) => !hasBreaks(own, id))
    .map((id) => ({ id, ...split(own, own.scripts[id]) }));
  const first = [
    ...started.map((line) => ['start', line] as const),
    ...built.flatMap(({ id, kept, dropped }) =>
      dropped.filter((part) => kept.length > 0 || only.test(part)).map((line) => [id, line] as const),
    ),
  ].map(
    ([id, line]) =>
      `the ${id} script runs ${JSON.stringify(line)} first: the image does not, run it when you release`,
  );
  if (first.length > 0) return first;
  const id = Object.keys(own.scripts).find(
    (each) =>
      /^(?:db:)?migrat(?:e|ions?)(?::(?:up|run|latest|deploy|prod))?$/.test(each) &&
      applies.test(own.scripts[each] ?? ''),
  );
  return id === undefined || migratesByItself(repo, sources)
    ? []
    : [
        `the script ${JSON.stringify(id)} (${own.scripts[id]}) makes the tables, and neither the start nor the sources run it: run it when you release`,
      ];
}

/** Commands that bring a database up to date. */
const applies =
  /\b(?:knex migrate:(?:latest|up)|sequelize(?:-cli)? db:migrate|typeorm\b.{0,80}migration:run|drizzle-kit (?:migrate|push)|prisma (?:migrate deploy|db push)|node-pg-migrate up|db-migrate up)\b/;
/**
 * Calls of the same in a program, and settings: https://typeorm.io/docs/data-source/data-source-options,
 * https://sequelize.org/docs/v6/core-concepts/model-basics/#model-synchronization; much else than a database has a `sync`.
 */
const migratesItself =
  /\bmigrate\.(?:latest|up)\(|\brunMigrations\(|\bmigrationsRun\b(?!['"]?\s*:\s*false)|\bmigrate\(\s*\w+\s*,|\bumzug\b|\bsynchronize['"]?\s*:\s*true\b|\.synchronize\(|^[ \t]*\.sync\(|\b(?:\w{0,40}sequelize\w{0,40}|db|database|models?|orm)\.(?:\w{1,40}\.)?sync\(/i;

/** Does the program make its tables when it starts? */
export function migratesByItself(repo: Inventory, sources: readonly string[]): boolean {
  return repo.search(sources, migratesItself).length > 0;
}

function split(
  { scripts }: Package,
  line: string | undefined,
): Record<'kept' | 'dropped', readonly string[]> {
  const parts = (line ?? '').split('&&').flatMap((part) => {
    // Scripts one after the other: https://www.npmjs.com/package/npm-run-all2
    const names = /^(?:run-s|npm-run-all(?: -s)?) ((?:[\w:.-]+ ?)+)$/.exec(part.trim())?.[1];
    return names === undefined
      ? [part.trim()]
      : names
          .trim()
          .split(' ')
          .map((name) => `npm run ${name}`);
  });
  const isChange = (part: string): boolean => {
    const name = /^(?:npm|pnpm|yarn|bun)(?: run)? ([\w:.-]+)$/.exec(part)?.[1] ?? '';
    return changes.test(scripts[name] ?? part);
  };
  // A group, or a word of another shell, is one command.
  if (!parts.every(isWhole)) return { kept: [line ?? ''], dropped: [] };
  return { kept: parts.filter((part) => !isChange(part)), dropped: parts.filter(isChange) };
}

function isWhole(part: string): boolean {
  const count = (mark: string) => part.split(mark).length - 1;
  return count('"') % 2 === 0 && count("'") % 2 === 0 && count('(') === count(')');
}
