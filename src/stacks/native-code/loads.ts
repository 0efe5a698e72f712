import type { Inventory } from '../../inventory/types.ts';

/**
 * Debian packages of what is opened while it runs. Threads that are ended from within are unwound by libgcc_s, which glibc opens by its
 * name and which the base of C has not: https://sourceware.org/git/?p=glibc.git;a=blob;f=misc/unwind-link.c
 * @param sources of a program in C; that of C++ links to it
 */
export function loadsOf(
  repo: Inventory,
  packages: readonly string[],
  sources: readonly string[],
): readonly string[] {
  return [
    ...(packages.includes('libwebsockets-dev') ? ['libwebsockets-evlib-uv'] : []),
    ...(repo.search(sources, /\bpthread_(?:exit|cancel)\s*\(/, 1).length > 0 ? ['libgcc-s1'] : []),
  ];
}
