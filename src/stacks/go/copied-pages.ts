import { clean, dirOf, inside } from '../../inventory/paths.ts';
import { readEmbeds } from './embeds.ts';
import type { Program } from './program.ts';

/** What says how a package is built, in its own directory. */
const builds = ['Makefile', 'makefile', 'justfile', 'Taskfile.yml', 'build.sh', 'package.json'] as const;
const copies = /\b(?:cp|mv|rsync|copy|cpx|shx)\b[^\n]{0,200}?\s((?:\.\.\/)+[\w./-]+)/g;

/**
 * Directories of packages whose pages were copied into what the program embeds, where they are committed: they are no sites of
 * their own. Relative to the root.
 */
export function copiedPages(program: Program): readonly string[] {
  const { repo } = program.module;
  const embedded = readEmbeds(program)
    .filter(({ there, path }) => there && repo.hasDir(path))
    .map(({ path }) => path);
  if (embedded.length === 0) return [];
  return repo
    .named('package.json')
    .map(dirOf)
    .filter((dir) =>
      builds.some((name) =>
        [...(repo.read(inside(dir, name)) ?? '').matchAll(copies)]
          .map(([, to = '']) => clean(inside(dir, to)))
          .some((to) => embedded.some((path) => `${to}/`.startsWith(`${path}/`))),
      ),
    );
}
