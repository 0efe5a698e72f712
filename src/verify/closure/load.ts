import { findLibrary, type Surroundings } from './search.ts';
import type { Binary, Loaded, Loader, Problem, Process } from './types.ts';
import { lackingVersions } from './versions.ts';

/** What came into memory, and what did not. */
export type Loading = { readonly process: Process; readonly problems: readonly Problem[] };

/** musl is all of these itself: `reserved` in its ldso/dynlink.c. */
const muslOwn = /^lib(c|pthread|rt|m|dl|util|xnet)\./;

/** Starts a program: everything that it needs, and what that needs, in the loader's own order. */
export function loadProgram(program: Binary, loader: Loader, surroundings: Surroundings): Loading {
  const main: Loaded = { ...program, by: undefined };
  const names = new Map<string, Loaded>();
  register(names, { ...loader, by: main }, loader.path);
  return load(main, { loader, main, names }, surroundings);
}

/** Opens a library in a running process, as `dlopen` does; the process stays as it was. */
export function loadModule(module: Binary, process: Process, surroundings: Surroundings): Loading {
  const names = new Map(process.names);
  return load({ ...module, by: process.main }, { ...process, names }, surroundings);
}

function load(
  first: Loaded,
  process: Process & { readonly names: Map<string, Loaded> },
  surroundings: Surroundings,
): Loading {
  const { names, loader } = process;
  const problems: Problem[] = [];
  const fresh: Loaded[] = [first];
  register(names, first, first.path);
  // It grows while it is walked: breadth first, as the loader goes.
  for (const one of fresh) {
    if (surroundings.find.isSpent()) break;
    const { problem } = one.elf;
    if (problem) problems.push({ kind: 'unreadable', path: one.path, what: problem.what });
    for (const name of one.elf.needed) {
      if (names.has(name) || (loader.libc === 'musl' && muslOwn.test(name))) continue;
      const search = findLibrary(name, one, process, surroundings);
      if ('unfit' in search) {
        const [found] = search.unfit;
        problems.push({
          kind: 'library',
          path: one.path,
          needs: name,
          ...(found && { found }),
          libc: loader.libc,
        });
        continue;
      }
      const library: Loaded = { ...search.library, by: one };
      register(names, library, name);
      fresh.push(library);
    }
  }
  // musl binds symbols by name alone.
  if (loader.libc === 'glibc') problems.push(...fresh.flatMap((one) => lackingVersions(one, names)));
  return { process, problems };
}

function register(names: Map<string, Loaded>, one: Loaded, name: string): void {
  for (const each of [name, one.elf.soname]) if (each !== undefined && !names.has(each)) names.set(each, one);
}
