import type { Program } from './program.ts';

/** Names under which programs know what needs no service beside them. */
const own =
  /"(?:sqlite3?|json|file(?:system)?|memory|in-?mem(?:ory)?|local|bolt(?:db)?|bbolt|badger|leveldb)"/;
/** How the same program may name a service. */
const names: Readonly<Record<string, string>> = {
  postgres: 'postgres(?:ql)?|pg|pgx',
  mysql: 'mysql|mariadb',
  sqlserver: 'sqlserver|mssql',
  mongodb: 'mongo(?:db)?',
};
/** Of a switch, in characters. */
const longest = 4000;
/** More switches than a program has. */
const most = 500;

/**
 * Asks of a service whether a setting chooses between it and files of the program's own: `case "sqlite": …` beside `case "postgres": …`.
 * The switches are looked for once, for all services.
 */
export function otherStores({ files }: Program): (service: string) => boolean {
  const choices = files
    .flatMap(({ code }) => switchesOf(code))
    .slice(0, most)
    .map((body) => body.match(/\bcase [^:\n]{1,200}/g) ?? [])
    .filter((cases) => cases.some((each) => own.test(each)));
  return (service) => {
    const kind = new RegExp(`"(?:${names[service] ?? service})"`);
    return choices.some((cases) => cases.some((each) => kind.test(each)));
  };
}

function switchesOf(code: string): readonly string[] {
  const found: string[] = [];
  for (const { index, 0: head } of code.matchAll(/\bswitch [^{\n]{0,200}\{\n/g)) {
    if (found.length === most) break;
    const line = code.slice(code.lastIndexOf('\n', index) + 1, index);
    // Cases stand as far left as their switch, where gofmt has been.
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    const rest = code.slice(index + head.length, index + longest);
    found.push(rest.slice(0, Math.max(0, rest.indexOf(`\n${indent}}`))));
  }
  return found;
}
