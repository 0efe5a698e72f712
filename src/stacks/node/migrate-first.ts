import { parseCommand } from '../../detect/command.ts';
import type { Start } from './start.ts';
import type { Package } from './package.ts';

/** A command that makes the tables of a database that starts empty. */
export type Migration = {
  /** For node: the program, in /app, and its arguments. */
  readonly words: readonly string[];
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
export function findMigration(own: Package, start: Start): Migration | undefined {
  if (!drivers.some((name) => own.dependencies[name] !== undefined)) return undefined;
  const scripts = Object.entries(own.scripts).filter(([id]) =>
    /^(?:db:)?migrat(?:e|ions?)(?::\w+)?$/.test(id),
  );
  const lines = [...start.before.map((words) => words.join(' ')), ...scripts.map(([, line]) => line)];
  for (const line of lines) {
    const [first, another] = parseCommand(line) ?? [];
    const words = first?.words[0] === 'npx' ? first.words.slice(1) : (first?.words ?? []);
    const [name = '', ...args] = words;
    const known = Object.hasOwn(programs, name) ? programs[name] : undefined;
    if (another || !known || !applies.test(args[0] ?? '') || own.dependencies[known[0]] === undefined)
      continue;
    if (args.every((word) => /^[\w:./=@-]+$/.test(word)))
      return { words: [`/app/node_modules/${known[1]}`, ...args], line };
  }
  return undefined;
}

/** Preloaded by the program; what it starts of itself has the same preload, and does not do it again. */
export function migrateFirst({ words }: Migration): string {
  return `'use strict';
const { spawnSync } = require('node:child_process');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.TABLES_ARE_MADE === undefined) {
  process.env.TABLES_ARE_MADE = 'yes';
  spawnSync(process.execPath, ${JSON.stringify(words)}, { stdio: 'inherit' });
}
`;
}
