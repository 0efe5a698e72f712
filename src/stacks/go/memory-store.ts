import { flagWord } from './flag-word.ts';
import { block, findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';

/** A word without which the program ends, that makes it keep its data in memory. */
export type MemoryStore = { readonly arg: string; readonly note: string };

const memory = /"((?:in-?)?mem(?:ory)?)"/;
const fatal = /\.(?:Fatal|Panic)\w*\(|\bpanic\(|\bos\.Exit\(|\bFatalf?\(/;
const failed = /\breturn [^\n]*(?:fmt\.Errorf\(|errors\.\w+\()/;

/**
 * A flag that is empty by default and says what data are kept in: `switch backend { case "": return errors.New("…") case "mem": … }`.
 * Where several are there memory is the one that needs nothing besides.
 * @param isServed leaves out flags of commands that do not serve
 */
export function memoryStore(program: Program, isServed: (flag: Found) => boolean): MemoryStore | undefined {
  const near = program.files.filter((file) => program.distance(file) <= 1);
  for (const found of findAll(near, /^([ \t]*)switch ([^{;\n]{1,120}?) ?\{$/gm)) {
    const [, indent = '', subject = ''] = found.match;
    const name = /(\w+)\)?$/.exec(subject)?.[1];
    const cases = block(found.file.code, found.match.index).split(`\n${indent}case `).slice(1);
    // What follows the last case is no part of it.
    const [last = '', other] = (cases.pop() ?? '').split(`\n${indent}default:`);
    const all = [...cases, last];
    const kind = memory.exec(all.map(labelsOf).find((labels) => memory.test(labels)) ?? '')?.[1];
    if (kind === undefined || name === undefined) continue;
    const empty = all.find((each) => /(?:^|,\s*)""/.test(labelsOf(each))) ?? other;
    if (empty === undefined || !ends(empty, found, program)) continue;
    const flag = flagOf(name, program, isServed);
    if (flag === undefined) continue;
    const arg = flagWord(program, flag, kind);
    const note = `it ends unless it is told what to keep its data in (${placeOf(found)}): the image passes ${arg}, and all is gone with the container; give it other words to keep it`;
    return { arg, note };
  }
  return undefined;
}

function labelsOf(text: string): string {
  return text.slice(0, Math.max(0, text.indexOf(':')));
}

/** An error that the main package returns ends the program; what another does with its own is not known. */
function ends(text: string, { file }: Found, { distance }: Program): boolean {
  return fatal.test(text) || (distance(file) === 0 && failed.test(text));
}

/** `flag.StringVar(&values.backend, "backend", "", …)`, `backend := flag.String("backend", "", …)` */
function flagOf(
  variable: string,
  { files }: Program,
  isServed: (flag: Found) => boolean,
): string | undefined {
  const set = String.raw`"([\w.-]+)"\s*,\s*(?:"\w"\s*,\s*)?""\s*,`;
  const pattern = new RegExp(
    String.raw`\.StringVarP?\(\s*&(?:\w+\.){0,6}${variable}\s*,\s*${set}|\b${variable}\s*:?=\s*[\w.()]{1,60}\.StringP?\(\s*${set}`,
    'g',
  );
  const found = findAll(files, pattern).find(isServed);
  return found?.match[1] ?? found?.match[2];
}
