import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';

const scripts = ['configure', 'configure.sh', 'auto/configure'] as const;

/** What a script that was written by hand makes a Makefile of, where none is there yet. */
const templates = ['Makefile.in', 'makefile.in', 'Makefile.linux', 'Makefile.unix'] as const;

/**
 * A configure script that somebody wrote, and autoconf did not: it writes what make reads, and knows no more than its author
 * thought of, so that it is called as it is. Relative to the directory.
 */
export function configureScript(repo: Inventory, dir: string): string | undefined {
  if (inputOf(repo, dir) !== undefined) return undefined;
  return scripts.find((name) => {
    const text = repo.read(posix.join(dir, name)) ?? '';
    return /^#!.*sh\b/.test(text) && !isGenerated(text);
  });
}

/** What autoconf reads, under whatever name a bootstrap script takes it from. */
export function inputOf(repo: Inventory, dir: string): string | undefined {
  const usual = ['configure.ac', 'configure.in'].map((name) => posix.join(dir, name));
  const found = usual.find((path) => repo.has(path));
  if (found !== undefined || !repo.has(posix.join(dir, 'autogen.sh'))) return found;
  return repo
    .below(dir)
    .find((path) => posix.dirname(path) === (dir || '.') && isTemplate(path) && hasInit(repo.read(path)));
}

/** Where the rules are before it ran. */
export function makeTemplate(repo: Inventory, dir: string): string | undefined {
  // `cat Makefile.am >> Makefile`: it is made of parts, and the rules are in the last one.
  const script = repo.read(posix.join(dir, configureScript(repo, dir) ?? '')) ?? '';
  const parts = [...script.matchAll(/\bcat\s+(Makefile\.\w+)\b[^\n]*>>\s*Makefile\b/g)].map(
    ([, name = '']) => name,
  );
  return [...parts.toReversed(), ...templates]
    .map((name) => posix.join(dir, name))
    .find((path) => repo.has(path));
}

/** Autoconf signs what it makes. */
export function isGenerated(text: string): boolean {
  return /Generated (automatically using|by GNU) [Aa]utoconf/.test(text);
}

/** A template without what configure fills in: `CC = @CC@` leaves what make has of its own. */
export function unconfigured(text: string): string {
  return text.replaceAll(/^[ \t]*\w+[ \t]*[:?]?=[ \t]*@\w+@[ \t]*$/gm, '').replaceAll(/@\w+@/g, '');
}

function isTemplate(path: string): boolean {
  return /^configure\.\w+$/.test(posix.basename(path));
}

function hasInit(text: string | undefined): boolean {
  return text !== undefined && /^\s*AC_INIT\b/m.test(text);
}
