import type { Memory } from './memory.ts';
import type { VersionNeeds } from './types.ts';
import { malformed } from './unfit.ts';

/** A chain of version records; its layout is in bminor/glibc:elf/elf.h, Elf64_Verneed and Elf64_Verdef, the same for 32 bits. */
export type Table = {
  readonly memory: Memory;
  /** A name by its offset into the string table. */
  readonly text: (offset: number) => string;
  /** Address. */
  readonly at: number;
  readonly count: number;
};

/** VER_FLG_BASE: names the file itself. */
const base = 1;
/** VER_FLG_WEAK */
const weak = 2;
/** libstdc++ defines some 60, libc some 50; a chain that is longer goes nowhere. */
const longestChain = 4096;

export function readNeeds(table: Table | undefined): readonly VersionNeeds[] {
  if (!table) return [];
  const { memory, text } = table;
  let left = longestChain;
  const needs: VersionNeeds[] = [];
  for (const at of chain(table.at, table.count, (from) => memory.fields(from, 16).word(12))) {
    const { half, word } = memory.fields(at, 16);
    left -= half(2);
    if (left < 0) throw malformed('more versions than any real file needs');
    const versions = chain(at + word(8), half(2), (from) => memory.fields(from, 16).word(12)).map((from) => {
      const fields = memory.fields(from, 16);
      return { name: text(fields.word(8)), weak: Boolean(fields.half(4) & weak) };
    });
    needs.push({ library: text(word(4)), versions });
  }
  return needs;
}

export function readDefinitions(table: Table | undefined): readonly string[] {
  if (!table) return [];
  const { memory, text } = table;
  return chain(table.at, table.count, (from) => memory.fields(from, 20).word(16)).flatMap((at) => {
    const { half, word } = memory.fields(at, 20);
    // The first of its names is the version, those behind it are what it inherits.
    return half(2) & base ? [] : [text(memory.fields(at + word(12), 8).word(0))];
  });
}

/** The addresses of the records of a chain: each tells how far the next one is, 0 at the end. */
function chain(from: number, count: number, nextOf: (at: number) => number): readonly number[] {
  if (count > longestChain) throw malformed(`${count} version records`);
  const found: number[] = [];
  let at = from;
  for (let index = 0; index < count; index++) {
    found.push(at);
    const next = nextOf(at);
    if (next === 0) break;
    at += next;
  }
  return found;
}
