import { posix } from 'node:path';
import { isLibraryFile, linked } from './make-link.ts';
import type { Makefile, Rule } from './make-syntax.ts';
import type { Program, Project } from './types.ts';

/** What a line that only builds never does. The program itself, run, is found by its name. */
const runs =
  /^[@+-]*\s*(sudo|docker|valgrind|gdb|lldb|qemu\S*|curl|wget|xdg-open|open|watch)\b|(^|&&|;)\s*[@+-]*\s*\.\/[\w.-]+/;

/** The target that builds and does nothing else; undefined: make's own choice is that one. */
export function chooseTarget(
  { path, rules, variables }: Makefile,
  programs: readonly Program[],
  isThere: (name: string) => boolean,
): Project['target'] {
  const first = defaultRule({ rules, variables });
  const names = new Set(programs.map(({ name }) => name));
  const builds = (target: string) => {
    const closure = closureOf(target, rules);
    const does = closure.some(
      (rule) =>
        linked(rule) !== undefined ||
        isLibraryFile(rule.target) ||
        rule.recipe.some((line) => /\bmake\b|\bcmake\b/.test(line)) ||
        names.has(posix.basename(rule.target)),
    );
    return (
      does &&
      !closure.some(({ recipe, target: at }) =>
        recipe.some(
          (line) =>
            (runs.test(withoutScripts(line, isThere)) && !names.has(posix.basename(at))) ||
            startsProgram(line, names),
        ),
      )
    );
  };
  // Of a template only the script knows what comes first.
  if (!first || path.endsWith('.in') || builds(first.target)) return undefined;
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

/** What make makes when it is told nothing. */
export function defaultRule({ rules, variables }: Pick<Makefile, 'rules' | 'variables'>): Rule | undefined {
  const set = (variables.get('.DEFAULT_GOAL') ?? '').trim();
  return (
    rules.find(({ target }) => target === set) ??
    rules.find(({ target }) => !target.startsWith('.') && !target.includes('%'))
  );
}

/** A script of the repository is a part of the build: only what the build itself made can be the program. */
function withoutScripts(line: string, isThere: (name: string) => boolean): string {
  return line.replaceAll(/\.\/([\w.-][\w./-]*)/g, (all, name: string) => (isThere(name) ? name : all));
}

/** It makes several programs and nothing else: each can be made alone, and what is wrong with another does not matter. */
export function makesSeveral(makefile: Makefile, programs: readonly Program[]): boolean {
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

/** The rules that making one target calls. */
export function closureOf(target: string, rules: readonly Rule[]): readonly Rule[] {
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
