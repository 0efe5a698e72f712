import type { Headers } from './headers.ts';
import type { Kept } from './keeper.ts';

const loaderName = /^ld[\w.-]*\.so\.\d+$/;
/** A loader is a tenth of this. */
const mostRead = 2_097_152;
const mostSegments = 8;
const directory = /^\/[\w.+/-]{1,255}\/$/;
const libraries = /\/lib(64|32|x32)?\/$/;

/** The directories that a glibc loader was built to search, which its distribution chose; undefined for any other file. */
export function readSystemDirs(
  soname: string | undefined,
  { segments }: Headers,
  kept: Kept,
): readonly string[] | undefined {
  if (soname === undefined || !loaderName.test(soname)) return undefined;
  // In that of the code too: on some architectures data that is only read lies there.
  const mapped = segments.filter(({ type, size }) => type === 'load' && size <= mostRead);
  for (const { offset, size } of mapped.slice(0, mostSegments)) {
    const dirs = firstList(kept.upTo(offset, size).toString('latin1').split('\0'));
    if (dirs) return dirs.map((dir) => dir.slice(0, -1));
  }
  return undefined;
}

/** The first directories in a row of which one is called `lib`: `system_dirs` in bminor/glibc:elf/dl-load.c. */
function firstList(texts: readonly string[]): readonly string[] | undefined {
  let run: string[] = [];
  for (const text of texts) {
    if (directory.test(text)) {
      run.push(text);
      continue;
    }
    if (run.length > 1 && run.some((dir) => libraries.test(dir))) return run;
    // What stands in front of the first one need not end with a NUL.
    const start = !text.endsWith('/') ? -1 : text.slice(-256).search(/\/[\w.+/-]*\/$/);
    run = start < 0 ? [] : [text.slice(-256).slice(start)];
  }
  return undefined;
}
