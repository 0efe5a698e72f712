import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import { makefiles } from '../../inventory/makefiles.ts';
import type { Inventory } from '../../inventory/types.ts';
import { configureScript, makeTemplate } from './configure-script.ts';
import { installedData } from './make-data.ts';
import { chooseTarget, closureOf, defaultRule, makesSeveral } from './make-goal.ts';
import { impliedRules, isLibraryFile, linked } from './make-link.ts';
import { platformOption } from './make-platform.ts';
import { readMakefile, type Makefile } from './make-syntax.ts';
import { readPlain } from './plain.ts';
import { isForeign, isSource } from './sources.ts';
import { titleOf } from './title.ts';
import type { Program, Project, Wanted } from './types.ts';

/** Reads a project of make; undefined when there is none. */
export function readMake(repo: Inventory, dir: string): Project | undefined {
  const script = configureScript(repo, dir);
  // The one that is there before the script ran often only tells to run it.
  const file =
    (script === undefined ? undefined : makeTemplate(repo, dir)) ??
    makefiles.map((name) => posix.join(dir, name)).find((path) => repo.has(path)) ??
    (script === undefined ? undefined : posix.join(dir, script));
  if (file === undefined) return undefined;
  const makefile =
    file === posix.join(dir, script ?? '')
      ? { path: file, variables: new Map<string, string>(), rules: [] }
      : readMakefile(repo, file);
  const below = subMakefiles(repo, makefile);
  const own = programsOf(makefile, repo);
  const several = makesSeveral(makefile, own);
  const named = [
    ...own.map(({ target, ...each }) =>
      several && /^[\w/+-][\w./+-]*$/.test(target ?? '') ? { ...each, target } : each,
    ),
    ...below.flatMap((each) => byDefault(programsOf(each, repo), each)).map(withoutTarget),
  ];
  // Rules that only the script knows: what has a main function is made.
  const programs =
    named.length === 0 && script !== undefined ? plainPrograms(repo, dir) : byDefault(named, makefile);
  const target = chooseTarget(makefile, programs, (name) => repo.has(posix.join(dir, name)));
  const data = installedData(repo, makefile);
  const text = [file, ...below.map(({ path }) => path)].map((path) => repo.read(path) ?? '').join('\n');
  return {
    system: 'make',
    ...(isBsd(text) && { bsd: true }),
    dir,
    file,
    programs: programs.filter(({ name }, at) => programs.findIndex((each) => each.name === name) === at),
    libraries: [makefile, ...below].flatMap(({ rules }) =>
      rules.map((rule) => posix.basename(rule.target)).filter(isLibraryFile),
    ),
    wanted: wantedOf([makefile, ...below]),
    tools: [...toolsOf(text), ...(isBsd(text) ? ['bmake'] : [])],
    ...(target !== undefined && { target }),
    ...(script !== undefined && { bootstrap: `./${script}` }),
    ...optionsOf(makefile, repo.read(file) ?? ''),
    ...(data && { data }),
    generated: generatedBy([makefile, ...below], dir, repo),
    ...(/-shared\b/.test(text) && { shared: true }),
    ...(/-Werror\b/.test(text) && { strict: true }),
    old: true,
  };
}

/** Conditions of BSD's make, with which GNU's stops: https://man.openbsd.org/make#CONDITIONAL_STATEMENTS */
function isBsd(text: string): boolean {
  return /^\.\s*(if|ifdef|ifndef|for|include)\b/m.test(text);
}

/** A target of a makefile below is none of the one that is called. */
function withoutTarget({ name, from, sources, installed }: Program): Program {
  return { name, from, sources, ...(installed && { installed }) };
}

/** By what has a main function; a file that is only called main is no name for what comes of it. */
function plainPrograms(repo: Inventory, dir: string): readonly Program[] {
  const found = readPlain(repo, dir)?.programs ?? [];
  const title = titleOf(repo, dir)?.toLowerCase();
  return found.map((each) => ({
    ...each,
    installed: true,
    ...(each.name === 'main' && title !== undefined && { name: title }),
  }));
}

/** What make makes without being asked counts for more than what has to be named. */
export function byDefault(programs: readonly Program[], makefile: Makefile): readonly Program[] {
  const first = defaultRule(makefile);
  const made = closureOf(first?.target ?? '', makefile.rules);
  const names = new Set(
    made
      .flatMap((rule) => [rule.target, ...rule.needs, linked(rule) ?? ''])
      .map((each) => posix.basename(each)),
  );
  return programs.map((each) => (names.has(each.name) ? { ...each, installed: true } : each));
}

/** Sources that are committed although a rule makes them, often with tools that are not there. */
function generatedBy(all: readonly Makefile[], dir: string, repo: Inventory): readonly string[] {
  const paths = all.flatMap(({ path, rules }) =>
    rules
      .filter(({ target, recipe }) => recipe.length > 0 && /\.(c|cc|cpp|cxx|h|hpp|inc)$/.test(target))
      .map(({ target }) => posix.join(posix.dirname(path), target))
      .filter((each) => repo.has(each)),
  );
  return [...new Set(paths)].slice(0, 12).map((path) => within(dir, path));
}

