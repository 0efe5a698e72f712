import { posix } from 'node:path';
import { resolve, type Found } from './cmake-found.ts';
import { isForeign, isSource } from './sources.ts';

/** `add_executable(app main.c ${SOURCES})`, and what projects call their own form of it. */
export function addProgram(
  [name = '', ...rest]: readonly string[],
  { from, dir, maybe }: { from: string; dir: string; maybe: boolean },
  found: Found,
): void {
  if (!/^[\w.+-]+$/.test(name) || rest[0] === 'ALIAS' || rest[0] === 'IMPORTED') return;
  found.programs.push({ name, from, sources: [], maybe });
  addSources([name, ...rest], dir, found);
}

export function addLibrary([name = '', ...rest]: readonly string[], dir: string, found: Found): void {
  if (/^(ALIAS|IMPORTED)$/.test(rest[0] ?? '') || rest.includes('IMPORTED') || !/^[\w.+-]+$/.test(name))
    return;
  found.libraries.push(name);
  addSources([name, ...rest], dir, found);
  if (rest[0] === 'SHARED' || rest[0] === 'MODULE') found.shared = true;
}

/** Sources of a target; `$<TARGET_OBJECTS:core>` among them are those of another. */
export function addSources([target = '', ...rest]: readonly string[], dir: string, found: Found): void {
  const words = rest.flatMap((arg) => arg.split(';'));
  const sources = words
    .filter(isSource)
    .map((source) => resolve(source, dir, found))
    .filter((source) => found.repo.has(source));
  found.parts.set(target, [...(found.parts.get(target) ?? []), ...sources]);
  addLinks([target, ...words.flatMap((word) => /TARGET_OBJECTS:([\w.+-]+)/.exec(word)?.[1] ?? [])], found);
}

/** What a target is linked to. */
export function addLinks([target = '', ...rest]: readonly string[], found: Found): void {
  const names = rest.flatMap((arg) => arg.split(/[;\s]+/)).map((arg) => arg.replace(/^.*::/, ''));
  found.links.set(target, [...(found.links.get(target) ?? []), ...names]);
}

/** A program is made of the project's own libraries that it is linked to, as well. */
export function partsOf(target: string, { parts, links, root }: Found): readonly string[] {
  const seen = new Set<string>();
  const queue = [target];
  for (let name = queue.shift(); name !== undefined && seen.size < 200; name = queue.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...(links.get(name) ?? []).filter((each) => parts.has(each)));
  }
  const linked = [...seen].slice(1).flatMap((name) => parts.get(name) ?? []);
  return [...new Set([...(parts.get(target) ?? []), ...linked.filter((path) => !isForeign(path, root))])];
}

/** `file(GLOB SOURCES src/*.c)` and `aux_source_directory(src SOURCES)`. */
export function globbed(args: readonly string[], dir: string, found: Found): readonly string[] {
  const [how = '', , ...patterns] = args;
  const deep = how === 'GLOB_RECURSE';
  return patterns
    .filter((pattern) => /^[\w@./*+-]+$/.test(pattern) && pattern.includes('*'))
    .flatMap((pattern) => {
      const full = resolve(pattern, dir, found);
      const [folder, name] = [posix.dirname(full).replace(/^\.$/, ''), posix.basename(full)];
      const end = name.slice(name.lastIndexOf('*') + 1);
      return found.repo
        .below(folder)
        .filter(
          (path) => isSource(path) && path.endsWith(end) && (deep || posix.dirname(path) === (folder || '.')),
        );
    })
    .slice(0, 400)
    .map((path) => `@SOURCE@/${posix.relative(found.root, path)}`);
}
