import { posix } from 'node:path';
import { within } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { impliedRules, linked } from './make-link.ts';
import { readMakefile, type Makefile, type Rule } from './make-syntax.ts';
import { isSource } from './sources.ts';
import type { Program, Project, Wanted } from './types.ts';

/** In the order in which make looks: https://www.gnu.org/software/make/manual/make.html#Makefile-Names */
export const makefiles = ['GNUmakefile', 'makefile', 'Makefile'] as const;

/** What a line that only builds never does. The program itself, run, is found by its name. */
const runs =
  /^[@+-]*\s*(sudo|docker|valgrind|gdb|lldb|qemu\S*|curl|wget|xdg-open|open|watch)\b|(^|&&|;)\s*[@+-]*\s*\.\/[\w.-]+/;

/** Reads a project of make; undefined when there is none. */
export function readMake(repo: Inventory, dir: string): Project | undefined {
  const file = makefiles.map((name) => posix.join(dir, name)).find((path) => repo.has(path));
  if (file === undefined) return undefined;
  const makefile = readMakefile(repo, file);
  const below = subMakefiles(repo, makefile);
  const own = programsOf(makefile, repo);
  const several = makesSeveral(makefile, own);
  const programs = [
    ...own.map(({ target, ...each }) =>
      several && /^[\w/+-][\w./+-]*$/.test(target ?? '') ? { ...each, target } : each,
    ),
    ...below
      .flatMap((each) => programsOf(each, repo))
      .map(({ name, from, sources }) => ({ name, from, sources })),
  ];
  const target = chooseTarget(makefile, programs);
  const text = [file, ...below.map(({ path }) => path)].map((path) => repo.read(path) ?? '').join('\n');
  return {
    system: 'make',
    dir,
    file,
    programs: programs.filter(({ name }, at) => programs.findIndex((each) => each.name === name) === at),
    libraries: [makefile, ...below].flatMap(({ rules }) =>
      rules.map((rule) => posix.basename(rule.target)).filter((name) => /^lib.*\.(a|so)/.test(name)),
    ),
    wanted: wantedOf([makefile, ...below]),
    tools: toolsOf(text),
    ...(target !== undefined && { target }),
    ...compilersOf(makefile),
    generated: generatedBy([makefile, ...below], dir, repo),
    ...(/-shared\b/.test(text) && { shared: true }),
    ...(/-Werror\b/.test(text) && { strict: true }),
    old: true,
  };
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

/** Clang is not there; what else a variable holds stays. */
function compilersOf({ variables }: Makefile): Pick<Project, 'options'> {
  const options = (['CC', 'CXX'] as const).flatMap((id) => {
    const value = variables.get(id) ?? '';
    const name = id === 'CC' ? 'cc' : 'c++';
    return /^[\w./+= -]*\bclang(\+\+)?(-\d+)?\b[\w./+= -]*$/.test(value)
      ? [`${id}=${value.replace(/\S*clang(\+\+)?(-\d+)?/, name).trim()}`]
      : [];
  });
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
    .filter(
      (name) =>
        name !== '' &&
        !name.startsWith('..') &&
        name !== '.' &&
        !/(^|\/)(tests?|examples?|docs?|deps?|third_party)(\/|$)/.test(name),
    )
    .slice(0, 8)
    .flatMap(
      (name) => makefiles.map((each) => posix.join(dir, name, each)).find((each) => repo.has(each)) ?? [],
    )
    .map((each) => readMakefile(repo, each));
}

function programsOf({ path, rules }: Makefile, repo: Inventory): readonly Program[] {
  const dir = posix.dirname(path);
  const inDir = (name: string) => posix.join(dir, name);
  return [...rules, ...impliedRules(rules, inDir, repo)].flatMap((rule) => {
    const name = linked(rule);
    if (name === undefined) return [];
    const all = [...rule.needs, ...rule.recipe.flatMap((line) => line.split(/\s+/))];
    const sources = all
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

/** The target that builds and does nothing else; undefined: make's own choice is that one. */
function chooseTarget({ rules, variables }: Makefile, programs: readonly Program[]): Project['target'] {
  const first = defaultRule({ rules, variables });
  const names = new Set(programs.map(({ name }) => name));
  const builds = (target: string) => {
    const closure = closureOf(target, rules);
    const does = closure.some(
      (rule) =>
        linked(rule) !== undefined ||
        rule.recipe.some((line) => /\bmake\b|\bcmake\b/.test(line)) ||
        names.has(posix.basename(rule.target)),
    );
    return (
      does &&
      !closure.some(({ recipe, target: at }) =>
        recipe.some(
          (line) => (runs.test(line) && !names.has(posix.basename(at))) || startsProgram(line, names),
        ),
      )
    );
  };
  if (!first || builds(first.target)) return undefined;
  const candidates = [
    'all',
    'build',
    'release',
    'compile',
    'default',
    'prod',
    'bin',
    ...programs.map(({ name }) => name),
    ...rules.map(({ target }) => target),
  ];
  const better = candidates
    .map((name) => rules.find(({ target }) => target === name || posix.basename(target) === name))
    .find(
      (rule) =>
        rule &&
        /^[\w/+-][\w./+-]*$/.test(rule.target) &&
        !/clean|install|test|run|debug/i.test(rule.target) &&
        builds(rule.target),
    );
  return better && { value: better.target, from: better.from, confidence: 'high' };
}

function defaultRule({ rules, variables }: Pick<Makefile, 'rules' | 'variables'>): Rule | undefined {
  const set = (variables.get('.DEFAULT_GOAL') ?? '').trim();
  return (
    rules.find(({ target }) => target === set) ??
    rules.find(({ target }) => !target.startsWith('.') && !target.includes('%'))
  );
}

/** It makes several programs and nothing else: each can be made alone, and what is wrong with another does not matter. */
function makesSeveral(makefile: Makefile, programs: readonly Program[]): boolean {
  const rule = defaultRule(makefile);
  const names = new Set(programs.map(({ name }) => name));
  return (
    rule !== undefined &&
    rule.recipe.length === 0 &&
    rule.needs.length > 1 &&
    rule.needs.every((need) => names.has(posix.basename(need)))
  );
}

/** `./server 8080` after it was linked. */
function startsProgram(line: string, names: ReadonlySet<string>): boolean {
  const [word = ''] = line
    .replace(/^[@+-]+\s*/, '')
    .trim()
    .split(/\s+/);
  return /^\.?\/?[\w./-]+$/.test(word) && word.includes('/') && names.has(posix.basename(word));
}

function closureOf(target: string, rules: readonly Rule[]): readonly Rule[] {
  const seen = new Set<string>();
  const queue = [target];
  const closure: Rule[] = [];
  for (let name = queue.shift(); name !== undefined && closure.length < 500; name = queue.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const made = rules.filter((each) => each.target === name);
    // What has no rule is made by this one.
    for (const rule of made.length > 0 ? made : rules.filter((each) => each.target === '.DEFAULT')) {
      closure.push(rule);
      queue.push(...rule.needs);
    }
  }
  return closure;
}

/** Libraries by `-l` and by what pkg-config is asked for. */
function wantedOf(all: readonly Makefile[]): readonly Wanted[] {
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
