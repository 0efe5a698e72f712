import { posix } from 'node:path';
import type { Finder } from './finder.ts';
import type { Binary, Loader, Problem } from './types.ts';

/**
 * The loader that the kernel starts for a program. musl names itself `libc.…` and is its own libc; glibc's defines the versions that it has.
 * Undefined for a program without one, which stands alone.
 */
export function loaderOf({ path, elf }: Binary, find: Finder): Loader | Problem | undefined {
  const { interpreter } = elf;
  if (interpreter === undefined) return undefined;
  const entry = find.file(posix.resolve('/', interpreter));
  if (!entry || entry.type !== 'file') return { kind: 'interpreter', path, needs: interpreter };
  if (!entry.elf) return { kind: 'interpreter', path, needs: interpreter, found: 'is no ELF file' };
  if (entry.elf.architecture !== elf.architecture) {
    const found = `is for ${entry.elf.architecture}`;
    return { kind: 'interpreter', path, needs: interpreter, found };
  }
  const { soname = '', defines } = entry.elf;
  const isMusl = /^libc\.(musl-|so$)/.test(soname) || posix.basename(interpreter).startsWith('ld-musl-');
  const isGlibc = /^ld[\w.-]*\.so\.\d+$/.test(soname) && defines.some((name) => name.startsWith('GLIBC_'));
  const libc = isMusl ? 'musl' : isGlibc ? 'glibc' : 'unknown';
  return { path: interpreter, entry, elf: entry.elf, libc };
}
