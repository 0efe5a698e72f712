import { findAll } from './lines.ts';
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

/** Whether a setting chooses between a service and files of the program's own: `case "sqlite": …` beside `case "postgres": …`. */
export function hasOtherStore(service: string, { files }: Program): boolean {
  const kind = new RegExp(String.raw`\bcase [^:\n]*"(?:${names[service] ?? service})"`);
  return findAll(files, /\bswitch [^{\n]*\{\n/g).some(({ file, match }) => {
    const rest = file.code.slice(match.index + match[0].length, match.index + longest);
    // Cases stand as far left as their switch, where gofmt has been.
    const indent = /[ \t]*$/.exec(file.code.slice(0, match.index))?.[0] ?? '';
    const body = rest.slice(0, Math.max(0, rest.indexOf(`\n${indent}}`)));
    return kind.test(body) && (body.match(/\bcase [^:\n]*/g) ?? []).some((each) => own.test(each));
  });
}
