import { parseCommand, type SimpleCommand } from '../../detect/command.ts';
import { within } from '../../inventory/paths.ts';
import type { Start } from './start.ts';
import { join, type Package } from './package.ts';

/** A command that makes the tables of a database that starts empty. */
export type Migration = {
  /** The file of it that node runs, as a path in a directory of packages. */
  readonly program: string;
  readonly args: readonly string[];
  /** Of the package, in the image. */
  readonly dir: string;
  /** As package.json has it. */
  readonly line: string;
};

/** The programs that do, with the package of each and the file that node runs. */
const programs: Readonly<Record<string, readonly [string, string]>> = {
  knex: ['knex', 'knex/bin/cli.js'],
  sequelize: ['sequelize-cli', 'sequelize-cli/lib/sequelize'],
  'sequelize-cli': ['sequelize-cli', 'sequelize-cli/lib/sequelize'],
  typeorm: ['typeorm', 'typeorm/cli.js'],
};
const applies = /^(?:migrate:latest|db:migrate|migration:run)$/;
const drivers = ['better-sqlite3', 'sqlite3', '@libsql/client', 'libsql', 'sql.js'];

/**
 * What makes the tables of an SQLite database, where the start or a script says it and the image has the program: a database that is
 * part of the container has nobody else who does it.
 */
export function findMigration(own: Package, root: Package, start: Start): Migration | undefined {
  if (!drivers.some((name) => own.dependencies[name] !== undefined)) return undefined;
  const scripts = Object.entries(own.scripts).filter(([id]) =>
    /^(?:db:)?migrat(?:e|ions?)(?::\w+)?$/.test(id),
  );
  const before = start.before.map((words) => words.join(' ')).filter((line) => !isSetBefore(own, line));
  const lines = [...before, ...scripts.map(([, line]) => line)];
  for (const line of lines) {
    const [first, another] = parseCommand(line) ?? [];
    const words = first?.words[0] === 'npx' ? first.words.slice(1) : (first?.words ?? []);
    const [name = '', ...args] = words;
    const known = Object.hasOwn(programs, name) ? programs[name] : undefined;
    if (another || !known || !applies.test(args[0] ?? '') || own.dependencies[known[0]] === undefined)
      continue;
    if (setsMore(first)) continue;
    if (args.every((word) => /^[\w:./=@-]+$/.test(word)))
      return { program: known[1], args, dir: join('/app', within(root.dir, own.dir)), line };
  }
  return undefined;
}

/** Whether it is given what the image has not: it may be of another environment, with another database. */
function setsMore(command: SimpleCommand | undefined): boolean {
  return Object.entries(command?.env ?? {}).some((pair) => pair.join('=') !== 'NODE_ENV=production');
}

/** The same of what stands before a start, which is told without its variables. */
function isSetBefore({ scripts }: Package, line: string): boolean {
  return Object.values(scripts)
    .map((each) => parseCommand(each) ?? [])
    .filter(({ length }) => length > 1)
    .some((commands) => commands.some((one) => one.words.join(' ') === line && setsMore(one)));
}

/**
 * Preloaded by the program; what it starts of itself has the same preload, and does not do it again. The packages are looked for
 * where Node looks for them, as a package manager may put those of a member beside it: https://pnpm.io/symlinked-node-modules-structure
 */
export function migrateFirst({ program, args, dir }: Migration): string {
  return `'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const made = 'CREATE_DISTROLESS_TABLES_MADE';
if (isMainThread && process.env[made] === undefined) {
  const places = createRequire(${JSON.stringify(`${dir}/`)}).resolve.paths('x').map((at) => join(at, ${JSON.stringify(program)}));
  const program = places.find((path) => existsSync(path)) ?? places[0];
  const { status, error } = spawnSync(process.execPath, [${['program', ...args.map((arg) => JSON.stringify(arg))].join(', ')}], { stdio: 'inherit' });
  if (status !== 0) {
    console.error('The tables of the database were not made:', error?.message ?? program + ' ended with ' + status);
    process.exit(status ?? 1);
  }
  // For what the program starts.
  process.env[made] = 'yes';
}
`;
}
