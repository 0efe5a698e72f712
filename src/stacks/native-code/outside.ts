import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import type { Project } from './types.ts';

/** More of them than a script of a person has. */
const most = 200;

/** What a build file reads that is not below the root: it is a part of a larger build, and cannot be built alone. */
export function outsideOf(repo: Inventory, { system, dir, file, bootstrap }: Project): string | undefined {
  const text = (repo.read(file) ?? '').replaceAll(/^\s*#.*$/gm, '');
  if (system === 'cmake') return cmake(repo, dir, text);
  if (system === 'meson') return /\bproject\s*\(/.test(text) ? undefined : 'the project that it is a part of';
  // A configure script stands at the top of what it configures.
  return system === 'make' && bootstrap === undefined ? make(dir, text) : undefined;
}

/** Each top-level script says both (https://cmake.org/cmake/help/latest/command/project.html); those below it say neither. */
function cmake(repo: Inventory, dir: string, text: string): string | undefined {
  if (!/\b(project|cmake_minimum_required)\s*\(/i.test(text)) return 'the project that it is a part of';
  const included =
    /\b(?:include|add_subdirectory)\s*\(\s*"?(?:\$\{(?:CMAKE_SOURCE_DIR|CMAKE_CURRENT_SOURCE_DIR|CMAKE_CURRENT_LIST_DIR|PROJECT_SOURCE_DIR)\}\/)?([\w./-]+)"?\s*(?:\)|\s\S)/gi;
  for (const match of [...text.matchAll(included)].slice(0, most)) {
    const path = posix.join(dir, match[1] as string);
    if (path.startsWith('../')) return path;
    if (
      path.endsWith('.cmake') &&
      path.includes('/') &&
      match[0].endsWith(')') &&
      !repo.has(path) &&
      isSure(text, match.index)
    )
      return path;
  }
  return undefined;
}

/** Not below a condition. */
function isSure(text: string, index: number): boolean {
  const before = text.slice(0, index);
  const count = (pattern: RegExp) => before.match(pattern)?.length ?? 0;
  return count(/^\s*if\s*\(/gim) <= count(/^\s*endif\s*\(/gim);
}

/** `TOP = ../..`, `include $(TOP)/rules.mk`; `-I..` */
function make(dir: string, text: string): string | undefined {
  const values = new Map(
    [...text.matchAll(/^(\w+)\s*[:?]?=\s*(\.\.\S*)\s*$/gm)].map((match) => [match[1], match[2]] as const),
  );
  const read = /(?:^include\s+|-I\s*|\s-C\s+)((?:\$[({]\w+[)}]|\.\.)(?:\/[\w./-]*)?)(?=\s|$)/gm;
  for (const match of text.matchAll(read)) {
    const path = (match[1] as string).replace(
      /\$[({](\w+)[)}]/,
      (whole, name: string) => values.get(name) ?? whole,
    );
    if (posix.join(dir, path).startsWith('..')) return path;
  }
  return undefined;
}
