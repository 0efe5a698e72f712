import type { Segment } from './headers.ts';

/** A part of the file, in bytes: from `start` to before `end`. */
export type Window = { readonly start: number; readonly end: number };

/** Of one file, however large it is. */
const mostKept = 64 * 1_048_576;
const longestDynamic = 1_048_576;
const longestInterpreter = 4096;
/** Where text comes first its segment holds the dynamic tables too: linkers before 2018, Go, `-z noseparate-code`. */
const longestCode = 16 * 1_048_576;

/**
 * Which parts of a file its dynamic tables can lie in. Only the dynamic section, mostly near the end, tells where they are, and a stream
 * cannot go back: what can be mapped and is not code is kept, first the segment of the ELF header, then the last one,
 * where patchelf puts what has grown.
 */
export function chooseWindows(segments: readonly Segment[], fileSize: number): readonly Window[] {
  if (!segments.some(({ type }) => type === 'dynamic')) return merge(small(segments), fileSize);
  const loads = segments
    .filter(({ type, code, offset }) => type === 'load' && (!code || offset === 0))
    .toSorted((a, b) => a.offset - b.offset);
  const [first, ...rest] = loads;
  const last = rest.pop();
  const windows = [...small(segments)];
  let left = mostKept;
  for (const segment of [first, last, ...rest]) {
    if (!segment || segment.offset >= fileSize) continue;
    const wanted = Math.min(segment.size, fileSize - segment.offset);
    const size = Math.min(wanted, left, segment.code ? longestCode : left);
    windows.push({ start: segment.offset, end: segment.offset + size });
    left -= size;
  }
  return merge(windows, fileSize);
}

/** The same while the segments are not known, as BOLT puts their table behind everything else: the start of the file, and the table. */
export function windowsBefore(table: Window, fileSize: number): readonly Window[] {
  return merge([{ start: 0, end: mostKept }, table], fileSize);
}

function small(segments: readonly Segment[]): readonly Window[] {
  return segments.flatMap(({ type, offset, size }) => {
    if (type === 'load') return [];
    const longest = type === 'dynamic' ? longestDynamic : longestInterpreter;
    return [{ start: offset, end: offset + Math.min(size, longest) }];
  });
}

/** In order and without overlaps, so that no byte is kept twice. */
function merge(windows: readonly Window[], fileSize: number): readonly Window[] {
  const merged: Window[] = [];
  for (const { start, end: wanted } of windows.toSorted((a, b) => a.start - b.start)) {
    const end = Math.min(wanted, fileSize);
    if (start >= end) continue;
    const before = merged.at(-1);
    if (before && start <= before.end) {
      merged[merged.length - 1] = { start: before.start, end: Math.max(before.end, end) };
    } else merged.push({ start, end });
  }
  return merged;
}
