import { posix } from 'node:path';
import type { Writable } from '../../recipe/types.ts';
import type { Start } from './start.ts';

const frameworks: Readonly<Record<string, readonly Writable[]>> = {
  strapi: [
    { path: '/app/.tmp', why: 'SQLite’s database', volume: true },
    { path: '/app/public/uploads', why: 'uploads', volume: true },
  ],
  // https://sailsjs.com/documentation/anatomy/tmp
  sails: [{ path: '/app/.tmp', why: 'pages that are put together when it starts', volume: false }],
};

/** Directories that a framework or a program of a package writes to, which no source of the repository says. */
export function ofProgram(
  { runs, entry, args }: Start,
  framework: string | undefined,
  workdir: string,
): readonly Writable[] {
  const known = frameworks[framework ?? ''] ?? [];
  if (runs !== 'program' || entry !== 'node-red') return known;
  // https://nodered.org/docs/user-guide/runtime/configuration: without it, the home of its user.
  const at = args.findIndex((arg) => arg === '-u' || arg === '--userDir');
  const dir = args[at + 1];
  if (at < 0 || dir === undefined) return known;
  const path = posix.resolve(workdir, dir);
  // A volume over the program would hide that of the next image.
  const isAround = posix.relative(path, workdir).split('/')[0] !== '..';
  return [...known, { path, why: 'flows and nodes', volume: !isAround }];
}
