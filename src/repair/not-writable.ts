import { posix } from 'node:path';
import type { Failure, Repair } from './types.ts';

/** What programs say of a path that they may not write to; the path is the first group. */
const refused = [
  /E(?:ACCES|ROFS|PERM): [^,\n]+, \w+ '([^']+)'/,
  /(?:open|mkdir|create|creating|unlink|rename) "?([^\s":]+)"?: (?:permission denied|read-only file system)/,
  /(?:Permission denied|Read-only file system): '([^']+)'/,
];
/** SQLite does not say which. */
const database =
  /unable to open database file|attempt to write a readonly database|SQLITE_(?:CANTOPEN|READONLY)/;

/** A directory that the program writes to and does not own. */
export function notWritable({ logs, workdir }: Failure): Repair | undefined {
  for (const pattern of refused) {
    const [, named] = pattern.exec(logs) ?? [];
    if (named === undefined) continue;
    const path = posix.resolve(workdir, named);
    const isFile = /\.\w{1,8}$/.test(posix.basename(path)) || path === workdir;
    const value = isFile && path !== workdir ? posix.dirname(path) : path;
    if (value !== '/' && !value.includes(','))
      return { answer: 'writable', value, why: `it writes to ${value}` };
  }
  if (!database.test(logs)) return undefined;
  return { answer: 'writable', value: workdir, why: `it keeps a database in ${workdir}` };
}
