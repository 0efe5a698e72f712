import { findFirst, placeOf } from './lines.ts';
import type { Program } from './program.ts';
import type { Write } from './writes.ts';

/** flag.String("dir", ".", …), StringVarP(&root, "root", "r", ".", …), Name: "path", Value: "."; not config-path */
const here =
  /"(?![\w-]{0,30}(?:conf|template|migrat)|(?:[\w-]{0,30}[-_])?logs?[-_])(?:d|dir|directory|folder|path|root|serve|base|home|[\w-]{1,30}[-_](?:dir|path|root))",\s*(?:"\w?"\s*,\s*)?(?:Value:\s*)?"\.\/?"/;
/** Files of a directory that is no literal. */
const serves =
  /\b(?:http\.Dir|os\.DirFS|webdav\.Dir|os\.ReadDir|ioutil\.ReadDir|filepath\.Walk(?:Dir)?)\(\s*[^"\x60\s]|\bhttp\.ServeFile\([^"\n]*$|\bafero\.New(?:OsFs|BasePathFs)\(|\.Static(?:FS)?\(\s*"[^"\n]*",\s*[^"\x60\s]/m;

/** The working directory, where a program serves or keeps what is in it unless it is told otherwise: `/` of an image is none for that. */
export function readServedDirectory(program: Program): Write | undefined {
  const found = findFirst(program, serves) && findFirst(program, here);
  return found && { path: '', why: 'what it serves', from: placeOf(found) };
}