/** What make has to be told. Clang is not there; what else a variable holds stays. */
function optionsOf({ variables }: Makefile, text: string): Pick<Project, 'options'> {
  const compilers = (['CC', 'CXX'] as const).flatMap((id) => {
    const value = variables.get(id) ?? '';
    const name = id === 'CC' ? 'cc' : 'c++';
    return /^(?:ccache )?[\w./+=-]*\bclang(\+\+)?(-\d+)?\b[\w./+= -]*$/.test(value)
      ? [`${id}=${value.replace(/\S*clang(\+\+)?(-\d+)?/, name).trim()}`]
      : [];
  });
  const platform = platformOption(text);
  const options = [...compilers, ...(platform === undefined ? [] : [platform])];
  return options.length > 0 ? { options } : {};
}

/** Makefiles of directories that this one goes into: `make -C src`, `cd src && make`. */
function subMakefiles(repo: Inventory, { path, rules, variables }: Makefile): readonly Makefile[] {
  const dir = posix.dirname(path);
  const names = [...rules.flatMap(({ recipe }) => recipe), ...variables.values()].flatMap((line) =>
    [...line.matchAll(/(?:make\b.*?\s-C\s*|\bcd\s+)([\w./-]+)/g)].map((match) => match[1] as string),
  );
  const listed = rules.flatMap(({ recipe }) => recipe).some((line) => /make\b.*-C\s*\$|-C\s*$/.test(line));
  const loops = listed ? (variables.get('SUBDIRS') ?? variables.get('DIRS') ?? '').split(/\s+/) : [];
  return [...new Set([...names, ...loops])]
    .filter((name) => name !== '' && !name.startsWith('..') && name !== '.' && !isForeign(`${name}/`, ''))
    .slice(0, 8)
    .flatMap(
      (name) => makefiles.map((each) => posix.join(dir, name, each)).find((each) => repo.has(each)) ?? [],
    )
    .map((each) => readMakefile(repo, each));
}

/** With the sources of objects that have a rule of their own, and what the archives among them are made of at the end. */
function withParts(words: readonly string[], rules: Makefile['rules']): readonly string[] {
  const needs = new Map<string, readonly string[]>();
  for (const rule of rules) needs.set(rule.target, [...(needs.get(rule.target) ?? []), ...rule.needs]);
  const archived = words.filter((word) => word.endsWith('.a')).flatMap((name) => needs.get(name) ?? []);
  return [...words, ...archived].flatMap((word) =>
    word.endsWith('.o') ? [...(needs.get(word) ?? []).filter(isSource), word] : [word],
  );
}

/** What its rules link. */
export function programsOf({ path, rules }: Makefile, repo: Inventory): readonly Program[] {
  const dir = posix.dirname(path);
  const inDir = (name: string) => posix.join(dir, name);
  // What is made by the line that makes a library is one by another name.
  const libraries = new Set(rules.filter(({ target }) => isLibraryFile(target)).map(({ from }) => from));
  return [...rules, ...impliedRules(rules, inDir, repo)].flatMap((rule) => {
    const name = libraries.has(rule.from) ? undefined : linked(rule);
    if (name === undefined) return [];
    const all = [...rule.needs, ...rule.recipe.flatMap((line) => line.split(/\s+/))];
    const sources = withParts(all, rules)
      .flatMap((word) =>
        isSource(word)
          ? [word]
          : word.endsWith('.o')
            ? ['.c', '.cpp', '.cc', '.cxx'].map((end) => word.replace(/\.o$/, end))
            : [],
      )
      .map(inDir)
      .filter((source) => repo.has(source));
    return [
      { name: posix.basename(name), target: rule.target, from: rule.from, sources: [...new Set(sources)] },
    ];
  });
}

/** Libraries by `-l` and by what pkg-config is asked for. */
export function wantedOf(all: readonly Makefile[]): readonly Wanted[] {
  return all.flatMap(({ path, rules, variables }) => {
    const lines = [...rules.flatMap(({ recipe }) => recipe), ...variables.values()];
    const named = (kind: Wanted['kind'], pattern: RegExp) =>
      lines
        .flatMap((line) =>
          [...line.matchAll(pattern)].flatMap((match) => (match[1] as string).trim().split(/\s+/)),
        )
        .map((name) => ({ kind, name, from: path }));
    return [
      ...named('library', /(?:^|\s)-l([\w.+-]+)/g),
      ...named('pkgconfig', /pkg-config\s+(?:--?[\w=-]+\s+)*([\w.+ -]+?)(?=\s--|\s*[)`;|&>]|$)/g),
      ...named('tool', /\b(?:((?:nc|mysql_|curl-|xml2-|sdl2-|pcre2?-|libgcrypt-)\w*config))\b/g),
    ];
  });
}

function toolsOf(text: string): readonly string[] {
  const tools: readonly [RegExp, string][] = [
    [/pkg-config|pkgconf/, 'pkg-config'],
    [/\bcmake\b/, 'cmake'],
    [/\bpython3?\b/, 'python3'],
    [/\bxxd\b/, 'xxd'],
    [/\bgperf\b/, 'gperf'],
    [/\bnasm\b/, 'nasm'],
    [/\bautoreconf|autoconf\b/, 'autoconf automake libtool'],
    [/\bunzip\b/, 'unzip'],
    [/\bbison\b/, 'bison'],
    [/\bflex\b/, 'flex'],
  ];
  return tools.filter(([pattern]) => pattern.test(text)).flatMap(([, names]) => names.split(' '));
}
