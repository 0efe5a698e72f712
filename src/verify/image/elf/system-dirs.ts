import type { Headers } from './headers.ts';
import type { Kept } from './keeper.ts';

const loaderName = /^ld[\w.-]*\.so\.\d+$/;
/** A loader is a tenth of this. */
const mostRead = 2_097_152;
/** NUL-terminated directories in a row: `system_dirs` in bminor/glibc:elf/dl-load.c. */
const listed = /(?:\/[\w.+/-]+\/\0){2,64}/g;

/** The directories that a glibc loader was built to search, which its distribution chose; undefined for any other file. */
export function readSystemDirs(
  soname: string | undefined,
  { segments }: Headers,
  kept: Kept,
): readonly string[] | undefined {
  if (soname === undefined || !loaderName.test(soname)) return undefined;
  for (const { type, code, offset, size } of segments) {
    if (type !== 'load' || code || size > mostRead) continue;
    const text = kept.upTo(offset, size).toString('latin1');
    for (const [found] of text.matchAll(listed)) {
      const dirs = found.split('\0').filter(Boolean);
      if (dirs.some((dir) => /\/lib(64|32|x32)?\/$/.test(dir))) return dirs.map((dir) => dir.slice(0, -1));
    }
  }
  return undefined;
}
