import { posix } from 'node:path';
import type { Binary, Loader } from './types.ts';

const platforms: Readonly<Record<string, string>> = {
  '386': 'i686',
  amd64: 'x86_64',
  arm: 'v7l',
  arm64: 'aarch64',
};

/**
 * A search path as its directories, with `$ORIGIN`, `$LIB` and `$PLATFORM` replaced (man 8 ld.so, "Dynamic string tokens"). glibc's `$LIB` was
 * chosen when it was built, as its directories were: it is the end of these. musl knows `$ORIGIN` only.
 * @param workingDir what relative and empty parts are relative to
 */
export function expand(
  path: string,
  {
    owner,
    loader,
    workingDir,
  }: { readonly owner: Binary; readonly loader: Loader; readonly workingDir: string },
): readonly string[] {
  const origin = posix.dirname(owner.path);
  return path
    .split(':', mostDirs)
    .map((dir) => replace(dir, 'ORIGIN', origin))
    .flatMap((dir) => (loader.libc === 'musl' ? [dir] : expandOthers(dir, loader)))
    .map((dir) => posix.resolve('/', workingDir, dir));
}

/** Search paths of Nix have some 50. */
const mostDirs = 512;

function expandOthers(dir: string, { elf }: Loader): readonly string[] {
  const platform = platforms[elf.architecture] ?? elf.architecture;
  const replaced = replace(dir, 'PLATFORM', platform);
  if (replace(replaced, 'LIB', '') === replaced) return [replaced];
  const libs = new Set((elf.systemDirs ?? ['/lib64', '/lib']).map((each) => each.replace(/^\/(usr\/)?/, '')));
  return [...libs].map((lib) => replace(replaced, 'LIB', lib));
}

function replace(text: string, token: string, value: string): string {
  return text.replaceAll(new RegExp(`\\$(?:\\{${token}\\}|${token}(?![A-Za-z0-9_]))`, 'g'), () => value);
}
