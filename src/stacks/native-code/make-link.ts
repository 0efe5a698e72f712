import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import type { Rule } from './make-syntax.ts';
import { isSource } from './sources.ts';

/** `all: app` beside app.c is enough, and `app: libapp.a` as well: make has a rule of its own for it. */
export function impliedRules(
  rules: readonly Rule[],
  inDir: (name: string) => string,
  repo: Inventory,
): readonly Rule[] {
  const phony = rules.filter(({ target }) => target === '.PHONY').flatMap(({ needs }) => needs);
  const made = new Set([
    ...phony,
    ...rules
      .filter((rule) => rule.recipe.length > 0 || linked(rule) !== undefined)
      .map(({ target }) => target),
  ]);
  return rules.flatMap(({ target: own, needs, from }) =>
    [...(own.startsWith('.') ? [] : [own]), ...needs]
      .filter((need) => !made.has(need) && isProgramName(need))
      .flatMap((target) => {
        const source = ['.c', '.cpp', '.cc'].map((end) => target + end).find((each) => repo.has(inDir(each)));
        return source === undefined ? [] : [{ target, needs: [source], recipe: [], from }];
      }),
  );
}

/** What the compiler links in this rule, and to where: of several, what the rule is called like, else the last, which is made with the others. */
export function linked({ target, needs, recipe }: Rule): string | undefined {
  // What is linked to make a source is a tool of the build.
  if (isSource(target) || /\.(h|hpp|inc)$/.test(target)) return undefined;
  const outputs = recipe.filter(links).flatMap((line) => {
    const output =
      /\s-o\s*(\S+)/.exec(line)?.[1] ?? (target === 'all' || target.endsWith('.o') ? 'a.out' : target);
    return isProgramName(output) ? [output] : [];
  });
  if (outputs.length > 0)
    return outputs.find((output) => posix.basename(output) === posix.basename(target)) ?? outputs.at(-1);
  const implicit =
    recipe.length === 0 &&
    !target.startsWith('.') &&
    needs.some((need) => need === `${target}.o` || need === `${target}.c` || need === `${target}.cpp`);
  return implicit && isProgramName(target) ? target : undefined;
}

/** A compiler that is given something to link, not only asked for its version. */
function links(line: string): boolean {
  const call =
    /^(|.*[\s/;&|()@+-])(?:\w+-)*(?:cc|gcc|g\+\+|c\+\+|clang|clang\+\+|c99|ld)(?:-\d+)?\s+(.*)$/.exec(line);
  // What calls the compiler is found out as it runs: `$(LINK) $(OBJS) -o app`.
  if (/^[@+-]*\s*(?:-\S+\s+)*[\w./-]+\.o\s(?:.*\s)?-o\s+\S/.test(line)) return true;
  return (
    call !== null &&
    // Neither inside of quotes nor what is installed.
    ((call[1] as string).match(/["']/g) ?? []).length % 2 === 0 &&
    !/\binstall\b|=\S*-$/.test(call[1] as string) &&
    !/\s(-c|-E|-S|-M|-MM|-shared|-dynamiclib)(\s|$)/.test(line) &&
    (call[2] as string).split(/\s+/).some((word) => word !== '' && !word.startsWith('-'))
  );
}

function isProgramName(name: string): boolean {
  return (
    /^[\w./+-]+$/.test(name) &&
    !/\.(o|a|so|exe|dll|wasm|js|html|h|c|obj|hex|elf|dylib)(\.\d+)*$/.test(name) &&
    !name.endsWith('/')
  );
}

export function isLibraryFile(path: string): boolean {
  return /^lib.*\.(a|so)/.test(posix.basename(path));
}
