import { posix } from 'node:path';
import type { FileEntry } from '../image/types.ts';

export type ModuleKind = {
  readonly language: 'CPython' | 'Node.js';
  /** Modules of which one must load: variants of one for several platforms, or parts of one package. */
  readonly group: string;
  /** It came with the interpreter, whose optional modules lack their libraries in many a base image. */
  readonly ofInterpreter: boolean;
};

const packagesDir = /^(.*\/(?:site|dist)-packages)\/(.*)$/;
const owner = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
/** Names of platforms in the names of packages and files, as node-gyp-build, napi-rs and others write them. */
const platform =
  /(?:^|[-_.])(?:(?:linux|darwin|win32|windows|freebsd|openbsd|android|sunos|aix)(?:musl|glibc)?|x64|ia32|amd64|arm64|armv?\d*l?|aarch64|x86_64|s390x|ppc64(?:le)?|riscv64|loong64|mips64el|musl|glibc|gnu|gnueabihf|musleabihf|eabihf|msvc)(?=[-_.]|$)/g;

/** What a file is to an interpreter that may open it; undefined for no extension module. */
export function moduleKindOf({ path, elf }: FileEntry): ModuleKind | undefined {
  const name = posix.basename(path);
  // Longer ones cannot be opened, and patterns take their time over them.
  if (elf?.type !== 'shared' || path.length > 4096) return undefined;
  if (name.endsWith('.node')) return { language: 'Node.js', group: nodeGroup(path), ofInterpreter: false };
  if (!name.endsWith('.so')) return undefined;
  const ofInterpreter = path.includes('/lib-dynload/');
  const [, root, inside = ''] = packagesDir.exec(path) ?? [];
  const isTagged = /\.(cpython-[^/]*|abi3)\.so$/.test(name);
  // Libraries that wheels bring along are called lib… and have a name of their own.
  const isPlain =
    (root !== undefined || ofInterpreter) && !name.startsWith('lib') && elf.soname === undefined;
  if (!isTagged && !isPlain) return undefined;
  const [top = ''] = inside.split('/');
  const group = root === undefined ? posix.dirname(path) : `${root}/${top}`;
  return { language: 'CPython', group, ofInterpreter };
}

function nodeGroup(path: string): string {
  const [, found] = owner.exec(path) ?? [];
  return (found ?? posix.dirname(path)).replaceAll(platform, '').replaceAll(/\/(?=\/|$)/g, '');
}
