import { posix } from 'node:path';
import { clean, inside } from '../../inventory/paths.ts';
import { isPlace } from './is-place.ts';
import { findAll, placeOf, type Found } from './lines.ts';
import type { Program } from './program.ts';
import type { Write } from './writes.ts';

/** os.MkdirAll(cfg.Dir, 0755): of its arguments the first, with one call in it. */
const makes = /\bos\.Mkdir(?:All)?\(\s*([\w.*&]+(?:\((?:[^()\n]|\([^()\n]*\))*\))?)\s*,/g;
/** The text of a default, behind its name. */
const text = String.raw`["\x60]([^"\x60\n]{1,120})["\x60]`;
/** A flag's name before it, and its letter. */
const flag = String.raw`"[\w.-]+"\s*,\s*(?:"\w?"\s*,\s*)?`;
/** How many names lead from the call to a text. */
const mostSteps = 3;
/** Calls of this kind that are looked at. */
const mostCalls = 24;

/**
 * Directories that the program makes and whose names its settings hold: where they are unless somebody says otherwise. What the
 * repository has in one of them goes into it.
 * @param base what relative ones are relative to
 */
export function readToldPlaces(program: Program, base: string): readonly Write[] {
  return findAll(program.files, makes)
    .slice(0, mostCalls)
    .flatMap((found): readonly Write[] => {
      const said = valueOf(found.match[1] ?? '', found, program, 0);
      if (said === undefined) return [];
      const path = said.startsWith('/') ? posix.normalize(said) : clean(said);
      if (path === '' || path.startsWith('..') || !isPlace(path)) return [];
      if (/^\/(?:tmp|dev|proc|sys|etc|run|var\/run)\b/.test(path)) return [];
      const file = hasFiles(program, inside(base, path)) ? path : undefined;
      return [
        { path, why: 'files that it makes', from: placeOf(found), ...(file !== undefined && { file }) },
      ];
    });
}

/** Sources do not count, nor a file that only keeps an empty directory in git; what a developer's run writes there is no part of it. */
function hasFiles({ module: { repo } }: Program, path: string): boolean {
  const ignored = ['.gitignore', '.dockerignore'].flatMap((name) => (repo.read(name) ?? '').split('\n'));
  if (ignored.some((line) => `${line.trim().replace(/^\/|^\*\*\//, '')}/`.startsWith(`${path}/`)))
    return false;
  return repo.below(path).some((each) => !/(?:^|\/)\.[^/]*$|\.go$/.test(each));
}

/** What an expression is without settings; the call itself may hold a literal, which is no setting. */
function valueOf(expression: string, at: Found, program: Program, step: number): string | undefined {
  const given = expression.trim().replace(/^[*&]+/, '');
  if (step > mostSteps) return undefined;
  const literal = /^["`]([^"`]*)["`]$/.exec(given)?.[1];
  if (literal !== undefined) return step === 0 ? undefined : literal;
  const [, called = '', told = ''] = /^([\w.]+)\((.*)\)$/.exec(given) ?? [];
  const first = told.split(',', 1)[0] ?? '';
  if (/^(?:file)?path\.(?:Join|Clean|Abs)$/.test(called)) return valueOf(first, at, program, step + 1);
  if (/^(?:file)?path\.Dir$/.test(called)) {
    const whole = valueOf(first, at, program, step + 1);
    return whole === undefined ? undefined : posix.dirname(whole);
  }
  // viper.GetString("data.dir"), c.String("data-dir")
  const key = /\.(?:Get)?String$/.test(called) ? /^"([\w.-]+)"$/.exec(told)?.[1] : undefined;
  if (key !== undefined) return ofKey(key, program);
  if (called !== '' || !/^[A-Za-z_][\w.]*$/.test(given)) return undefined;
  const name = given.split('.').at(-1) ?? '';
  return ofSetting(name, program) ?? (given.includes('.') ? undefined : ofLocal(name, at, program, step));
}

/** The default of a flag or a key that is asked for by its name. */
function ofKey(key: string, { files }: Program): string | undefined {
  const quoted = key.replaceAll('.', String.raw`\.`);
  const patterns = [
    String.raw`\bSetDefault\(\s*"${quoted}"\s*,\s*${text}`,
    String.raw`\.String\w*\(\s*(?:&[\w.]+\s*,\s*)?"${quoted}"\s*,\s*(?:"\w?"\s*,\s*)?${text}`,
    String.raw`\bName:\s*"${quoted}"[^}]{0,300}?\bValue:\s*${text}`,
  ];
  return firstOf(files, key, patterns);
}

/** The default of a setting by the variable or field that holds it. */
function ofSetting(name: string, { files }: Program): string | undefined {
  const patterns = [
    // flag.StringVar(&cfg.dir, "dir", "files/", …)
    String.raw`\.String\w*\(\s*&[\w.]*\b${name}\s*,\s*${flag}${text}`,
    // dir = flag.String("dir", "files/", …)
    String.raw`\b${name}\s*:?=\s*[\w.]+\.String\w*\(\s*${flag}${text}`,
    // dir = kingpin.Flag("dir", "…").Default("files/")
    String.raw`\b${name}\s*:?=\s*[\w.]+\.Flag\("[^\n]{0,200}\.Default\(${text}`,
    // &cli.StringFlag{Name: "dir", Value: "files/", Destination: &cfg.dir}
    String.raw`\bValue:\s*${text}[^}]{0,300}?\bDestination:\s*&[\w.]*\b${name}\b`,
    // Dir string ${'`'}env:"DIR" envDefault:"files/"${'`'}
    String.raw`^[ \t]*${name}\s+string\s+\x60[^\x60\n]*\b(?:default|envDefault|env-default):"([^"\n]{1,120})"`,
    // Dir: getEnv("DIR", "files/")
    String.raw`\b${name}\s*(?::?=|:)\s*\w{0,40}(?:[eE]nv|ENV|[dD]efault|[oO]r)\w{0,40}\(\s*"[A-Z][A-Z\d_]*"\s*,\s*${text}`,
  ];
  return firstOf(files, name, patterns);
}

function firstOf(files: Program['files'], name: string, patterns: readonly string[]): string | undefined {
  const named = files.filter(({ code }) => code.includes(name));
  for (const pattern of patterns.map((each) => new RegExp(each, 'm')))
    for (const { code } of named) {
      const value = pattern.exec(code)?.[1];
      if (value !== undefined) return value;
    }
  return undefined;
}

/** A variable of the function, or what that is called with. */
function ofLocal(name: string, at: Found, program: Program, step: number): string | undefined {
  const before = at.file.code.slice(Math.max(0, at.match.index - 20_000), at.match.index);
  const head = [...before.matchAll(/^func (?:\([^)\n]*\) )?(\w+)\(([^)\n]*)\)/gm)].at(-1);
  if (!head) return undefined;
  const assigned = [
    ...before.slice(head.index).matchAll(new RegExp(String.raw`\b${name}(?:,\s*\w+)?\s*:?=\s*([^\n]+)`, 'g')),
  ];
  const expression = assigned.at(-1)?.[1];
  if (expression !== undefined) return valueOf(expression, at, program, step + 1);
  const [, called = '', parameters = ''] = head;
  const index = parameters.split(',').findIndex((each) => each.trim().split(/\s/, 1)[0] === name);
  if (index < 0) return undefined;
  const calls = findAll(
    program.files,
    new RegExp(String.raw`(?<!func )(?<!\) )\b${called}\(([^()\n]*)\)`, 'g'),
  );
  for (const call of calls.slice(0, 4)) {
    const argument = call.match[1]?.split(',')[index];
    const value = argument === undefined ? undefined : valueOf(argument, call, program, step + 1);
    if (value !== undefined) return value;
  }
  return undefined;
}
