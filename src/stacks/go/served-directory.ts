import { findFirst, placeOf } from './lines.ts';
import type { Program } from './program.ts';
import type { Write } from './writes.ts';

/** flag.String("dir", ".", …), StringVarP(&root, "root", "r", ".", …), Name: "path", Value: "." */
const here =
  /"(?:d|dir|directory|folder|path|root|serve|base|home|[\w-]{1,30}[-_](?:dir|path|root))",\s*(?:"\w?"\s*,\s*)?(?:Value:\s*)?"\.\/?"/;

/** The working directory, where a program serves or keeps what is in it unless it is told otherwise: `/` of an image is none for that. */
export function readServedDirectory(program: Program): Write | undefined {
  const found = findFirst(program, here);
  return found && { path: '', why: 'what it serves', from: placeOf(found) };
}
