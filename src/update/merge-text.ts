import { diffArrays } from 'diff';
import { tool } from '../tool.ts';
import { endsLine, joinLines, lineEnd, splitLines, type Line } from './lines.ts';

/** Three versions of one file: as we wrote it, as the user has it, as we would write it now. */
export type Versions = { readonly old: Buffer; readonly yours: Buffer; readonly ours: Buffer };

export type Merged =
  | { readonly clean: true; readonly content: Buffer }
  /** `marked`: both sides between conflict markers; absent for what is not text. */
  | { readonly clean: false; readonly marked?: Buffer };

const byteOrderMark = Buffer.from('\uFEFF');

/**
 * Merges line by line, and like git takes changes to adjacent lines for a conflict. Line ends are not compared, a byte-order
 * mark neither: lines that we do not change stay as they are, ours get the line end that the user's file has.
 */
export function mergeText(versions: Versions): Merged {
  if (Object.values(versions).some(isBinary)) return { clean: false };
  const mark = versions.yours.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark : Buffer.alloc(0);
  const [old, yours, written] = [
    splitLines(versions.old),
    splitLines(versions.yours.subarray(mark.length)),
    splitLines(versions.ours),
  ];
  const end = lineEnd(yours) ?? lineEnd(written) ?? '\n';
  const ours = written.map(({ text }) => ({ text, end }));
  const { lines, clean } = combine(yours, ours, hunksOf(old, yours), hunksOf(old, ours), end);
  const ends = endsLine(yours) === endsLine(old) ? endsLine(written) : endsLine(yours);
  const content = Buffer.concat([mark, joinLines(lines, ends, end)]);
  return clean ? { clean, content } : { clean, marked: content };
}

/** A change of one side: these old lines have become so many lines. */
type Hunk = { readonly start: number; readonly end: number; readonly count: number };

/** More edits than this are taken for a file of its own: finding the least of them takes their square in time and memory. */
const mostEdits = 4000;

/** What one side changed, in order; between any two is a line that it left. */
function hunksOf(old: readonly Line[], side: readonly Line[]): readonly Hunk[] {
  const parts = diffArrays(textsOf(old), textsOf(side), { maxEditLength: mostEdits });
  if (!parts) return [{ start: 0, end: old.length, count: side.length }];
  const hunks: Hunk[] = [];
  let at = 0;
  for (const { added, removed, value } of parts) {
    const start = at;
    if (!added) at += value.length;
    if (!added && !removed) continue;
    const last = hunks.at(-1);
    const count = added ? value.length : 0;
    if (last?.end === start)
      hunks[hunks.length - 1] = { start: last.start, end: at, count: last.count + count };
    else hunks.push({ start, end: at, count });
  }
  return hunks;
}

/** The old text with both sides' changes. Where they overlap or touch they are weighed against each other. */
function combine(
  yours: readonly Line[],
  ours: readonly Line[],
  mine: readonly Hunk[],
  theirs: readonly Hunk[],
  end: string,
): { readonly lines: readonly Line[]; readonly clean: boolean } {
  const you = { hunks: [...mine], shift: 0 };
  const us = { hunks: [...theirs], shift: 0 };
  const parts: (readonly Line[])[] = [];
  let clean = true;
  let done = 0;
  for (;;) {
    const start = Math.min(you.hunks[0]?.start ?? Infinity, us.hunks[0]?.start ?? Infinity);
    // What nobody changed is taken from the user's file, for its line ends.
    parts.push(yours.slice(done + you.shift, start + you.shift));
    if (start === Infinity) return { lines: parts.flat(), clean };
    const [fromYours, fromOurs] = [start + you.shift, start + us.shift];
    const changed = new Set<typeof you>();
    done = start;
    for (;;) {
      const side = [you, us].find(({ hunks }) => hunks[0] && hunks[0].start <= done);
      const hunk = side?.hunks.shift();
      if (!side || !hunk) break;
      changed.add(side);
      side.shift += hunk.count - (hunk.end - hunk.start);
      done = Math.max(done, hunk.end);
    }
    const ofYours = yours.slice(fromYours, done + you.shift);
    const ofOurs = ours.slice(fromOurs, done + us.shift);
    const both = changed.size > 1 ? weigh(ofYours, ofOurs, end) : undefined;
    parts.push(both?.lines ?? (changed.has(you) ? ofYours : ofOurs));
    clean &&= both?.clean ?? true;
  }
}

/** Where both changed something: clean if they did the same, else between conflict markers as far as they differ. */
function weigh(
  mine: readonly Line[],
  theirs: readonly Line[],
  end: string,
): { readonly clean: boolean; readonly lines: readonly Line[] } {
  const head = commonHead(mine, theirs);
  const tail = commonHead(mine.slice(head).toReversed(), theirs.slice(head).toReversed());
  const [mineLeft, theirsLeft] = [
    mine.slice(head, mine.length - tail),
    theirs.slice(head, theirs.length - tail),
  ];
  if (mineLeft.length + theirsLeft.length === 0) return { clean: true, lines: mine };
  const marker = (text: string): Line => ({ text, end });
  const lines = [
    ...mine.slice(0, head),
    marker('<<<<<<< yours'),
    ...mineLeft,
    marker('======='),
    ...theirsLeft,
    marker(`>>>>>>> ${tool.name} ${tool.version}`),
    ...mine.slice(mine.length - tail),
  ];
  return { clean: false, lines };
}

/** As git tells: a NUL byte near the beginning. */
function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0);
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text);
}

function commonHead(a: readonly Line[], b: readonly Line[]): number {
  const differs = a.findIndex(({ text }, at) => text !== b[at]?.text);
  return differs < 0 ? a.length : differs;
}
