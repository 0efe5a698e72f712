import { posix } from 'node:path';
import { envOf } from '../image/env.ts';
import type { ImageConfig } from '../image/types.ts';
import type { Finder } from './finder.ts';
import { expand } from './tokens.ts';
import type { Binary, Loaded, Process } from './types.ts';

/** Where the image's configuration comes into the search. */
export type Surroundings = {
  readonly find: Finder;
  readonly config: Pick<ImageConfig, 'Env' | 'WorkingDir'>;
};

/** What a search came to: the library, or what there was of that name that does not fit. */
export type Search = { readonly library: Binary } | { readonly unfit: readonly string[] };

/** https://sourceware.org/glibc/manual: subdirectories for newer processors; also found where only these have the library. */
const processorDirs: Readonly<Record<string, readonly string[]>> = {
  amd64: ['x86-64-v2', 'x86-64-v3', 'x86-64-v4'],
  ppc64le: ['power9', 'power10'],
  s390x: ['z13', 'z14', 'z15', 'z16'],
};

/**
 * Finds a needed library as the process's loader does.
 * @param name as in DT_NEEDED; with a slash it is a path and nothing is searched
 * @param by the file that needs it
 */
export function findLibrary(
  name: string,
  by: Loaded,
  process: Pick<Process, 'loader' | 'main'>,
  surroundings: Surroundings,
): Search {
  const { loader } = process;
  const workingDir = surroundings.config.WorkingDir || '/';
  const unfit: string[] = [];
  const paths = name.includes('/')
    ? expand(name, { owner: by, loader, workingDir })
    : candidates(name, by, process, surroundings);
  for (const path of paths) {
    if (surroundings.find.isSpent()) break;
    const entry = surroundings.find.file(path);
    if (!entry || entry.type === 'directory') continue;
    if (entry.elf?.architecture === loader.elf.architecture)
      return { library: { path, entry, elf: entry.elf } };
    unfit.push(entry.elf ? `${path} is for ${entry.elf.architecture}` : `${path} is no ELF file`);
    // musl takes the first file that it can open: path_open in its ldso/dynlink.c.
    if (loader.libc === 'musl') break;
  }
  return { unfit };
}

function candidates(
  name: string,
  by: Loaded,
  process: Pick<Process, 'loader' | 'main'>,
  surroundings: Surroundings,
): Iterable<string> {
  return process.loader.libc === 'musl'
    ? muslPaths(name, by, process, surroundings)
    : glibcPaths(name, by, process, surroundings);
}

/**
 * man 8 ld.so and `_dl_map_object` in bminor/glibc:elf/dl-load.c: RPATH of the file and of those that asked for it, which RUNPATH turns off; LD_LIBRARY_PATH;
 * RUNPATH of the file; the cache; the directories that the loader was built with. /etc/ld.so.conf is only ldconfig's.
 */
function* glibcPaths(
  name: string,
  by: Loaded,
  { loader, main }: Pick<Process, 'loader' | 'main'>,
  { find, config }: Surroundings,
): Generator<string> {
  const workingDir = config.WorkingDir || '/';
  const dirsOf = (path: string, owner: Binary) => expand(path, { owner, loader, workingDir });
  function* within(dirs: readonly string[]) {
    for (const dir of dirs) {
      yield posix.join(dir, name);
      for (const processor of processorDirs[loader.elf.architecture] ?? []) {
        yield posix.join(dir, 'glibc-hwcaps', processor, name);
      }
    }
  }
  if (by.elf.runpath === undefined) {
    for (const owner of new Set([...chainOf(by), main])) {
      const { rpath, runpath } = owner.elf;
      if (rpath !== undefined && runpath === undefined) yield* within(dirsOf(rpath, owner));
    }
  }
  const fromEnvironment = envOf({ config }, 'LD_LIBRARY_PATH');
  if (fromEnvironment) yield* within(dirsOf(fromEnvironment.replaceAll(';', ':'), main));
  if (by.elf.runpath !== undefined) yield* within(dirsOf(by.elf.runpath, by));
  if (by.elf.noDefaultDirs) return;
  yield* find.file('/etc/ld.so.cache')?.ldCache?.get(name) ?? [];
  yield* within(systemDirs(loader));
}

/** Those that stand in the loader itself; for one in which they are not found, those of the usual distributions. */
function systemDirs({ entry, elf }: Process['loader']): readonly string[] {
  return elf.systemDirs ?? [posix.dirname(entry.path), '/lib64', '/usr/lib64', '/lib', '/usr/lib'];
}

/**
 * `load_library` in musl's ldso/dynlink.c (https://git.musl-libc.org/cgit/musl/tree/ldso/dynlink.c): LD_LIBRARY_PATH; RUNPATH, or else RPATH, of the
 * file and of all that asked for it; the directories of /etc/ld-musl-ARCH.path, or else three fixed ones.
 */
function* muslPaths(
  name: string,
  by: Loaded,
  { loader }: Pick<Process, 'loader' | 'main'>,
  { find, config }: Surroundings,
): Generator<string> {
  const workingDir = config.WorkingDir || '/';
  const join = (dir: string) => posix.resolve('/', workingDir, dir, name);
  const fromEnvironment = envOf({ config }, 'LD_LIBRARY_PATH');
  if (fromEnvironment) yield* fromEnvironment.split(/[:\n]/).filter(Boolean).map(join);
  for (const owner of chainOf(by)) {
    const path = owner.elf.runpath ?? owner.elf.rpath;
    if (path !== undefined) yield* expand(path, { owner, loader, workingDir }).map(join);
  }
  const listed = posix.basename(loader.path).replace(/\.so\.1$/, '.path');
  const dirs = find.file(`/etc/${listed}`)?.libraryDirs ?? ['/lib', '/usr/local/lib', '/usr/lib'];
  yield* dirs.map(join);
}

function chainOf(by: Loaded): readonly Loaded[] {
  const chain: Loaded[] = [];
  for (let one: Loaded | undefined = by; one; one = one.by) chain.push(one);
  return chain;
}
