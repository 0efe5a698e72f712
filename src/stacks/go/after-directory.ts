import type { Literal } from './literals.ts';
import type { Program } from './program.ts';

/** What is called like this holds a directory of the program's own, and no address. */
const directory =
  /(?:^|[\s(,=+&*.])(?!\w*(?:url|host|addr|uri)\w*\s*\+)\w*(?:wd|dir|directory|path|root|folder)\w{0,12}(?:\(\))?\s*\+\s*["`]$/i;

/** `wd + "/config.yml"`, and a constant "/config.yml" that filepath.Join puts behind a directory: relative, whatever its first letter. */
export function isAfterDirectory({ text, whole }: Literal, { files }: Program): boolean {
  if (!/^\/[\w-]+[\w./-]*$/.test(text)) return false;
  const before = whole.slice(0, whole.indexOf(text));
  if (directory.test(before.slice(-80))) return true;
  const name = /^\s*(?:const\s+|var\s+)?(\w+)\s*(?:string\s*)?:?=\s*["`]$/.exec(before)?.[1];
  if (name === undefined) return false;
  const joined = new RegExp(String.raw`\bfilepath\.Join\([\w.]+(?:\(\))?,\s*${name}\)`);
  return files.some(({ code }) => joined.test(code));
}
